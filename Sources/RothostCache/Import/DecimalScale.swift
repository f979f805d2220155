/// Multiplies an integer by a power of ten and rounds once.
enum DecimalScale {
  /// `mantissa · 10^exponent` rounded to nearest even; nil where this method cannot tell.
  ///
  /// Exact for every mantissa when `exponent` is within `tableRange` (and for zero); the doubles of
  /// prices never leave it. O(1).
  @inline(__always)
  static func scale(_ mantissa: UInt64, byTenTo exponent: Int) -> Double? {
    // Clinger: both factors are exact doubles, so one operation rounds correctly.
    if mantissa <= 1 << 53 {
      if exponent == 0 { return Double(mantissa) }
      if exponent < 0 && exponent >= -22 { return Double(mantissa) / exactPowers[-exponent] }
      if exponent > 0 && exponent <= 22 { return Double(mantissa) * exactPowers[exponent] }
    }
    return lemire(mantissa, exponent)
  }

  /// 1, 10, … 10^8.
  @inline(__always)
  static func smallPower(_ exponent: Int) -> UInt64 { smallPowers[exponent] }

  /// Lemire (2021), algorithm 1, restricted to the powers whose table entries fit 64-bit division.
  private static func lemire(_ mantissa: UInt64, _ exponent: Int) -> Double? {
    if mantissa == 0 { return 0 }
    guard tableRange.contains(exponent) else { return nil }
    let power = table[exponent - tableRange.lowerBound]
    let shift = mantissa.leadingZeroBitCount
    let normal = mantissa &<< UInt64(shift)
    var (high, low) = normal.multipliedFullWidth(by: power.high)
    // Nine spare bits all set: the truncated product may be off, so take the second half in.
    if high & 0x1FF == 0x1FF {
      let second = normal.multipliedFullWidth(by: power.low)
      let (sum, carry) = low.addingReportingOverflow(second.high)
      low = sum
      if carry { high &+= 1 }
    }
    let upper = high &>> 63
    var bits = high &>> (upper &+ 9)
    // floor(log2(10^q)) by Lemire's equation: 217706 / 2^16 approximates log2(10).
    var binary = ((217_706 * exponent) >> 16) + 63 + Int(upper) - shift + 1023
    if binary <= 0 || binary >= 0x7FF { return nil }
    // Exactly between two doubles: to even.
    if low <= 1 && exponent >= -4 && exponent <= 23 && bits & 3 == 1
      && bits &<< (upper &+ 9) == high
    {
      bits &= ~1
    }
    bits = (bits &+ (bits & 1)) &>> 1
    if bits >= 1 << 53 {
      bits = 1 << 52
      binary += 1
      if binary >= 0x7FF { return nil }
    }
    return Double(bitPattern: (bits & ((1 << 52) - 1)) | UInt64(binary) << 52)
  }

  private static let tableRange = -27...55

  /// The leading 128 bits of 5^q, rounded up for negative q (Lemire 2021, section 5).
  private static let table: [(high: UInt64, low: UInt64)] = tableRange.map { exponent in
    guard exponent < 0 else {
      let power = (0..<exponent).reduce(UInt128(1)) { product, _ in product * 5 }
      let normal = power << power.leadingZeroBitCount
      return (UInt64(truncatingIfNeeded: normal >> 64), UInt64(truncatingIfNeeded: normal))
    }
    // 2^(z + 127) / 5^-q + 1, where 2^z is the first power of two not below 5^-q: long division.
    let divisor = (0..<(-exponent)).reduce(UInt64(1)) { product, _ in product * 5 }
    let bits = UInt64.bitWidth - (divisor - 1).leadingZeroBitCount
    let top = divisor.dividingFullWidth((UInt64(1) << (bits - 1), 0))
    let low = divisor.dividingFullWidth((top.remainder, 0))
    let quotient = (UInt128(top.quotient) << 64 | UInt128(low.quotient)) + 1
    return (UInt64(truncatingIfNeeded: quotient >> 64), UInt64(truncatingIfNeeded: quotient))
  }

  private static let smallPowers: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
  ]

  /// 10^0 … 10^22, the powers of ten that are doubles.
  private static let exactPowers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
