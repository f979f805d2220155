import RothostSeries

/// A text format that `SeriesStore.export` writes. For other formats read a `SeriesView`.
public enum ExportFormat: String, Sendable, CaseIterable {
  /// `date,close,…` or `time,close,…`; stamps as ISO 8601 in UTC, a missing value is empty.
  case csv
}

extension SeriesStore {
  /// Writes series `name` to an open file descriptor, which stays open.
  ///
  /// Imported again, every stamp and value has the same bits: numbers are the shortest texts that
  /// round to their double. (Instants that all stand at midnight come back as dates.) O(rows ·
  /// columns), in bounded memory, from one snapshot.
  /// - Throws: `.notFound` for the series; `.inputOutput` where the descriptor refuses.
  public func export(
    _ name: String, as format: ExportFormat = .csv, to descriptor: Int32
  ) throws {
    let view = try view(name)
    let output = SystemFile.borrowing(descriptor, name: "the output")
    switch format {
    case .csv: try CSVWriter(view, to: output).write()
    }
  }
}
