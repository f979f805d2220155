import RothostSeries

/// Mean and central sums of the values present: what every moment is read from.
///
/// Values are taken relative to the first, so that a level costs no digits, then about their mean
/// in a second pass; sums are compensated. Where a fourth power would leave a double's range, all of it is done
/// on values brought to scale. O(n).
struct CentralMoments {
  /// How many values are present.
  var count = 0
  /// The unit of the central sums below is 2^exponent to the power of k.
  var exponent = 0
  /// NaN when nothing is present.
  var mean = Double.nan
  /// Σ (x - mean)^k for k = 2, 3, 4; exactly 0 for a constant series.
  var second = 0.0
  var third = 0.0
  var fourth = 0.0

  init(_ x: Span<Double>) throws(RothostError) {
    try requireFinite(x, "the series")
    self.init(x, factor: 1)
    if count == 0 || isHeld(fourth) { return }
    var largest = 0.0
    for i in x.indices where !x[i].isNaN { largest = max(largest, abs(x[i])) }
    let scale = PowerOfTwo(largest: largest)
    self.init(x, factor: scale.inverse)
    mean = scale.undone(mean)
    exponent = scale.exponent
  }

  /// Of finite values times a power of two.
  private init(_ x: Span<Double>, factor: Double) {
    var anchor = Double.nan
    var sum = CompensatedSum()
    for i in x.indices where !x[i].isNaN {
      if count == 0 { anchor = x[i] * factor }
      sum.add(x[i] * factor - anchor)
      count += 1
    }
    guard count > 0 else { return }
    let n = Double(count)
    let offset = sum.value / n
    mean = anchor + offset
    var (rest, two) = (CompensatedSum(), CompensatedSum())
    var (three, four) = (CompensatedSum(), CompensatedSum())
    for i in x.indices where !x[i].isNaN {
      let d = (x[i] * factor - anchor) - offset
      let square = d * d
      rest.add(d)
      two.add(square)
      three.add(square * d)
      four.add(square * square)
    }
    // Moves the sums from the rounded offset to the mean: Chan, Golub & LeVeque (1983).
    let e = rest.value / n
    second = max(0, two.value - n * e * e)
    third = three.value - 3 * e * two.value + 2 * n * e * e * e
    fourth = max(0, four.value - 4 * e * three.value + 6 * e * e * two.value)
  }
}
