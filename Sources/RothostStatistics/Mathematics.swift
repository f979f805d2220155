import Glibc

/// ln x by the C library. Kept in one place so that statistics name no platform.
func naturalLogarithm(_ x: Double) -> Double { log(x) }

/// ln(1 + x), accurate near 0.
func naturalLogarithm(onePlus x: Double) -> Double { log1p(x) }

/// e^x.
func exponential(_ x: Double) -> Double { exp(x) }

/// √(x² + y²), without overflow.
func hypotenuse(_ x: Double, _ y: Double) -> Double { hypot(x, y) }

/// The complementary error function, accurate far into the tail.
func complementaryError(_ x: Double) -> Double { erfc(x) }

/// ln Γ(x) for x > 0.
func logGamma(_ x: Double) -> Double {
  var sign: Int32 = 0
  // The reentrant form: `lgamma` writes a global. `sign` outlives the call.
  return unsafe lgamma_r(x, &sign)
}
