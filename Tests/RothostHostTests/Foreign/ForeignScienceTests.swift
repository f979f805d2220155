import Foundation
import Glibc
import RothostSeries
import Testing

@testable import RothostHost

@Suite("libm and GSL through manifests")
struct ForeignScienceTests {
  private let x = (0..<256).map { sin(Double($0) / 7) + Double($0 % 5) / 3 }
  private let y = (0..<256).map { cos(Double($0) / 9) - Double($0 % 3) }

  @Test("erf of libm over a series is what the C library answers")
  func erfOverSeries() throws {
    let lab = try ForeignLab(
      """
      [[indicator]]
      id = "erf_of"
      call = "double erf(double x)"
      each_row = true
      returns = "erf"
      inputs = ["x"]
      outputs = ["erf"]
      """, top: "library = \"libm.so.6\"\n")
    #expect(try lab.evaluate("erf_of", [("x", x)]).values("erf") == x.map { erf($0) })
  }

  static let gsl = """
    success = 0
    missing = "refuse"
    [[indicator]]
    id = "gsl_correlation"
    call = "double gsl_stats_correlation(const double x[], size_t 1, const double y[], size_t 1, size_t rows)"
    returns = "correlation"
    inputs = ["x", "y"]
    outputs = [{ name = "correlation", kind = "real" }]
    [[indicator]]
    id = "gsl_autocorrelation"
    call = "double gsl_stats_lag1_autocorrelation(const double x[], size_t 1, size_t rows)"
    returns = "correlation"
    inputs = ["x"]
    outputs = [{ name = "correlation", kind = "real" }]
    [[indicator]]
    id = "gsl_spearman"
    call = "double gsl_stats_spearman(const double x[], size_t 1, const double y[], size_t 1, size_t rows, double work.2[])"
    returns = "correlation"
    inputs = ["x", "y"]
    outputs = [{ name = "correlation", kind = "real" }]
    [[indicator]]
    id = "gsl_fft"
    call = "int gsl_fft_real_radix2_transform(double fourier[], size_t 1, size_t rows)"
    errors = { "4" = "the number of rows is no power of two" }
    inputs = ["x"]
    outputs = [{ name = "fourier", starts_as = "x", causal = false }]
    """
  /// GSL's own handler would end the process at a bad argument.
  static let top =
    "library = \"libgsl.so\"\ninitialise = \"void *gsl_set_error_handler_off(void)\"\n"

  /// nil, loudly, where GSL is not installed.
  private func gslLab() throws -> ForeignLab? {
    let names = ["/usr/lib/x86_64-linux-gnu/libgsl.so", "/usr/lib/aarch64-linux-gnu/libgsl.so"]
    guard names.contains(where: { FileManager.default.fileExists(atPath: $0) }) else {
      print("SKIPPED: libgsl is absent; `tools/setup test` installs it.")
      return nil
    }
    // GSL finds its CBLAS among the process's symbols; its own package has one.
    guard unsafe dlopen("libgslcblas.so", RTLD_NOW | RTLD_GLOBAL) != nil else { return nil }
    return try ForeignLab(Self.gsl, top: Self.top)
  }

  @Test("Correlation, autocorrelation and Spearman's rank correlation of GSL are the textbook's")
  func statistics() throws {
    guard let lab = try gslLab() else { return }
    func real(_ id: String, _ inputs: [(String, [Double])]) throws -> Double {
      let answer = try lab.evaluate(id, inputs).scalar("correlation")
      guard case .real(let value)? = answer?.storage else { return .nan }
      return value
    }
    let expected = pearson(x, y)
    #expect(abs(try real("gsl_correlation", [("x", x), ("y", y)]) - expected) < 1e-14)
    let ranks = pearson(ranked(x), ranked(y))
    #expect(abs(try real("gsl_spearman", [("x", x), ("y", y)]) - ranks) < 1e-13)
    let mean = x.reduce(0, +) / 256
    let lagged = zip(x.dropFirst(), x).map { ($0 - mean) * ($1 - mean) }.reduce(0, +)
    let variance = x.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    #expect(abs(try real("gsl_autocorrelation", [("x", x)]) - lagged / variance) < 1e-13)
    let gap = try #require(
      failure { try lab.evaluate("gsl_autocorrelation", [("x", [1, .nan, 2])]) })
    #expect(gap.status == .input && gap.message.contains("x is missing at row 1"))
  }

  @Test("The Fourier transform of GSL runs in place, and its error does not end the process")
  func fourier() throws {
    guard let lab = try gslLab() else { return }
    let fourier = try lab.evaluate("gsl_fft", [("x", x)]).values("fourier")
    // Half-complex order: real parts ascending, then imaginary parts descending (GSL manual, FFTs).
    for frequency in [0, 1, 7, 100, 128] {
      var (real, imaginary) = (0.0, 0.0)
      for row in 0..<256 {
        let angle = -2 * Double.pi * Double(frequency * row % 256) / 256
        real += x[row] * cos(angle)
        imaginary += x[row] * sin(angle)
      }
      #expect(abs(fourier[frequency] - real) < 1e-9)
      if frequency > 0, frequency < 128 {
        #expect(abs(fourier[256 - frequency] - imaginary) < 1e-9)
      }
    }
    let error = try #require(failure { try lab.evaluate("gsl_fft", [("x", Array(x[..<100]))]) })
    #expect(error.message.contains("gsl_fft_real_radix2_transform answered"), "\(error.message)")
  }

  private func pearson(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    let products = zip(x, y).map { ($0 - meanX) * ($1 - meanY) }.reduce(0, +)
    let squares = x.map { ($0 - meanX) * ($0 - meanX) }.reduce(0, +)
    return products / sqrt(squares * y.map { ($0 - meanY) * ($0 - meanY) }.reduce(0, +))
  }

  /// Average ranks, ties included.
  private func ranked(_ x: [Double]) -> [Double] {
    x.map { value in
      let below = x.count { $0 < value }
      let equal = x.count { $0 == value }
      return Double(below) + Double(equal + 1) / 2
    }
  }
}
