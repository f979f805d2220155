import RothostSeries

/// Numbers for people to read: rounded, aligned by their point, and missing ones as a dash.
enum NumberText {
  static let missing = "–"
  /// Digits that count in a single figure; enough to tell results apart at a glance.
  static let significantDigits = 5

  /// A single figure with at most five digits that count: `0.2134`, `61.5`, `1.2e-07`, `3056`.
  static func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? missing : value < 0 ? "-inf" : "inf" }
    let style = Style(for: CollectionOfOne(value))
    let text = style.text(value)
    guard case .fixed(let decimals) = style, decimals > 0 else { return text }
    return String(trimmed(text))
  }

  /// One way to write all numbers of a column, so that their points stand under each other.
  enum Style: Equatable {
    case fixed(decimals: Int)
    /// Digits after the mantissa's point.
    case scientific(decimals: Int)

    /// The decimals that show five digits of the column's largest magnitude; scientific where that
    /// magnitude is 1e9 or more, or below 1e-4. O(count).
    init(for values: some Collection<Double>) {
      let largest = values.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
      let exponent = largest > 0 ? NumberText.exponent(largest) : 0
      guard (-4..<9).contains(exponent) else {
        self = .scientific(decimals: 3)
        return
      }
      let isWhole = values.allSatisfy { !$0.isFinite || $0 == $0.rounded() }
      let decimals = isWhole ? 0 : max(0, NumberText.significantDigits - 1 - exponent)
      self = .fixed(decimals: min(decimals, exponent >= 0 ? 4 : 7))
    }

    func text(_ value: Double) -> String {
      guard value.isFinite else { return NumberText.text(value) }
      switch self {
      case .fixed(let decimals):
        return NumberText.fixed(value, decimals: decimals)
      case .scientific(let decimals):
        guard value != 0 else { return "0" }
        var exponent = NumberText.exponent(value.magnitude)
        var mantissa = NumberText.fixed(NumberText.scaled(value, by: -exponent), decimals: decimals)
        if mantissa.drop(while: { $0 == "-" }).hasPrefix("10") {
          exponent += 1
          mantissa = NumberText.fixed(NumberText.scaled(value, by: -exponent), decimals: decimals)
        }
        let digits = String(exponent.magnitude)
        let padded = digits.count < 2 ? "0\(digits)" : digits
        return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(padded)"
      }
    }
  }

  /// The numbers of a column, five digits of the largest, without zeros that end every one. O(count).
  static func column(_ values: [Double]) -> [String] {
    let style = Style(for: values)
    var texts = values.map(style.text)
    guard case .fixed(let decimals) = style else { return texts }
    let numbers = values.indices.filter { values[$0].isFinite }
    for place in 0..<decimals where numbers.allSatisfy({ texts[$0].hasSuffix("0") }) {
      // With its last digit the point goes too.
      let count = place == decimals - 1 ? 2 : 1
      for index in numbers { texts[index].removeLast(count) }
    }
    return texts
  }

  /// The value rounded to so many decimals. A magnitude beyond 2^53 is written as Swift does.
  static func fixed(_ value: Double, decimals: Int) -> String {
    let scaled = Self.scaled(value.magnitude, by: decimals).rounded()
    guard let digits = Int64(exactly: scaled), digits < 1 << 53 else { return "\(value)" }
    let sign = value < 0 && digits > 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(digits)" }
    let text = String(digits)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// The place of the first digit that counts: 0 for 1…9.99, -1 for 0.1, 3 for 1000.
  static func exponent(_ magnitude: Double) -> Int {
    var exponent = 0
    var rest = magnitude
    while rest >= 10 {
      rest /= 10
      exponent += 1
    }
    while rest < 1 {
      rest *= 10
      exponent -= 1
    }
    return exponent
  }

  private static func scaled(_ value: Double, by exponent: Int) -> Double {
    // In two steps, because 10^324, which lifts the smallest number, is not a Double.
    let first = max(-300, min(300, exponent))
    var power = 1.0
    for _ in 0..<first.magnitude { power *= 10 }
    let scaled = exponent < 0 ? value / power : value * power
    return first == exponent ? scaled : Self.scaled(scaled, by: exponent - first)
  }

  /// Without the zeros that end a fraction.
  private static func trimmed(_ text: String) -> Substring {
    var rest = text[...]
    while rest.hasSuffix("0") { rest.removeLast() }
    if rest.hasSuffix(".") { rest.removeLast() }
    return rest
  }
}
