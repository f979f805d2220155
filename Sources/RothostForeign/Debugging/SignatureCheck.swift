import RothostSeries

/// Holds a manifest's prototypes against the library's debugging information, where there is any.
enum SignatureCheck {
  /// Looks in the files that the functions were loaded from, wherever the loader found them; in the
  /// bytes that were read already where they are the library's own or of what it brought along.
  ///
  /// - Throws: `.data` naming the indicator, the first argument that differs and both signatures.
  static func run(
    _ library: ForeignLibrary, _ own: ForeignLibrary.File, in object: SharedObject
  ) throws(RothostError) {
    var calls: [(owner: String, call: ForeignCall)] = []
    for indicator in library.indicators {
      for (_, call) in indicator.calls { calls.append(("indicator \(indicator.id)", call)) }
    }
    for case .some(let call) in [library.initialise, library.finalise] {
      calls.append(("library", call))
    }
    var symbols: [String: Set<String>] = [:]
    for (_, call) in calls {
      guard var file = object.file(of: call.symbol) else { continue }
      if let readable = own.readable[file] {
        file = readable
      } else if file.hasPrefix("/proc/") {
        // Another descriptor's name may stand for another file by now.
        continue
      }
      symbols[file, default: []].insert(call.symbol)
    }
    var signatures: [String: DebugSignature] = [:]
    for (file, symbols) in symbols {
      guard let information = DebugInformation(path: file) else { continue }
      signatures.merge(information.signatures(of: symbols)) { one, _ in one }
    }
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
