import RothostSeries

/// Holds a manifest's prototypes against the library's debugging information, where there is any.
enum SignatureCheck {
  /// - Throws: `.data` naming the indicator, the first argument that differs and both signatures.
  static func run(_ library: ForeignLibrary, path: String) throws(RothostError) {
    var calls: [(String, ForeignCall)] = []
    for indicator in library.indicators {
      for (_, call) in indicator.calls { calls.append(("indicator \(indicator.id)", call)) }
    }
    for case .some(let call) in [library.initialise, library.finalise] {
      calls.append(("library", call))
    }
    guard let information = DebugInformation(path: path) else { return }
    let signatures = information.signatures(of: Set(calls.map(\.1.symbol)))
    for (owner, call) in calls {
      guard let words = signatures[call.symbol]?.objection(to: call) else { continue }
      throw RothostError(
        .data, "\(owner): \(call.symbol) is another function than its prototype: \(words)")
    }
  }
}

extension ForeignIndicator {
  /// Every call of the indicator, by the manifest's key.
  public var calls: [(key: String, call: ForeignCall)] {
    var calls = [("call", call)]
    if case .call(let lookBack) = lookBack { calls.append(("look_back", lookBack)) }
    guard let stream else { return calls }
    calls += [("stream.open", stream.open), ("stream.update", stream.update)]
    if let peek = stream.peek { calls.append(("stream.peek", peek)) }
    return calls + [("stream.close", stream.close)]
  }
}
