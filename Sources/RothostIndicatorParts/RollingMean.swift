/// The mean of the last rows, exact to rounding however long it runs. O(1) amortised per row.
///
/// The sum is kept in two doubles (Knuth's TwoSum) and added afresh once per window, so neither a
/// bad tick that has passed nor a million rows leave a trace. A missing row takes its place in the
/// window; the mean is missing while fewer than `minPeriods` values are in it.
public struct RollingMean: Sendable {
  private let minPeriods: Int
  private var values: [Double]
  private var position = 0
  private var count = 0
  private var high = 0.0
  private var low = 0.0

  /// - Parameter minPeriods: at most `window`, at least 1; 0 stands for the window.
  public init(window: Int, minPeriods: Int = 0) {
    self.minPeriods = minPeriods == 0 ? window : min(minPeriods, window)
    values = [Double](repeating: .nan, count: window)
  }

  /// Takes the next row's value, NaN where it is missing, and answers the mean with it.
  public mutating func take(_ value: Double) -> Double {
    let leaving = values[position]
    values[position] = value
    if !leaving.isNaN { add(-leaving, counting: -1) }
    if !value.isNaN { add(value, counting: 1) }
    position += 1
    if position == values.count {
      position = 0
      anchor()
    }
    guard count >= minPeriods else { return .nan }
    if !(high + low).isFinite {
      // What overflowed may have left the window meanwhile.
      anchor()
      if !(high + low).isFinite { return meanOfParts }
    }
    return (high + low) / Double(count)
  }

  /// The mean of values whose sum no double holds.
  private var meanOfParts: Double {
    let (parts, largest) = (Double(count), Double.greatestFiniteMagnitude)
    let mean = values.reduce(0) { $1.isNaN ? $0 : $0 + $1 / parts }
    return max(-largest, min(largest, mean))
  }

  private mutating func add(_ value: Double, counting step: Int) {
    let sum = high + value
    let part = sum - high
    low += (high - (sum - part)) + (value - part)
    high = sum
    count += step
  }

  private mutating func anchor() {
    high = 0
    low = 0
    count = 0
    for value in values where !value.isNaN { add(value, counting: 1) }
  }
}
