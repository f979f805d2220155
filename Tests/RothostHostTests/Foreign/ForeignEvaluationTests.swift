import Foundation
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostHost

@Suite("Foreign functions")
struct ForeignEvaluationTests {
  static let means = """
    success = 0
    too_few = [17]
    errors = { "2" = "the window is too short" }
    [[indicator]]
    id = "packed"
    call = "int packed_mean(int 0, int last_index, const double *x, int window, int *begin, int *number, double *mean)"
    look_back = "int packed_mean_lookback(int window)"
    written = { first = "begin", count = "number" }
    inputs = ["x"]
    parameters = [{ name = "window", type = "integer", default = 5 }]
    outputs = ["mean"]
    [[indicator]]
    id = "late"
    call = "int late_mean(const double *x, int64_t rows, int window, int lie, long *begin, long *number, double *mean)"
    look_back = "int early_mean_lookback(int window)"
    written = { first = "begin", count = "number" }
    inputs = ["x"]
    parameters = [{ name = "window", type = "integer", default = 5 }, { name = "lie", type = "boolean", default = false }]
    outputs = ["mean"]
    [[indicator]]
    id = "whole"
    call = "int packed_mean(int 0, int last_index, const double *x, int window, int *begin, int *number, double *mean)"
    look_back = "int packed_mean_lookback(int window)"
    written = { first = "begin", count = "number" }
    missing = "skip_leading"
    inputs = ["x"]
    parameters = [{ name = "window", type = "integer", default = 5 }]
    outputs = [{ name = "mean", missing = 0 }]
    [[indicator]]
    id = "picky"
    call = "int spread(const double *x, const double *y, int rows, double *spread)"
    missing = "refuse"
    inputs = ["x", "y"]
    outputs = ["spread"]
    """

  private func random(_ count: Int) -> [Double] {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Double.random(in: -100...100, using: &random) }
  }

  @Test("A packed output lands on its rows, with and without warm-up rows before the range")
  func packed() throws {
    let lab = try ForeignLab(Self.means)
    let x = random(60)
    for window in [1, 2, 5, 59, 60] {
      let result = try lab.evaluate("packed", [("x", x)], [("window", "\(window)")])
      #expect(sameBits(try result.values("mean"), windowMean(x, window)), "window \(window)")
      for from in [0, 3, 20, 59] {
        let part = try lab.evaluate("packed", [("x", x)], [("window", "\(window)")], from: from)
        #expect(
          sameBits(try part.values("mean"), Array(windowMean(x, window)[from...])),
          "\(window), \(from)")
      }
    }
    let few = try lab.evaluate("packed", [("x", random(3))])
    #expect(sameBits(try few.values("mean"), [.nan, .nan, .nan]))
  }

  @Test("A look-back that says less than the function needs moves the output to its rows")
  func lookBackTooShort() throws {
    let lab = try ForeignLab(Self.means)
    let x = random(40)
    for window in [1, 5, 9] {
      let result = try lab.evaluate("late", [("x", x)], [("window", "\(window)")])
      #expect(sameBits(try result.values("mean"), windowMean(x, window)))
    }
    let error = try #require(failure { try lab.evaluate("late", [("x", x)], [("lie", "true")]) })
    #expect(
      error.status == .plugin && error.message.contains("wrote 36 rows from row 40 on, of 40"))
  }

  @Test("Row numbers and look-backs near the largest integer are refused, not computed with")
  func farRows() throws {
    let lab = try ForeignLab(
      ["no", "moody"].map { mood in
        """
        [[indicator]]
        id = "\(mood)"
        success = 0
        call = "int far_row(const double *x, int64_t rows, int64_t first, int64_t *begin, int64_t *number, double *y)"
        look_back = "int64_t \(mood)_lookback()"
        written = { first = "begin", count = "number" }
        inputs = ["x"]
        parameters = [{ name = "first", type = "integer", default = 0 }]
        outputs = ["y"]

        """
      }.joined())
    let x = random(40)
    #expect(try lab.evaluate("no", [("x", x)]).values("y")[0] == x[0])
    for first in [Int.max, Int.max - 1, 40, -1] {
      let error = try #require(
        failure { try lab.evaluate("no", [("x", x)], [("first", "\(first)")]) })
      #expect(
        error.status == .plugin && error.message.contains("wrote 1 rows from row \(first) on"),
        "\(error.message)")
    }
    let error = try #require(failure { try lab.evaluate("moody", [("x", x)]) })
    #expect(
      error.status == .plugin && error.message.contains("its look-back cannot be told"),
      "\(error.message)")
  }

  @Test("A status is an error with the function's name, the number and the manifest's words")
  func status() throws {
    let lab = try ForeignLab(Self.means)
    let bad = try #require(
      failure { try lab.evaluate("packed", [("x", random(9))], [("window", "0")]) })
    // The look-back of no window is -1, which the host refuses by itself.
    #expect(bad.status == .plugin && bad.message.contains("look_back answered -1"))
    let few = try #require(
      failure { try lab.evaluate("packed", [("x", random(9))], [("window", "1001")]) })
    #expect(few.status == .tooFew && few.message == "packed_mean answered 17", "\(few.message)")
    #expect(few.plugin == "packed" && few.phase == "evaluate")
    let misfit = try #require(
      failure { try lab.evaluate("packed", [("x", random(9))], [("window", "5000000000")]) })
    #expect(misfit.message.contains("look_back answered -1"))
  }

  @Test("Leading rows with missing values are left out, and the padding is the manifest's")
  func missing() throws {
    let lab = try ForeignLab(Self.means)
    let x = [.nan, .nan, .nan] + random(20)
    let result = try lab.evaluate("whole", [("x", x)], [("window", "4")])
    let expected = windowMean(x, 4).enumerated().map { $0.offset < 6 ? 0 : $0.element }
    #expect(sameBits(try result.values("mean"), expected))
    let nothing = try lab.evaluate("whole", [("x", [.nan, .nan, .nan])], [("window", "2")])
    #expect(try nothing.values("mean") == [0, 0, 0])
    let error = try #require(
      failure { try lab.evaluate("picky", [("x", [1, 2, 3]), ("y", [1, .nan, 3])]) })
    #expect(error.status == .input && error.message.contains("input y is missing at row 1"))
  }

  @Test("No rows give empty series, and too few rows where a scalar is asked")
  func noRows() throws {
    let lab = try ForeignLab(Self.means + "\n" + Self.types)
    let packed = try lab.engine.prepare(.of("packed"))
    let none = try unsafe packed.run(columns: [[0.0]].pointers, times: nil, count: 0)
    #expect(try none.values("mean").isEmpty)
    let many = try lab.engine.prepare(.of("many"))
    let error = failure { try unsafe many.run(columns: [[0.0]].pointers, times: nil, count: 0) }
    #expect(error?.status == .tooFew)
  }

  static let types = """
    [[indicator]]
    id = "many"
    call = "void many_types(const double *x, size_t rows, float *single, int32_t *sign, int64_t *argmax, uint8_t *small, double *last, int *number)"
    inputs = ["x"]
    outputs = ["single", "sign", { name = "argmax", row_index = true }, "small", { name = "last", kind = "real" }, { name = "number", kind = "integer" }]
    [[indicator]]
    id = "weigh"
    call = "double weigh(const double *x, int rows, const double *weights, int count.weights, const int64_t *lags, size_t count.lags, int mode, _Bool flip, const char *word, float scale, unsigned char small)"
    inputs = ["x"]
    returns = "weight"
    outputs = [{ name = "weight", kind = "real" }]
    parameters = [
      { name = "weights", type = "real", list = true, default = [0.5, 0.25] },
      { name = "lags", type = "integer", list = true, default = [3] },
      { name = "mode", type = "choice", choices = ["slow", "fast"], codes = [7, 9], default = "fast" },
      { name = "flip", type = "boolean", default = true },
      { name = "word", type = "text", default = "four" },
      { name = "scale", type = "real", default = 0.5 },
      { name = "small", type = "integer", default = 200 },
    ]
    """

  @Test("Every number type of C comes back, and row numbers count from the range's first row")
  func numberTypes() throws {
    let lab = try ForeignLab(Self.types)
    let x = random(300)
    let result = try lab.evaluate("many", [("x", x)])
    #expect(try result.values("single") == x.map { Double(Float($0)) })
    #expect(try result.values("sign") == x.map { $0 > 0 ? 1 : -1 })
    #expect(try result.values("small") == x.indices.map { Double($0 % 200) })
    var best = 0
    #expect(
      try result.values("argmax")
        == x.indices.map { row in
          if x[row] > x[best] { best = row }
          return Double(best)
        })
    #expect(result.scalar("last") == .real(x[299]) && result.scalar("number") == .integer(300))
  }

  @Test("Parameters reach C as lists, texts, choices, booleans and small numbers")
  func parameterTypes() throws {
    let lab = try ForeignLab(Self.types)
    let result = try lab.evaluate("weigh", [("x", [1, 2])])
    // 3 + 7.5 + 300 + 9000 + 4e6 + 0.5 + 200, turned round.
    #expect(result.scalar("weight") == .real(-4_009_511.0))
    let other = try lab.evaluate(
      "weigh", [("x", [1, 2])],
      [("weights", "1,2,3"), ("lags", "1,-1"), ("mode", "slow"), ("flip", "no"), ("word", "")])
    // 3 + 60 + 0 + 7000 + 0 + 0.5 + 200.
    #expect(other.scalar("weight") == .real(7263.5))
    let misfit = try #require(
      failure { try lab.evaluate("weigh", [("x", [1])], [("small", "256")]) })
    #expect(misfit.status == .parameter && misfit.message.contains("parameter small does not fit"))
  }

  @Test("Tulip's convention: arrays of inputs and outputs and an array of options")
  func tulip() throws {
    let lab = try ForeignLab(
      """
      [[indicator]]
      id = "bands"
      call = "int tulip_bands(int rows, const double *const *{input.high, input.low}, const double *{period, factor}, double **{upper, lower})"
      look_back = "int tulip_bands_start(const double *{period, factor})"
      written = "look_back"
      success = 0
      inputs = [{ role = "input", columns = ["high", "low"] }]
      outputs = ["upper", "lower"]
      parameters = [{ name = "period", type = "integer", default = 3, minimum = 1, maximum = 100 }, { name = "factor", type = "real", default = 2.0 }]
      """)
    let (high, low) = (random(30), random(30))
    let result = try lab.evaluate("bands", [("input", high), ("input", low)])
    let upper = high.indices.map { $0 < 2 ? .nan : 2 * high[($0 - 2)...$0].max()! }
    let lower = low.indices.map { $0 < 2 ? .nan : low[($0 - 2)...$0].min()! / 2 }
    #expect(sameBits(try result.values("upper"), upper))
    #expect(sameBits(try result.values("lower"), lower))
  }

  @Test("A function of one row runs over a series; rows with gaps are left out or passed on")
  func eachRow() throws {
    let lab = try ForeignLab(
      """
      [[indicator]]
      id = "shifted"
      call = "double shifted(double x, double y, int row)"
      each_row = true
      returns = "z"
      inputs = ["x", "y"]
      outputs = ["z"]
      [[indicator]]
      id = "divided"
      call = "int divided(double x, double y, double *quotient, int *whole)"
      each_row = true
      missing = "skip"
      success = 0
      errors = { "7" = "division by zero" }
      inputs = ["x", "y"]
      outputs = ["quotient", "whole"]
      [[indicator]]
      id = "halved"
      call = "float halved(float x)"
      each_row = true
      returns = "half"
      inputs = ["x"]
      outputs = ["half"]
      """)
    let (x, y) = ([1.0, .nan, 7], [2.0, 3, 4])
    #expect(
      sameBits(try lab.evaluate("shifted", [("x", x), ("y", y)]).values("z"), [5, .nan, 17]))
    let divided = try lab.evaluate("divided", [("x", x), ("y", y)])
    #expect(sameBits(try divided.values("quotient"), [0.5, .nan, 1.75]))
    #expect(sameBits(try divided.values("whole"), [0, .nan, 1]))
    let error = try #require(
      failure { try lab.evaluate("divided", [("x", [1, 2]), ("y", [1, 0])]) })
    #expect(error.message == "divided answered 7: division by zero")
    #expect(try lab.evaluate("halved", [("x", [3])]).values("half") == [1.5])
  }

  @Test("A callback reads the input, gives the output and tells the progress")
  func callbacks() throws {
    let lab = try ForeignLab(
      """
      [[indicator]]
      id = "visit"
      call = "int visit(double (*x)(int row, void *user), void (*doubled)(long row, double value, void *user), int (*progress)(double fraction, void *user), int rows, void *user)"
      success = 0
      too_few = [4]
      inputs = ["x"]
      outputs = ["doubled"]
      """)
    let x = random(50)
    #expect(sameBits(try lab.evaluate("visit", [("x", x)]).values("doubled"), x.map { 2 * $0 }))
    let part = try lab.evaluate("visit", [("x", x)], from: 20)
    #expect(sameBits(try part.values("doubled"), x[20...].map { 2 * $0 }))
    var request = Request(indicator: "visit")
    request.inputs = [
      InputBinding(
        role: "x",
        source: .array(
          ArrayInput(name: "x", times: Days.weekdays(9), values: random(9), timeKind: .dates)))
    ]
    let cancelled = failure {
      try lab.engine.evaluate(request, monitor: Monitor { fraction in fraction > 0.5 })
    }
    #expect(cancelled?.status == .cancelled)
  }

  @Test("A library is begun once before its first call, and its refusal is an error")
  func initialise() throws {
    let manifest = """
      success = 0
      [[indicator]]
      id = "begun"
      call = "int begin_count(const double *x, int rows, double *begun)"
      inputs = ["x"]
      outputs = ["begun"]
      """
    let top =
      "library = \"libforeign.so\"\ninitialised = 0\ninitialise = \"int begin_library(void)\"\n"
    let lab = try ForeignLab(manifest, top: top)
    for _ in 0..<3 {
      #expect(try lab.evaluate("begun", [("x", [1, 2])]).values("begun") == [1, 1])
    }
    let other = try ForeignLab(
      manifest, top: top.replacingOccurrences(of: "begin_library", with: "refuse_to_begin"))
    let error = try #require(failure { try other.evaluate("begun", [("x", [1])]) })
    #expect(
      error.message == "refuse_to_begin of foreign answered 5 instead of 0", "\(error.message)")
  }

  @Test("A function that changes its data in place starts from the input, with room to work in")
  func inPlace() throws {
    let lab = try ForeignLab(
      """
      [[indicator]]
      id = "reversed"
      call = "void reverse(double *reversed, size_t rows, double *work)"
      inputs = ["x"]
      outputs = [{ name = "reversed", starts_as = "x", causal = false }]
      """)
    let x = random(33)
    #expect(try lab.evaluate("reversed", [("x", x)]).values("reversed") == x.reversed())
    let part = try lab.evaluate("reversed", [("x", x)], from: 10)
    #expect(try part.values("reversed") == x[10...].reversed())
  }
}
