import RothostSeries

/// What there is to draw in a result, whatever it is drawn on.
struct Plot: Equatable {
  enum Shape: Equatable {
    /// One stem per x from zero to y, such as the correlation at each lag.
    case stems
    /// A line through time; gaps where y is missing.
    case line
    /// As a line, but flat until the next row: codes with names.
    case steps(names: [String])
  }

  enum HorizontalAxis: Equatable {
    case number(label: String)
    case time
  }

  var title: String
  /// A sentence under the title; "" where there is nothing to add.
  var subtitle = ""
  var shape: Shape
  var axis: HorizontalAxis
  /// Ascending; nanoseconds since 1970 on a time axis.
  var x: [Double]
  /// NaN = missing.
  var y: [Double]
  /// Of stems: whether each stands out by its own p-value; empty = not known.
  var isMarked: [Bool] = []
  /// The x the result names as its answer, such as the best lag.
  var highlight: Double?
  /// The range of x the answer may lie in, such as the lag's interval.
  var interval: ClosedRange<Double>?

  /// The range of y to show: the data's, with zero for stems, never of zero height.
  var verticalRange: ClosedRange<Double> {
    if case .steps(let names) = shape { return -0.25...(Double(max(names.count, 1)) - 0.75) }
    var low = Double.infinity
    var high = -Double.infinity
    for value in y where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return 0...1 }
    if shape == .stems {
      low = min(low, 0)
      high = max(high, 0)
    }
    // Of each end by itself: the span of the largest numbers is none.
    let padding = high > low ? high * 0.05 - low * 0.05 : max(high.magnitude, 1) * 0.05
    let isTouchingZero = (low: low == 0 && high > 0, high: high == 0 && low < 0)
    let bottom = isTouchingZero.low ? 0 : max(low - padding, -.greatestFiniteMagnitude)
    let top = isTouchingZero.high ? 0 : min(high + padding, .greatestFiniteMagnitude)
    return bottom...top
  }

  var horizontalRange: ClosedRange<Double> {
    guard let first = x.first, let last = x.last, first <= last else { return 0...1 }
    // Of one point: wide enough that a Double of nanoseconds tells both ends apart.
    let margin = first < last ? 0 : max(1, first.magnitude * 1e-9)
    return (first - margin)...(last + margin)
  }

  func horizontalTicks(count: Int) -> Ticks {
    switch axis {
    case .number: Ticks(covering: horizontalRange, count: count)
    case .time:
      TimeTicks.covering(
        Self.stamp(horizontalRange.lowerBound)...Self.stamp(horizontalRange.upperBound),
        count: count)
    }
  }

  /// The last stamp there is rounds to a number that is none.
  private static func stamp(_ nanoseconds: Double) -> Int64 {
    Int64(exactly: nanoseconds.rounded()) ?? (nanoseconds < 0 ? .min : .max)
  }

  /// How far along a range a value lies: 0 at its lower end or below, 1 at its upper or above.
  static func fraction(of value: Double, along range: ClosedRange<Double>) -> Double {
    // A span that is no number is one of quarters.
    let scale = (range.upperBound - range.lowerBound).isFinite ? 1 : 0.25
    let low = range.lowerBound * scale
    let fraction = (value * scale - low) / (range.upperBound * scale - low)
    return fraction > 0 ? min(fraction, 1) : 0
  }

  func verticalTicks(count: Int) -> Ticks {
    if case .steps(let names) = shape {
      return Ticks(values: names.indices.map(Double.init), labels: names)
    }
    return Ticks(covering: verticalRange, count: count)
  }
}
