import RothostSeries

/// A leg as a test of dependence wants it: its own memory removed, centred, 0 where missing.
struct Residuals {
  var leg: Centered
  var order: Int

  /// `raw` takes the values for residuals already and only centres them.
  init(_ x: Span<Double>, raw: Bool) throws(RothostError) {
    if raw {
      leg = Centered(x)
      order = 0
      return
    }
    var values = [Double](repeating: .nan, count: x.count)
    var out = values.mutableSpan
    order = try autoregression(x, residuals: &out).order
    leg = Centered(values.span)
  }
}
