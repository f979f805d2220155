import Glibc
import RothostPluginKit

/// What came of holding a series for a while.
struct Holding: Sendable {
  let simpleReturn: Double
  /// The log return over the root of the sum of the squared log moves within; 0 where none moved.
  let score: Double
}

/// The closes of a series that are not missing, on their own stamps.
struct Path: Sendable {
  static let day: Int64 = 86_400_000_000_000
  /// An event that finds no close for longer than this has no entry.
  private static let longestWait = 7 * day

  let times: [Int64]
  let values: [Double]
  /// Sums of the squared log moves up to each close.
  private let squares: [Double]

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
    var squares: [Double] = []
    for index in values.indices {
      let move = index == 0 ? 0 : Path.logReturn(from: values[index - 1], to: values[index])
      squares.append((squares.last ?? 0) + move * move)
    }
    self.squares = squares
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

  /// What is held from the first close at or after `time`; nil where its end is missing. O(log n).
  func holding(at time: Int64, horizon: Int) -> Holding? {
    guard let entry = entry(at: time), let exit = exit(from: entry, horizon: horizon) else {
      return nil
    }
    let change = Path.logReturn(from: values[entry], to: values[exit])
    let volatility = max(0, squares[exit] - squares[entry]).squareRoot()
    return Holding(
      simpleReturn: Path.simpleReturn(from: values[entry], to: values[exit]),
      score: volatility > 0 ? change / volatility : 0)
  }

  /// The difference is exact where the two are near each other (Sterbenz).
  static func simpleReturn(from entry: Double, to exit: Double) -> Double {
    (exit - entry) / entry
  }

  private static func logReturn(from entry: Double, to exit: Double) -> Double {
    let change = simpleReturn(from: entry, to: exit)
    // Near 0 the simple return keeps the digits; far from it a rise may overflow, a fall reach -1.
    return change.magnitude < 0.5 ? log1p(change) : log(exit) - log(entry)
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
