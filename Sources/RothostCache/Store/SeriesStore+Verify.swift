import RothostSeries

/// What `SeriesStore.verify` found.
public struct VerifyReport: Sendable, Equatable {
  /// Series whose every byte is as it was written.
  public var intact: [String] = []
  /// One message per damaged series: what is wrong and what to do.
  public var damaged: [String: String] = [:]

  public var isIntact: Bool { damaged.isEmpty }
}

extension SeriesStore {
  /// Reads every series: record, headers, checksums, order of the stamps, no infinite value.
  ///
  /// O(all bytes). Never throws for a damaged series; the report names it.
  /// - Throws: `.cache` where the table of series itself is damaged.
  public func verify() throws -> VerifyReport {
    try Self.checkStructure(path)
    var report = VerifyReport()
    for name in try names() {
      do {
        try verify(name)
        report.intact.append(name)
      } catch let error as RothostError where error.status != .notFound {
        report.damaged[name] = error.message
      } catch let error as RothostError where error.status == .notFound {
        // Removed by another process since the names were read: nothing to verify.
        continue
      }
    }
    return report
  }

  /// Verifies one series; throws `.cache` naming what is damaged.
  public func verify(_ name: String) throws {
    let view = try view(name)
    let info = view.info
    for (index, checksum) in info.checksums.enumerated() {
      let stored = index == 0 ? view.mappedTimes : view.mappedColumn(index - 1)
      let actual = stored.withElements(as: UInt64.self) { XXH64.checksum($0) }
      guard actual == checksum, stored.header.checksum == checksum else {
        let what = index == 0 ? "time axis" : "column \(info.columns[index - 1].name)"
        throw environment.damaged("\(what) of \(name)")
      }
    }
    try view.withTimes { try RowCheck.times($0, kind: info.metadata.timeKind) }
    guard view.withTimes({ $0[0] == info.first && $0[$0.count - 1] == info.last }) else {
      throw environment.damaged("range of \(name)")
    }
    for (index, column) in info.columns.enumerated() {
      try view.withColumn(index) { try RowCheck.values($0, column: column.name) }
    }
  }
}
