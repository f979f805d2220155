import RothostPluginKit

/// The closes of a series that are not missing, on their own stamps.
struct Path: Sendable {
  static let day: Int64 = 86_400_000_000_000
  /// An event that finds no close for longer than this has no entry.
  private static let longestWait = 7 * day

  let times: [Int64]
  let values: [Double]

  /// - Throws: where a close is not a finite number above 0, of which there is no return.
  init(_ series: StoredSeries) throws(Failure) {
    var times: [Int64] = []
    var values: [Double] = []
    for (time, value) in zip(series.times, series.values) where !value.isNaN {
      guard value > 0 && value.isFinite else {
        throw .input(
          "a close of \(Time(nanoseconds: time).text) is not above 0, so it has no return")
      }
      times.append(time)
      values.append(value)
    }
    self.times = times
    self.values = values
  }

  /// The first close at or after `time`, at most 7 days later. O(log n).
  func entry(at time: Int64) -> Int? {
    let index = firstIndex { $0 >= time }
    return index < times.count && times[index] - time <= Path.longestWait ? index : nil
  }

  /// The last close at or before `horizon` days after `entry`; nil where that is beyond the data
  /// or no close later than the entry. O(log n).
  func exit(from entry: Int, horizon: Int) -> Int? {
    let end = times[entry] + Int64(horizon) * Path.day
    guard let last = times.last, end <= last else { return nil }
    let index = firstIndex { $0 > end } - 1
    return index > entry ? index : nil
  }

  /// The simple return from the first close at or after `time`; nil where it is missing.
  func simpleReturn(at time: Int64, horizon: Int) -> Double? {
    guard let entry = entry(at: time), let exit = exit(from: entry, horizon: horizon) else {
      return nil
    }
    // The difference is exact where the two are near each other (Sterbenz).
    return (values[exit] - values[entry]) / values[entry]
  }

  /// Where `isPast` becomes true, which it stays; the count where it never does.
  private func firstIndex(_ isPast: (Int64) -> Bool) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if isPast(times[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
