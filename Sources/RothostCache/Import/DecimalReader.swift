/// Reads decimal numbers from text, correctly rounded.
///
/// Digits are taken eight at a time as in W. Langdale & D. Lemire, "Parsing gigabytes of JSON per
/// second", VLDB Journal 28 (2019); conversion is W. D. Clinger's fast path (PLDI 1990), then D.
/// Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience 51 (2021),
/// algorithm 1, and the standard library for what is rarer. No unsafe code, no allocation in the
/// first two. Every text gives the same double as `strtod`.
enum DecimalReader {
  /// Reads the number at `position` and moves past it; nil (and no move) where there is none.
  ///
  /// Accepts `-1.5e3`, `.5`, `5.`; not `inf`, `nan`, blanks or hexadecimal. `text` must go on for
  /// at least eight bytes after the number (the reader's buffer is padded).
  @inline(__always)
  static func read(_ text: Span<UInt8>, _ position: inout Int) -> Double? {
    var next = position
    let isNegative = text[next] == UInt8(ascii: "-")
    if isNegative || text[next] == UInt8(ascii: "+") { next &+= 1 }
    let first = next
    var mantissa: UInt64 = 0
    readDigits(text, &next, &mantissa)
    var digits = next &- first
    var exponent = 0
    if text[next] == UInt8(ascii: ".") {
      next &+= 1
      let fraction = next
      readDigits(text, &next, &mantissa)
      exponent = fraction &- next
      digits &+= next &- fraction
    }
    if digits == 0 { return nil }
    if text[next] | 0x20 == UInt8(ascii: "e") {
      guard let power = readExponent(text, &next) else { return nil }
      exponent += power
    }
    let start = position
    position = next
    // Nineteen digits always fit a word; more may still fit when they begin with zeros.
    if digits > 19 && significantDigits(text, first, next) > 19 {
      return Double(HeaderLine.text(text, start..<next))
    }
    guard let value = DecimalScale.scale(mantissa, byTenTo: exponent) else {
      return Double(HeaderLine.text(text, start..<next))
    }
    return isNegative ? -value : value
  }

  /// Appends the run of digits at `position` to `mantissa`, wrapping on overflow.
  @inline(__always)
  private static func readDigits(
    _ text: Span<UInt8>, _ position: inout Int, _ mantissa: inout UInt64
  ) {
    while true {
      // Digits become 0…9, all else 10 or more.
      let word = text.word(at: position) ^ 0x3030_3030_3030_3030
      let others =
        ((word & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | word)
        & 0x8080_8080_8080_8080
      let count = others.trailingZeroBitCount &>> 3
      if count == 0 { return }
      // Zeros come in before the digits, what follows them goes out.
      let digits = word &<< UInt64((8 &- count) &* 8)
      let pairs = digits &* 10 &+ (digits &>> 8)
      let value =
        ((pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
          &+ ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001) &>> 32
      mantissa = mantissa &* DecimalScale.smallPower(count) &+ value
      position &+= count
      if count < 8 { return }
    }
  }

  /// Reads `e` or `E`, a sign and digits; capped far beyond every double.
  private static func readExponent(_ text: Span<UInt8>, _ position: inout Int) -> Int? {
    var next = position + 1
    let isNegative = text[next] == UInt8(ascii: "-")
    if isNegative || text[next] == UInt8(ascii: "+") { next += 1 }
    let first = next
    var power = 0
    while text[next] &- 48 < 10 {
      power = min(power * 10 + Int(text[next] &- 48), 100_000)
      next += 1
    }
    if next == first { return nil }
    position = next
    return isNegative ? -power : power
  }

  private static func significantDigits(_ text: Span<UInt8>, _ first: Int, _ end: Int) -> Int {
    var count = 0
    for index in first..<end {
      let byte = text[index]
      if byte | 0x20 == UInt8(ascii: "e") { break }
      if byte != UInt8(ascii: "."), count > 0 || byte != UInt8(ascii: "0") { count += 1 }
    }
    return count
  }
}
