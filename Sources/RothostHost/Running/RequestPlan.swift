import RothostSeries

/// A request whose indicator and parameters were found good: what evaluating, preparing and
/// streaming have in common.
struct RequestPlan: Sendable {
  let indicator: LoadedIndicator
  let request: Request
  /// In the descriptor's order, defaults filled in, ranges checked.
  let parameters: [(name: String, value: Value)]
  let block: ParameterBlock
  let alignment: Alignment
  let seed: UInt64

  var description: IndicatorDescription { indicator.description }

  /// - Throws: `.parameter` for an unknown or bad parameter; `.unsupported` for an alignment the
  ///   indicator does not take, or isolation this version does not have.
  init(_ request: Request, _ indicator: LoadedIndicator) throws(RothostError) {
    self.indicator = indicator
    self.request = request
    let description = indicator.description
    seed = request.seed ?? Request.defaultSeed
    alignment = request.alignment ?? description.defaultAlignment
    parameters = try RothostError.naming(description.id, "prepare") { () throws(RothostError) in
      if request.isolation == .process {
        throw RothostError(
          .unsupported,
          "this version runs indicators in its own process only; leave --isolation out")
      }
      try Self.check(request.alignment, description)
      return try Self.parameters(request.settings, description)
    }
    block = ParameterBlock(parameters.map(\.value))
  }

  private static func check(
    _ alignment: Alignment?, _ description: IndicatorDescription
  ) throws(RothostError) {
    guard let alignment, !description.alignments.contains(alignment) else { return }
    let taken = description.alignments.map(\.description).joined(separator: ", ")
    throw RothostError(
      .unsupported, "it does not take inputs aligned by \(alignment); choose \(taken)")
  }

  private static func parameters(
    _ settings: [Setting], _ description: IndicatorDescription
  ) throws(RothostError) -> [(name: String, value: Value)] {
    let names = description.parameters.map(\.name)
    var given: [String: Value] = [:]
    for setting in settings {
      guard names.contains(setting.name) else {
        let all = names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))"
        throw RothostError(
          .parameter,
          "there is no parameter \"\(setting.name)\"\(Nearest.hint(setting.name, among: names)); "
            + all)
      }
      guard given.updateValue(setting.value, forKey: setting.name) == nil else {
        throw RothostError(.parameter, "parameter \(setting.name) is given twice")
      }
    }
    var parameters: [(name: String, value: Value)] = []
    for parameter in description.parameters {
      let value =
        if let value = given[parameter.name] {
          try parameter.accept(value)
        } else {
          try parameter.read(parameter.defaultText)
        }
      parameters.append((parameter.name, value))
    }
    return parameters
  }
}
