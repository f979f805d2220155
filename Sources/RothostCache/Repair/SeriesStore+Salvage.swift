import RothostSeries

/// What `SeriesStore.salvage` could save.
public struct SalvageReport: Sendable, Equatable {
  public struct Saved: Sendable, Equatable {
    public let name: String
    public let rows: Int
    /// Its newest version is damaged; this is an earlier one, whole.
    public let isEarlier: Bool
  }

  public var saved: [Saved] = []
  /// Why, by name.
  public var lost: [String: String] = [:]
  /// The table of series is damaged, so that what was saved may hold series removed long ago.
  public var mayHoldRemoved = false
}

extension SeriesStore {
  /// Copies every series of the damaged cache in `path` whose bytes are still whole to a new cache.
  ///
  /// Reads the data file past LMDB and changes nothing in it; each series is saved in its newest
  /// version whose record and columns all agree with their checksums. O(bytes of the file); memory
  /// is one column.
  /// - Throws: `.notFound` where there is no data file; `.argument` where `destination` holds a
  ///   cache already; `.cache` where the new one cannot be written.
  public static func salvage(_ path: String, into destination: String) throws -> SalvageReport {
    try salvage(path, into: destination, mapSize: defaultMapSize)
  }

  /// As above, with a smaller map for sanitizers, which pay for every address of it.
  static func salvage(
    _ path: String, into destination: String, mapSize: Int
  ) throws -> SalvageReport {
    guard !SystemFile.exists(path: "\(destination)/data.mdb") else {
      throw RothostError(
        .argument, "\(destination) holds a cache already; name a folder that is new or empty")
    }
    let file = try CacheFile(directory: path)
    let live = try? file.walk(.whole)["series"]
    let scan = try CacheScan(file, live: live)
    guard !scan.records.isEmpty || live != nil else {
      throw RothostError(
        .cache, "nothing in \(path) looks like a series of a cache; import the files again")
    }
    var report = SalvageReport()
    report.mayHoldRemoved = live == nil
    let store = try SeriesStore(path: destination, mapSize: mapSize)
    for name in (live == nil ? scan.recordNames : scan.liveNames).sorted() {
      let versions = (scan.records[name] ?? []).sorted { $0.generation > $1.generation }
      var isEarlier = false
      for info in versions {
        guard let series = try SalvagedSeries(info, scan, file) else {
          isEarlier = true
          continue
        }
        try store.put(name, rows: series, metadata: info.metadata)
        report.saved.append(
          SalvageReport.Saved(name: name, rows: info.rowCount, isEarlier: isEarlier))
        break
      }
      if report.saved.last?.name != name {
        report.lost[name] =
          versions.isEmpty
          ? "its record is damaged" : "a column or the time axis of every version is damaged"
      }
    }
    return report
  }

  /// Throws `.cache` unless the trees of the data file lead where they should.
  ///
  /// LMDB trusts its file: a damaged page number would end the process. O(pages of the trees), a
  /// few milliseconds for ten thousand series; the values themselves are what `verify` reads.
  public static func checkStructure(_ path: String) throws {
    try CacheFile.check(directory: path, .whole)
  }
}

/// A series of a data file, each column proven by its checksum.
private struct SalvagedSeries: SeriesSource {
  private let file: CacheFile
  private let info: SeriesInfo
  private let offsets: [Int]

  /// nil unless every column is there and whole.
  init?(_ info: SeriesInfo, _ scan: CacheScan, _ file: CacheFile) throws {
    var offsets: [Int] = []
    for (column, checksum) in info.checksums.enumerated() {
      let key = CacheScan.ColumnKey(generation: info.generation, column: column)
      let whole = try (scan.columns[key] ?? []).first { stored in
        guard stored.count == info.rowCount, stored.checksum == checksum else { return false }
        var words = [UInt64](repeating: 0, count: stored.count)
        var destination = words.mutableSpan
        try file.read(at: stored.offset, into: &destination)
        return XXH64.checksum(words.span) == checksum
      }
      guard let whole else { return nil }
      offsets.append(whole.offset)
    }
    self.file = file
    self.info = info
    self.offsets = offsets
  }

  var rowCount: Int { info.rowCount }
  var columns: [ColumnName] { info.columns }

  func readTimes(_ rows: Range<Int>, into destination: inout MutableSpan<Int64>) throws {
    try file.read(at: offsets[0] + rows.lowerBound * 8, into: &destination)
  }

  func readColumn(
    _ column: Int, _ rows: Range<Int>, into destination: inout MutableSpan<Double>
  ) throws {
    try file.read(at: offsets[column + 1] + rows.lowerBound * 8, into: &destination)
  }
}
