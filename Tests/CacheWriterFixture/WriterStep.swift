import RothostCache
import RothostSeries

/// One write of the endless sequence that the killed writer makes; step n is the same in every process.
public struct WriterStep: Sendable {
  public let name: String
  public let mode: PutMode
  public let rows: SeriesData

  /// Step `index`: replaces one of four series or appends to it.
  public init(index: Int) {
    name = "S\(index % 4)"
    let kind = (index / 4) % 4
    // Odd series span several transactions at the fixture's limit, even ones fit into one.
    let count = index % 2 == 0 ? 40 + index % 17 : 4000 + index % 1000
    // Two replacements, then two appends that lie after whatever is there.
    let start = kind < 2 ? 0 : kind * 10_000
    mode = kind < 2 ? .replace : .append
    rows = SeriesData(
      times: (0..<count).map { Int64(start + $0) },
      columns: (0..<3).map { column in
        .init("c\(column)", (0..<count).map { Double(index * 10 + column) + Double($0) / 8192 })
      },
      metadata: SeriesMetadata(timeKind: .instants))
  }

  /// What the series holds afterwards, given what it held.
  public func applied(to old: SeriesData?) -> SeriesData {
    guard mode == .append, var result = old else { return rows }
    result.times += rows.times
    for column in rows.values.indices { result.values[column].values += rows.values[column].values }
    return result
  }
}
