import RothostSeries
import RothostTOML

/// What no single key can tell: whether the parts of an indicator fit each other.
struct ManifestCheck {
  let indicator: ForeignIndicator
  let table: TOMLNode
  let call: TOMLNode

  func run() throws(RothostError) {
    try checkOutputs()
    try checkUse()
    try checkCallbacks()
    if indicator.callsEachRow, let output = indicator.outputs.first(where: { $0.kind != .series }) {
      throw (table["outputs"] ?? table).error(
        "\(output.name) is a scalar, but with each_row = true every answer is a series")
    }
    try checkInPlace()
    if indicator.missing == .skip, !indicator.callsEachRow {
      throw (table["missing"] ?? table).error(
        "\"skip\" is for functions with each_row = true; write pass, skip_leading or refuse")
    }
    if indicator.missing == .skipLeading, indicator.callsEachRow {
      throw (table["missing"] ?? table).error(
        "\"skip_leading\" has no meaning with each_row = true; write skip, pass or refuse")
    }
  }

  /// Every output is written once, by one way.
  private func checkOutputs() throws(RothostError) {
    var ways = [Int](repeating: 0, count: indicator.outputs.count)
    for argument in indicator.call.arguments {
      switch argument.source {
      case .output(let index): ways[index] += 1
      case .outputs(let indices): for index in indices { ways[index] += 1 }
      case .callback(let callback):
        if case .sink(let index) = callback.role { ways[index] += 1 }
      default: break
      }
    }
    if case .output(let index) = indicator.answer { ways[index] += 1 }
    for (index, output) in indicator.outputs.enumerated() where ways[index] != 1 {
      throw call.error(
        ways[index] == 0
          ? "does not write the output \(output.name); pass a pointer for it, or add returns = "
            + "\"\(output.name)\""
          : "writes the output \(output.name) \(ways[index]) times; pass it once")
    }
    for (index, name) in indicator.outs.enumerated() {
      guard indicator.call.arguments.contains(where: { $0.source == .out(index) }) else {
        throw (table["written"] ?? table).error("names `\(name)`, which `call` has no argument of")
      }
    }
  }

  /// Nothing is declared in vain: a forgotten argument would give wrong numbers in silence.
  private func checkUse() throws(RothostError) {
    var inputs: Set<Int> = []
    var parameters: Set<Int> = []
    for case .some(let input) in indicator.outputs.map(\.startsAs) { inputs.insert(input) }
    var calls = [indicator.call]
    if case .call(let call) = indicator.lookBack { calls.append(call) }
    for argument in calls.flatMap(\.arguments) {
      switch argument.source {
      case .input(let index), .inputValue(let index): inputs.insert(index)
      case .inputs(let indices): inputs.formUnion(indices)
      case .callback(let callback):
        if case .source(let index) = callback.role { inputs.insert(index) }
      case .parameter(let index), .parameterPointer(let index), .parameterCount(let index):
        parameters.insert(index)
      case .options(let options):
        for case .parameter(let index) in options { parameters.insert(index) }
      default: break
      }
    }
    for (index, name) in indicator.columnNames.enumerated() where !inputs.contains(index) {
      throw call.error("does not take the input \(name); pass it, or remove it from inputs")
    }
    for (index, parameter) in indicator.parameters.enumerated() where !parameters.contains(index) {
      throw call.error(
        "does not take the parameter \(parameter.name); pass it, or remove it from parameters")
    }
  }

  /// A function that changes its data in place sees every row of the output.
  private func checkInPlace() throws(RothostError) {
    let elements = indicator.call.elements(outputs: indicator.outputs.count)
    for (index, output) in indicator.outputs.enumerated() where output.startsAs != nil {
      guard elements[index] == .double, !indicator.callsEachRow, !indicator.isPacked else {
        throw (table["outputs"] ?? table).error(
          "\(output.name) starts as an input, so it must be passed as double * with written = \"rows\""
        )
      }
    }
  }

  private func checkCallbacks() throws(RothostError) {
    let sources = indicator.call.arguments.map(\.source)
    let hasCallback = sources.contains { if case .callback = $0 { true } else { false } }
    guard hasCallback != sources.contains(.user) else { return }
    throw call.error(
      hasCallback
        ? "has a callback, but does not pass `void *user`, by which the host knows the call again"
        : "passes `user`, but has no callback; pass null")
  }
}
