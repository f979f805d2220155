import RothostCache
import RothostSeries

/// Decides which series feeds which role, and what is known about it.
struct InputBinder {
  let description: IndicatorDescription
  let request: Request
  let stores: EngineStores
  /// Streams take inputs without data, which are pushed later; an evaluation does not.
  var keepsDeferred = false

  /// The inputs in role order, repeated roles side by side, and what the user should know of them.
  ///
  /// - Throws: `.parameter` where bindings do not fit the roles; `.notFound` where a series or
  ///   column is missing, naming the role, what there is and the nearest name.
  func bind() throws(RothostError) -> (inputs: [BoundInput], warnings: [String]) {
    try Self.checkRoles(request, description)
    let isDemo = try usesDemo()
    var inputs: [BoundInput] = []
    for (index, role) in description.inputs.enumerated() {
      let bindings = role.spread(try bindings(of: role, isDemo: isDemo))
      try Self.checkCount(bindings.count, role)
      for binding in bindings { inputs.append(try bound(binding, role, index)) }
    }
    guard !inputs.isEmpty else {
      throw RothostError(
        .parameter, "no input is bound; give one with --input ROLE=SERIES, roles are \(roles)")
    }
    try checkDelays(inputs)
    return (inputs, InputWarnings(inputs: inputs).all())
  }

  private var roles: String { description.inputs.map(\.role).joined(separator: ", ") }

  static func checkRoles(
    _ request: Request, _ description: IndicatorDescription
  ) throws(RothostError) {
    let known = description.inputs.map(\.role)
    for binding in request.inputs where !known.contains(binding.role) {
      throw RothostError(
        .parameter,
        "there is no input \"\(binding.role)\"\(Nearest.hint(binding.role, among: known)); it has "
          + known.joined(separator: ", "))
    }
  }

  /// Whether inputs left out come from the demo market: where the cache holds nothing, or the
  /// inputs given are of the demo market themselves. Real and demo series never meet.
  private func usesDemo() throws(RothostError) -> Bool {
    var demo: [String] = []
    var real: [String] = []
    for binding in request.inputs {
      switch binding.source {
      case .series(let name, _):
        if SeriesName.isDemo(name) { demo.append(name) } else { real.append(name) }
      case .array(let array): real.append(array.name)
      case .deferred: real.append(binding.role)
      }
    }
    if let synthetic = demo.first, let other = real.first {
      throw RothostError(
        .parameter,
        "\(synthetic) is synthetic and \(other) is not; the demo market is never mixed with real "
          + "data")
    }
    if !demo.isEmpty { return true }
    return real.isEmpty ? try stores.names().isEmpty : false
  }

  static func checkCount(_ count: Int, _ role: InputDescription) throws(RothostError) {
    if count == 0 && role.isOptional { return }
    if count < role.minimumCount {
      throw RothostError(
        .parameter,
        "input \(role.role) needs at least \(role.minimumCount) series, \(count) given")
    }
    if let most = role.maximumCount, count > most {
      throw RothostError(
        .parameter, "input \(role.role) takes at most \(most) series, \(count) given")
    }
  }

  /// A publication delay for a series that is not bound is a slip of the pen.
  private func checkDelays(_ inputs: [BoundInput]) throws(RothostError) {
    let names = inputs.map(\.name)
    for name in request.delays.keys.sorted() where !names.contains(name) {
      throw RothostError(
        .parameter,
        "a delay is given for \"\(name)\", which is no input\(Nearest.hint(name, among: names)); "
          + "inputs are \(names.joined(separator: ", "))")
    }
  }
}
