import RothostSeries

/// A request whose indicator and parameters were found good: what evaluating, preparing and
/// streaming have in common.
struct RequestPlan: Sendable {
  /// Where the indicator's code runs.
  enum Place: Sendable {
    case here(LoadedIndicator)
    case worker(WorkerCalls)
  }

  let description: IndicatorDescription
  let plugin: PluginIdentity
  let hasLookBack: Bool
  let place: Place
  let request: Request
  /// In the descriptor's order, defaults filled in, ranges checked.
  let parameters: [(name: String, value: Value)]
  let block: ParameterBlock
  let alignment: Alignment
  let seed: UInt64

  /// - Throws: `.parameter` for an unknown or bad parameter; `.unsupported` for an alignment the
  ///   indicator does not take; what loading it into this process throws.
  init(
    _ request: Request, _ found: FoundIndicator, in workers: WorkerPool? = nil
  ) throws(RothostError) {
    self.request = request
    let description = found.description
    self.description = description
    plugin = found.plugin
    hasLookBack = found.hasLookBack
    seed = request.seed ?? Request.defaultSeed
    alignment = request.alignment ?? description.defaultAlignment
    parameters = try RothostError.naming(description.id, "prepare") { () throws(RothostError) in
      try Self.check(request.alignment, description)
      return try Self.parameters(request.settings, description)
    }
    block = ParameterBlock(parameters.map(\.value))
    place =
      if let workers { .worker(found.workerCalls(workers)) } else { .here(try found.inProcess()) }
  }

  /// The indicator of a plan that was made without workers.
  var indicator: LoadedIndicator {
    guard case .here(let indicator) = place else {
      preconditionFailure("a plan for a worker was asked for code in this process")
    }
    return indicator
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
