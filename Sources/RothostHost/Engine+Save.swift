import RothostCache
import RothostSeries

extension Engine {
  /// Writes a series output back into the cache under `name`, so that evaluations chain.
  ///
  /// - Throws: `.refused` where the answer rests on the demo market, which is never mixed with real
  ///   series; `.notFound` where the result has no such series; what `SeriesStore.put` throws.
  public func save(
    _ result: EvaluationResult, output: String, as name: String
  ) throws(RothostError) {
    if let input = result.inputs.first(where: \.isSynthetic) {
      throw RothostError(
        .refused,
        "\(input.series) is synthetic, and what is computed from it is not stored beside real "
          + "series; import real data first (`rothost cache import FILE`)")
    }
    guard let series = result.series(output) else {
      let names = result.description.outputs.filter { $0.kind == .series }.map(\.name)
      throw RothostError(
        .notFound,
        "\(result.description.id) gave no series \"\(output)\"\(Nearest.hint(output, among: names))"
          + (names.isEmpty ? "; it has none" : "; it has \(names.joined(separator: ", "))"))
    }
    var times: [Int64] = []
    var values: [Double] = []
    series.withTimes { span in for row in span.indices { times.append(span[row]) } }
    series.withValues { span in for row in span.indices { values.append(span[row]) } }
    let calendar = SeriesCalendar.inferred(from: times.span, kind: series.timeKind)
    let data = SeriesData(
      times: times,
      columns: [SeriesData.Column("value", unit: series.unit ?? "", values)],
      metadata: SeriesMetadata(
        timeKind: series.timeKind, calendar: calendar, source: "\(result.description.id).\(output)")
    )
    let store = try store()
    _ = try caching { try store.put(name, data, mode: .replace) }
  }
}
