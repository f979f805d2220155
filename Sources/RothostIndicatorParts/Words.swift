/// Numbers as a verdict's sentence uses them.
public enum Words {
  /// With exactly `places` decimals, halves away from zero; "n/a" where there is no number.
  public static func decimal(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return "n/a" }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = (value.magnitude * Double(scale)).rounded()
    guard scaled < 1e15 else { return value.description }
    let units = Int(scaled)
    let sign = value < 0 && units > 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(units)" }
    let digits = String(units % scale)
    let padding = String(repeating: "0", count: places - digits.count)
    return "\(sign)\(units / scale).\(padding)\(digits)"
  }

  /// A fraction in percent with one decimal: "-37.0 %".
  public static func percent(_ fraction: Double) -> String {
    decimal(fraction * 100, places: 1) + " %"
  }

  /// "p = 0.36", "p = 0.004", "p < 0.001".
  public static func probability(_ p: Double) -> String {
    if p < 0.001 { return "p < 0.001" }
    return "p = " + decimal(p, places: p < 0.1 ? 3 : 2)
  }

  /// "1 row", "2 rows".
  public static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }
}
