import RothostSeries

/// What all results of one request have in common; made once for a prepared request.
final class ResultContext: Sendable {
  let description: IndicatorDescription
  /// Tells the file's digest only when asked, since taking it costs more than a small evaluation.
  let plugin: PluginIdentity
  let parameters: [(name: String, value: Value)]
  let clock: String
  let alignment: Alignment
  let seed: UInt64

  init(
    description: IndicatorDescription, plugin: PluginIdentity,
    parameters: [(name: String, value: Value)], clock: String, alignment: Alignment, seed: UInt64
  ) {
    self.description = description
    self.plugin = plugin
    self.parameters = parameters
    self.clock = clock
    self.alignment = alignment
    self.seed = seed
  }
}

/// The stamps of the rows an indicator answers for: those of the frame after its warm-up.
struct TimeAxis: Sendable {
  var times: SharedArray<Int64>
  var kind: TimeKind

  var count: Int { times.count }
}
