import Glibc
import RothostTestSupport
import Testing

@testable import RothostCache

@Suite struct DecimalReaderTests {
  /// Reads a whole text; nil where it is not all one number.
  private func read(_ text: String) -> Double? {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: 8)
    var position = 0
    guard let value = DecimalReader.read(bytes.span, &position), position == text.utf8.count else {
      return nil
    }
    return value
  }

  private func expectAsStrtod(_ text: String, _ note: String = "") {
    #expect(read(text)?.bitPattern == strtod(text, nil).bitPattern, "\(text) \(note)")
  }

  @Test(
    "hard cases round as strtod does",
    arguments: [
      "0", "-0", "0.0", "1", "-1.5", "+2.25", ".5", "5.", "1e0", "1E+2", "1e-2", "00012.50",
      // Halfway between doubles and one digit off; Clinger's and Lemire's test cases.
      "9007199254740993", "9007199254740992.99999999999", "9007199254740993.00000000000000000001",
      "1.00000000000000011102230246251565404", "1.00000000000000011102230246251565",
      "0.500000000000000166533453693773481063544750213623046875",
      "3.518437208883201171875e13", "62.5364939768271845828", "8.10109172351e-10",
      "1.50000000000000011102230246251565", "3.1415926535897932384626433832795028841971693993751",
      "7.3177701707893310e+15", "1448997445238699", "2.2250738585072011e-308",
      "2.2250738585072014e-308", "4.9406564584124654e-324", "2.4703282292062327e-324",
      "1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e309",
      "1e-400",
      "6.02214076e23", "1e22", "1e23", "1e-22", "1e-27", "1e-28", "1e55", "1e56", "123456789e46",
      "18446744073709551615", "18446744073709551616", "99999999999999999999",
      "0.0000000000000000000000000000000123456789012345678901", "33.1235466003418",
      "104.3499984741211", "11.222222328186035", "78572.59375", "73201287168", "1e+100000",
    ])
  func hardCases(text: String) {
    expectAsStrtod(text)
  }

  @Test("40,000 random numbers in many shapes round as strtod does")
  func random() {
    let seed: UInt64 = 7
    var random = SeededGenerator(seed: seed)
    for index in 0..<40_000 {
      let text: String
      switch index % 4 {
      case 0:
        // Shortest text of a random double.
        let value = Double(bitPattern: random.next())
        guard value.isFinite else { continue }
        text = "\(value)"
      case 1:
        text = "\(Double.random(in: 0...100_000, using: &random))"
      case 2:
        let digits = (0..<Int.random(in: 1...25, using: &random)).map { _ in
          String(Int.random(in: 0...9, using: &random))
        }.joined()
        text = "\(digits).\(UInt64.random(in: 0...99_999_999_999, using: &random))"
      default:
        text =
          "\(UInt64.random(in: 1...UInt64.max, using: &random))"
          + "e\(Int.random(in: -50...60, using: &random))"
      }
      expectAsStrtod(text, "seed \(seed)")
    }
  }

  @Test(
    "what is no decimal number is refused",
    arguments: [
      "", "-", "+", ".", "-.", "e5", "1e", "1e+", "inf", "nan", "0x10", "1_000", "1,5", "--1", " 1",
      "1 ", "12a",
    ])
  func refused(text: String) {
    #expect(read(text) == nil)
  }
}
