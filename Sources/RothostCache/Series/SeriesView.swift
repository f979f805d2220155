import RothostSeries

/// A snapshot of one series: its columns where they lie in the memory map, without copies.
///
/// Valid while the object lives, whatever writers do meanwhile; it never makes a writer wait, but
/// the space of what it sees is reused only when it is gone. Safe to read from many threads.
/// Opening costs well under a microsecond once the series was viewed before.
public final class SeriesView: Sendable {
  private let mapped: MappedSeries
  private let lease: ReadLease

  init(_ mapped: MappedSeries, lease: consuming ReadLease) {
    self.mapped = mapped
    self.lease = lease
  }

  public var info: SeriesInfo { mapped.info }
  public var rowCount: Int { mapped.info.rowCount }

  /// Lends the stamps: strictly increasing nanoseconds UTC. O(1), no copy.
  public func withTimes<Result>(_ body: (Span<Int64>) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try mapped.times.withElements(as: Int64.self, body) }
  }

  /// Lends the values of column `index`; NaN = missing. O(1), no copy.
  public func withColumn<Result>(
    _ index: Int, _ body: (Span<Double>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(self) {
      try mapped.values[index].withElements(as: Double.self, body)
    }
  }

  /// Position of the first stamp in `SeriesStore.dataFile`, for a process that maps that file.
  public var timesOffset: Int { mapped.times.fileOffset }

  /// Position of the first value of column `index` in `SeriesStore.dataFile`.
  public func columnOffset(_ index: Int) -> Int { mapped.values[index].fileOffset }

  /// Which file the snapshot lies in, whatever lies at the path of the cache by now; nil where the
  /// system would not say.
  public var dataFileIdentity: [UInt64]? {
    lease.environment.identity.map { [$0.device, $0.inode] }
  }

  /// Opens the file the snapshot lies in for reading alone; the caller closes the descriptor.
  public func openDataFile() throws -> Int32 { try lease.environment.openDataFile() }

  func mappedColumn(_ index: Int) -> MappedColumn { mapped.values[index] }
  var mappedTimes: MappedColumn { mapped.times }
}

/// A decoded record and where its columns lie; the same for every snapshot that has its generation.
///
/// LMDB never moves the pages of a value that is not rewritten, and a generation is never rewritten.
final class MappedSeries: Sendable {
  let info: SeriesInfo
  let times: MappedColumn
  let values: [MappedColumn]

  init(info: SeriesInfo, times: MappedColumn, values: [MappedColumn]) {
    self.info = info
    self.times = times
    self.values = values
  }
}

extension SeriesView: SeriesSource {
  public var columns: [ColumnName] { info.columns }

  public func readTimes(_ rows: Range<Int>, into destination: inout MutableSpan<Int64>) throws {
    withTimes { copyElements($0.extracting(rows), into: &destination) }
  }

  public func readColumn(
    _ column: Int, _ rows: Range<Int>, into destination: inout MutableSpan<Double>
  ) throws {
    withColumn(column) { copyElements($0.extracting(rows), into: &destination) }
  }
}
