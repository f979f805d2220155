import Glibc
import RothostSeries

/// The stamps of a prepared run's rows, copied only when they differ from the last run's.
struct RunAxis {
  private(set) var times: SharedArray<Int64>
  private(set) var kind: TimeKind
  /// Rows numbered, for runs without stamps; grown as needed.
  private var days: SharedArray<Int64>
  private var step = CivilDate.nanosecondsPerDay
  private var isNumbered = true

  init() {
    days = SharedArray([])
    times = days
    kind = .dates
  }

  /// Whether the rows have no stamps and are too many to be days.
  var countsSeconds: Bool { isNumbered && kind == .instants }

  /// Takes the stamps of a run; NULL numbers the rows as days, or as seconds where stamps have fewer days
  /// than there are rows. O(rows), one comparison where they are the last run's.
  ///
  /// - Throws: `.input` where they do not increase strictly.
  mutating func take(
    _ stamps: UnsafePointer<Int64>?, _ count: Int
  ) throws(RothostError) {
    guard let stamps = unsafe stamps else { return number(count) }
    if !isNumbered, times.count == count,
      // Both are `count` long.
      unsafe memcmp(stamps, times.pointer, count * 8) == 0
    {
      return
    }
    // The caller vouches for `count` stamps during the run.
    let given = unsafe UnsafeBufferPointer(start: stamps, count: count).span
    var isDated = true
    for row in given.indices {
      if row > 0, given[row] <= given[row - 1] {
        throw RothostError(
          .input,
          "row \(row) (\(ISO8601.instant(given[row]))) does not come after the row before it; sort "
            + "by time, one row a stamp")
      }
      isDated = isDated && given[row] % CivilDate.nanosecondsPerDay == 0
    }
    times = SharedArray(given)
    kind = isDated ? .dates : .instants
    isNumbered = false
  }

  private mutating func number(_ count: Int) {
    if isNumbered && times.count == count { return }
    // Stamps end with the year 2199, 84,006 days on: longer runs number their rows as seconds.
    let isDated = count <= 84_006
    let wanted = isDated ? CivilDate.nanosecondsPerDay : 1_000_000_000
    if days.count < count || step != wanted {
      step = wanted
      days = SharedArray((0..<max(count, 1024)).map { Int64($0) * wanted })
    }
    times = days.slice(0..<count)
    kind = isDated ? .dates : .instants
    isNumbered = true
  }
}
