import RothostSeries

/// How an Arrow column counts its stamps: `tss:`, `tsm:`, `tsu:`, `tsn:`, `tdD` or `tdm`.
///
/// Stamps with a zone are UTC by the format; those without are taken as UTC.
struct ArrowTimeUnit: Equatable {
  /// Nanoseconds in one count.
  let length: Int64
  /// `tdD` counts in 32 bits, all others in 64.
  let isNarrow: Bool

  init?(_ format: String) {
    switch format.prefix(4) {
    case "tss:": self.init(length: 1_000_000_000)
    case "tsm:": self.init(length: 1_000_000)
    case "tsu:": self.init(length: 1000)
    case "tsn:": self.init(length: 1)
    case "tdD": self.init(length: CivilDate.nanosecondsPerDay, isNarrow: true)
    case "tdm": self.init(length: 1_000_000)
    default: return nil
    }
  }

  private init(length: Int64, isNarrow: Bool = false) {
    self.length = length
    self.isNarrow = isNarrow
  }

  /// The stamps where they lie, nil where they need converting.
  func inPlace(
    _ column: ArrowStructs.Column, _ count: Int
  ) throws(RothostError) -> SharedArray<Int64>? {
    guard length == 1, !column.hasMissing(count) else { return nil }
    return column.inPlace(as: Int64.self, count: count)
  }

  /// - Throws: `.data` for a missing stamp or one that nanoseconds cannot hold.
  func stamps(
    _ column: ArrowStructs.Column, _ count: Int
  ) throws(RothostError) -> [Int64] {
    var stamps: [Int64] = []
    stamps.reserveCapacity(count)
    for row in 0..<count {
      let ticks =
        isNarrow
        ? column.value(row, as: Int32.self).map { Int64($0) } : column.value(row, as: Int64.self)
      guard let ticks, !column.isMissing(row) else {
        throw RothostError(
          .data, "the Arrow column \"\(column.name)\" has no stamp at row \(row); drop the row")
      }
      let (stamp, isTooFar) = ticks.multipliedReportingOverflow(by: length)
      if isTooFar {
        throw RothostError(
          .data,
          "the Arrow column \"\(column.name)\" has a stamp at row \(row) that is not between 1678 "
            + "and 2261; drop the row")
      }
      stamps.append(stamp)
    }
    return stamps
  }
}
