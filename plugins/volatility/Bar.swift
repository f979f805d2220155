import Glibc

/// One bar's prices; NaN where one is missing.
struct Bar: Sendable {
  var open: Double
  var high: Double
  var low: Double
  var close: Double

  /// What makes a price impossible, with what to do; nil where nothing does.
  var fault: String? {
    for price in [open, high, low, close] where price <= 0 {
      return "has a price of 0 or less, which has no logarithm; mark it as missing"
    }
    if high < low { return "has a high below its low; swap the two inputs or repair the data" }
    return nil
  }

  /// ln(H/L)^2.
  var squaredRange: Double {
    let range = Bar.logRatio(high, low)
    return range * range
  }

  /// Garman & Klass (1980), the practical estimator without jumps between bars.
  var garmanKlass: Double {
    let body = Bar.logRatio(close, open)
    return squaredRange / 2 - (2 * log(2.0) - 1) * body * body
  }

  /// ln(x / y), which keeps its digits where the two are near: their difference is exact there
  /// (Sterbenz), and the quotient's rounding would otherwise swamp a small return.
  static func logRatio(_ x: Double, _ y: Double) -> Double {
    let difference = x - y
    return difference.magnitude <= y / 2 ? log1p(difference / y) : log(x) - log(y)
  }
}
