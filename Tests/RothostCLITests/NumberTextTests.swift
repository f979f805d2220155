import RothostTestSupport
import Testing

@testable import RothostCLI

@Suite("Numbers for people")
struct NumberTextTests {
  @Test(
    "a figure shows five digits that count and no idle zeros",
    arguments: [
      (0.0, "0"), (0.213_456_7, "0.21346"), (1234.5678, "1234.6"), (61.5, "61.5"), (-0.43, "-0.43"),
      (3056, "3056"), (0.001, "0.001"), (1.2e-7, "1.200e-07"), (9.999e11, "9.999e+11"),
      (-9.9996e11, "-1.000e+12"), (.nan, "–"), (.infinity, "inf"), (-.infinity, "-inf"),
      (0.000_000_000_1, "1.000e-10"), (-0.0, "0"),
    ])
  func figure(value: Double, text: String) {
    #expect(NumberText.text(value) == text)
  }

  @Test("the smallest and the largest numbers can be written")
  func extremes() {
    #expect(NumberText.text(.leastNonzeroMagnitude).hasSuffix("e-324"))
    #expect(NumberText.text(.greatestFiniteMagnitude) == "1.798e+308")
  }

  @Test("the numbers of a column share their decimals, so that points stand under each other")
  func column() {
    let values = [0.5, 12.25, -100.125, .nan]
    let style = NumberText.Style(for: values)
    #expect(values.map(style.text) == ["0.50", "12.25", "-100.13", "–"])
    #expect(NumberText.Style(for: [1.0, 250, 3]) == .fixed(decimals: 0))
    #expect(NumberText.Style(for: [1e-9, 1e-12]) == .scientific(decimals: 3))
    #expect(NumberText.Style(for: [Double]()) == .fixed(decimals: 0))
  }

  @Test("zeros that end every number of a column are left away, and only those")
  func columnZeros() {
    #expect(NumberText.column([0.735, 0.5, .nan]) == ["0.735", "0.500", "–"])
    #expect(NumberText.column([0.25, 100]) == ["0.25", "100.00"])
    #expect(NumberText.column([10, 20]) == ["10", "20"])
    #expect(NumberText.column([.nan]) == ["–"])
  }

  @Test("a value that rounds to zero loses its sign")
  func negativeZero() {
    #expect(NumberText.fixed(-0.001, decimals: 2) == "0.00")
    #expect(NumberText.fixed(-0.006, decimals: 2) == "-0.01")
  }

  @Test("fixed numbers agree with the decimal value to half a unit of their last place")
  func agreesWithValue() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    var worst = 0.0
    for _ in 0..<2000 {
      let value = Double.random(in: -1e6...1e6, using: &generator)
      let decimals = Int.random(in: 0...7, using: &generator)
      let read = try #require(Double(NumberText.fixed(value, decimals: decimals)))
      var unit = 1.0
      for _ in 0..<decimals { unit /= 10 }
      worst = max(worst, (read - value).magnitude - unit * 0.5000001)
    }
    #expect(worst <= 1e-9)
  }
}
