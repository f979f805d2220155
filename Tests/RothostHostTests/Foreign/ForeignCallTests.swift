import Foundation
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Calls of foreign functions with many arguments")
struct ForeignCallTests {
  /// What `many` and its kin are given; the numbers are exact in every type.
  private static let arguments =
    "const double *x, int rows, double 0.5, int8_t -3, double -1.25, uint16_t 65535, float 2.5, "
    + "int64_t -5000000000, double 3, int -7, double 0.125, unsigned 4000000000, double -2, "
    + "int16_t -300, double 1.5, _Bool 1, double -0.25, float -0.5, double 6"

  private static var sum: Double {
    var sum = 10 + 0.5 + 2 * -3 + 4 * -1.25
    sum += 8 * 65535 + 16 * 2.5 + 32 * -5e9
    sum += 64 * 3 + 128 * -7 + 256 * 0.125
    sum += 512 * 4e9 + 1024 * -2 + 2048 * -300
    sum += 4096 * 1.5 + 8192 + 16384 * -0.25
    return sum + 32768 * -0.5 + 65536 * 6
  }

  private func answer(_ type: String, _ function: String, _ more: String = "") throws -> Double {
    let lab = try ForeignLab(
      """
      [[indicator]]
      id = "called"
      call = "\(type) \(function)(\(Self.arguments)\(more))"
      returns = "sum"
      inputs = ["x"]
      outputs = [{ name = "sum", kind = "\(type == "int16_t" ? "integer" : "real")" }]
      """)
    let result = try lab.evaluate("called", [("x", [7, 8, 10])])
    switch try #require(result.scalar("sum")).storage {
    case .real(let value): return value
    case .integer(let value): return Double(value)
    default: return .nan
    }
  }

  @Test("Every argument arrives as it was given, in registers, on the stack and through libffi")
  func arguments() throws {
    #expect(try answer("double", "many") == Self.sum)
    #expect(
      try answer("double", "too_many", ", int -11, double 0.5, int 13, double -4.5")
        == Self.sum - 33 + 2.5 + 91 - 40.5)
  }

  @Test("Narrow numbers come back as they were returned")
  func returned() throws {
    #expect(try answer("float", "many_narrow") == Double(Float(Self.sum)))
    let whole = Int64(Self.sum)
    #expect(try answer("int16_t", "many_whole") == Double(Int16(truncatingIfNeeded: whole)))
  }

  @Test("Whole numbers alone use registers and stack too")
  func wholeNumbers() throws {
    let lab = try ForeignLab(
      """
      [[indicator]]
      id = "called"
      call = "int64_t no_reals(const double *x, int rows, int 1, int -2, int 3, int -4, int 5, int -6)"
      returns = "sum"
      inputs = ["x"]
      outputs = [{ name = "sum", kind = "integer" }]
      """)
    let result = try lab.evaluate("called", [("x", [7, 8, 10])])
    #expect(result.scalar("sum") == .integer(10 + 1 - 4 + 12 - 32 + 80 - 192))
  }
}
