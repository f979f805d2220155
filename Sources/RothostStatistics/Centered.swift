/// A leg with its mean removed and its gaps filled with 0, which add nothing to a sum of products.
///
/// Values are taken relative to the first one before the mean, so that a level of 1e9 costs no
/// digits of a noise of 1e-3, and a constant leg becomes exactly 0. Two passes, O(n).
struct Centered {
  /// `value - mean`, 0 where missing.
  var values: [Double]
  /// 1 where there is a value, 0 where missing.
  var present: [Double]
  /// How many are not missing.
  var count: Int
  /// The mean of those present; NaN if there is none.
  var mean: Double

  init(_ x: Span<Double>) {
    var anchor = Double.nan
    var sum = 0.0
    var count = 0
    for i in x.indices where !x[i].isNaN {
      if count == 0 { anchor = x[i] }
      sum += x[i] - anchor
      count += 1
    }
    let offset = count > 0 ? sum / Double(count) : .nan
    values = [Double](repeating: 0, count: x.count)
    present = [Double](repeating: 0, count: x.count)
    var rest = 0.0
    for i in x.indices where !x[i].isNaN {
      values[i] = (x[i] - anchor) - offset
      present[i] = 1
      rest += values[i]
    }
    // The second pass: what rounding left of the mean (Chan, Golub & LeVeque 1983).
    let correction = count > 0 ? rest / Double(count) : 0
    for i in x.indices where !x[i].isNaN { values[i] -= correction }
    self.count = count
    mean = anchor + (offset + correction)
  }

  /// Whether a value is missing.
  var hasGaps: Bool { count < values.count }
}
