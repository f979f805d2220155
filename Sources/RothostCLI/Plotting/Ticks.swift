/// Round numbers along an axis (Heckbert, "Nice Numbers for Graph Labels", Graphics Gems, 1990).
struct Ticks: Equatable {
  var values: [Double]
  var labels: [String]

  /// About `count` multiples of 1, 2 or 5 × 10ⁿ inside the range; none where it is empty.
  init(covering range: ClosedRange<Double>, count: Int) {
    let span = range.upperBound - range.lowerBound
    // Between the smallest numbers, and beyond the largest, no step is a number with all its digits.
    guard count > 0, span > 0, (span / Double(count)).isNormal else {
      self.init(values: [], labels: [])
      return
    }
    let step = Self.niceStep(span / Double(count))
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step).rounded(.down)
    let values = stride(from: first, through: last, by: 1).map { $0 * step }
    let decimals = max(0, -NumberText.exponent(step))
    let largest = max(range.lowerBound.magnitude, range.upperBound.magnitude)
    let labels = values.map { value in
      decimals <= 6 && largest < 1e7
        ? NumberText.fixed(value, decimals: decimals)
        : NumberText.Style.scientific(decimals: 2).text(value)
    }
    self.init(values: values, labels: labels)
  }

  init(values: [Double], labels: [String]) {
    self.values = values
    self.labels = labels
  }

  static func niceStep(_ rough: Double) -> Double {
    var power = 1.0
    let exponent = NumberText.exponent(rough)
    for _ in 0..<exponent.magnitude { power *= 10 }
    let unit = exponent < 0 ? 1 / power : power
    let fraction = rough / unit
    return (fraction <= 1.0001 ? 1 : fraction <= 2.0001 ? 2 : fraction <= 5.0001 ? 5 : 10) * unit
  }
}
