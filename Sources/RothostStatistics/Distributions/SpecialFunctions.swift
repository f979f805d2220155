/// The regularised incomplete gamma and beta functions that the distributions are made of.
///
/// Prefactors use Loader's saddle-point form ("Fast and accurate computation of binomial
/// probabilities", 2000), which keeps full digits where ln Γ would cancel; the rest is a series or
/// a continued fraction by Lentz's method (Numerical Recipes, 3rd ed., §5.2).
enum SpecialFunctions {
  /// Terms before a series or fraction is given up as not converging; √(parameter) are needed.
  private static let limit = 100_000

  /// P(a, x) and Q(a, x) = 1 - P, each without cancellation; a > 0, x ≥ 0.
  static func incompleteGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    if x.isNaN || a.isNaN { return (.nan, .nan) }
    if x <= 0 { return (0, 1) }
    if x == .infinity { return (1, 0) }
    // x^a·e^-x / Γ(a + 1)
    let prefix = poisson(a, x)
    if x < a + 1 {
      var (term, sum) = (1.0, 1.0)
      for k in 1...limit {
        term *= x / (a + Double(k))
        sum += term
        if term < sum * 1e-17 { break }
      }
      let lower = min(1, prefix * sum)
      return (lower, 1 - lower)
    }
    let upper = min(1, prefix * a * gammaFraction(a, x))
    return (1 - upper, upper)
  }

  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1 / Double.leastNormalMagnitude
    var d = 1 / b
    var h = d
    for k in 1...limit {
      let an = -Double(k) * (Double(k) - a)
      b += 2
      d = 1 / nonzero(an * d + b)
      c = nonzero(b + an / c)
      let step = c * d
      h *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return h
  }

  /// I_x(a, b) and its complement, given both x and 1 - x so that neither tail loses digits.
  static func incompleteBeta(
    _ a: Double, _ b: Double, _ x: Double, complement y: Double
  ) -> (lower: Double, upper: Double) {
    if x.isNaN || a.isNaN || b.isNaN { return (.nan, .nan) }
    if x <= 0 { return (0, 1) }
    if y <= 0 { return (1, 0) }
    // x^a·y^b / B(a, b), from the binomial probability of a successes in a + b.
    let prefix = binomial(a, a + b, x, y) * a * (b / (a + b))
    if x < (a + 1) / (a + b + 2) {
      let lower = min(1, prefix / betaFraction(a, b, x, complement: y))
      return (lower, 1 - lower)
    }
    let upper = min(1, prefix / betaFraction(b, a, y, complement: x))
    return (1 - upper, upper)
  }

  /// The denominator under x^a·y^b / B(a, b): DiDonato & Morris, ACM TOMS 18 (1992), eq. 9, whose
  /// a·y - b·x + 1 keeps its digits where 1 - x alone would not.
  private static func betaFraction(
    _ a: Double, _ b: Double, _ x: Double, complement y: Double
  ) -> Double {
    func partial(_ m: Double) -> Double {
      m + m * (b - m) * x / (a + 2 * m - 1)
        + (a + m) * (a * y - b * x + 1 + m * (2 - x)) / (a + 2 * m + 1)
    }
    // partial(0) without its 0 / (a - 1), which is 0 / 0 at a = 1.
    var f = nonzero(a * (a * y - b * x + 1) / (a + 1))
    var c = f
    var d = 0.0
    for k in 1...limit {
      let m = Double(k)
      let scale = a + 2 * m - 1
      let numerator =
        (a + m - 1) / scale * ((a + b + m - 1) / scale) * m * (b - m) * x * x
      let next = partial(m)
      d = 1 / nonzero(next + numerator * d)
      c = nonzero(next + numerator / c)
      let step = c * d
      f *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return f
  }

  private static func nonzero(_ x: Double) -> Double { x == 0 ? .leastNormalMagnitude : x }

  /// Γ(n + 1) / (Γ(k + 1)·Γ(n - k + 1))·p^k·q^(n - k) for real k; q = 1 - p.
  static func binomial(_ k: Double, _ n: Double, _ p: Double, _ q: Double) -> Double {
    let rest = n - k
    if k == 0 {
      return exponential(n * (p < 0.5 ? naturalLogarithm(onePlus: -p) : naturalLogarithm(q)))
    }
    if rest == 0 {
      return exponential(n * (q < 0.5 ? naturalLogarithm(onePlus: -q) : naturalLogarithm(p)))
    }
    let exponent =
      stirlingError(n) - stirlingError(k) - stirlingError(rest)
      - deviance(k, n * p) - deviance(rest, n * q)
    return (n / (2 * Double.pi * k * rest)).squareRoot() * exponential(exponent)
  }

  /// ln(1 - p) by the more accurate of p and q = 1 - p.
  private static func logOfComplement(_ p: Double, _ q: Double) -> Double {
    p < 0.5 ? naturalLogarithm(onePlus: -p) : naturalLogarithm(q)
  }

  /// x^a·e^-x / Γ(a + 1).
  static func poisson(_ a: Double, _ x: Double) -> Double {
    exponential(-stirlingError(a) - deviance(a, x)) / (2 * Double.pi * a).squareRoot()
  }

  /// ln Γ(n + 1) less Stirling's formula (n + ½)·ln n - n + ½·ln 2π; n > 0.
  private static func stirlingError(_ n: Double) -> Double {
    if n < 16 {
      let half = 0.5 * naturalLogarithm(2 * Double.pi)
      return logGamma(n + 1) - (n + 0.5) * naturalLogarithm(n) + n - half
    }
    // Abramowitz & Stegun 6.1.41.
    let s = 1 / (n * n)
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - s / 1188) * s) * s) * s) / n
  }

  /// x·ln(x / m) + m - x without cancellation near x = m.
  private static func deviance(_ x: Double, _ m: Double) -> Double {
    if abs(x - m) < 0.1 * (x + m) {
      let v = (x - m) / (x + m)
      var sum = (x - m) * v
      var term = 2 * x * v
      for k in 1...1000 {
        term *= v * v
        let next = sum + term / Double(2 * k + 1)
        if next == sum { break }
        sum = next
      }
      return sum
    }
    return x * naturalLogarithm(x / m) + m - x
  }
}
