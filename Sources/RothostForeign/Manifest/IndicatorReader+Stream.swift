import RothostSeries
import RothostTOML

/// The `stream` table of an indicator.
extension IndicatorReader {
  func stream(
    _ names: ArgumentNames, _ indicator: ForeignIndicator
  ) throws(RothostError) -> ForeignStreamCalls? {
    guard let node = table["stream"] else { return nil }
    try node.refuseKeys(besides: ["open", "update", "peek", "close"])
    if let output = indicator.outputs.first(where: { $0.kind != .series }) {
      throw node.error("cannot answer the scalar \(output.name): a stream's outputs are series")
    }
    if let parameter = indicator.parameters.first(where: { $0.isList || $0.kind == .text }) {
      throw node.error("cannot keep \(parameter.name): a stream's parameters are single numbers")
    }
    guard !indicator.callsEachRow else {
      throw node.error("has no meaning where each_row = true; remove one of them")
    }
    func call(_ key: String, _ kind: ArgumentNames.Kind) throws(RothostError) -> ForeignCall {
      var names = names
      names.kind = kind
      names.outs = []
      let text = try node.required(key, remedy: "write the prototype of the function")
      let call = try ManifestReader.call(text, names)
      let wanted: ForeignArgument.Source = kind == .streamOpen ? .newState : .state
      guard call.arguments.count(where: { $0.source == wanted }) == 1 else {
        throw text.error(
          kind == .streamOpen
            ? "must take `void **state` once" : "must take `void *state` once")
      }
      if kind != .streamClose { try checkOutputs(call, indicator, text) }
      return call
    }
    return ForeignStreamCalls(
      open: try call("open", .streamOpen), update: try call("update", .streamUpdate),
      peek: node["peek"] == nil ? nil : try call("peek", .streamUpdate),
      close: try call("close", .streamClose))
  }

  /// All calls of a stream write the same cells, so they write the same types.
  private func checkOutputs(
    _ call: ForeignCall, _ indicator: ForeignIndicator, _ node: TOMLNode
  ) throws(RothostError) {
    for (index, name) in indicator.columnNames.enumerated() {
      guard
        call.arguments.contains(where: { [.input(index), .inputValue(index)].contains($0.source) })
      else { throw node.error("does not take the input \(name); pass it as `call` does") }
    }
    let count = indicator.outputs.count
    let elements = call.elements(outputs: count)
    let batch = indicator.call.elements(outputs: count)
    for (index, output) in indicator.outputs.enumerated() {
      guard let element = elements[index] else {
        throw node.error("does not write the output \(output.name); pass a pointer for it")
      }
      guard batch[index] == nil || batch[index] == element else {
        throw node.error("writes the output \(output.name) in another type than `call` does")
      }
    }
  }
}
