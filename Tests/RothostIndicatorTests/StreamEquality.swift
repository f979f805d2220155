import RothostHost
import RothostSeries
import Testing

extension Lab {
  /// Expects that rows fed one by one give every bit of the batch, and that a shorter batch gives
  /// the first rows of a longer one.
  func expectStreamEqualsBatch(
    _ id: String, _ inputs: [(String, [Double])], _ parameters: [(String, String)] = [],
    _ comment: Comment, alignment: Alignment? = nil, transform: Transform? = nil,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let count = inputs.map(\.1.count).min() ?? 0
    let batch = try run(id, inputs, parameters, alignment: alignment, transform: transform)
    let stream = try #require(PluginStream(id, of: engine), comment, sourceLocation: location)
    let fed = stream.feed(inputs.map(\.1), times: Lab.days(count), like: batch)
    #expect(fed, comment, sourceLocation: location)
    let outputs = batch.asText
    for name in Set(outputs.keys).union(stream.outputs.keys) {
      #expect(
        stream.outputs[name] == outputs[name], "\(name): \(comment)", sourceLocation: location)
    }
    guard count > 1 else { return }
    let part = try run(
      id, inputs.map { ($0.0, Array($0.1.prefix(count * 2 / 3))) }, parameters,
      alignment: alignment, transform: transform)
    for output in batch.description.outputs
    where output.kind == .series && output.flags.contains(.causal) {
      let whole = batch.values(output.name).bits
      let prefix = part.values(output.name).bits
      #expect(
        prefix == Array(whole.prefix(prefix.count)), "prefix of \(output.name): \(comment)",
        sourceLocation: location)
    }
  }
}
