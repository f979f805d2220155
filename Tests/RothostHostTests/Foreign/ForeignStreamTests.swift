import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostHost

@Suite("Streams of foreign functions")
struct ForeignStreamTests {
  static let manifest = """
    success = 0
    too_few = [17]
    missing = "skip_leading"
    [[indicator]]
    id = "sum"
    call = "int sum_batch(const double *x, int rows, int window, double *sum)"
    look_back = "int sum_lookback(int window)"
    written = "look_back"
    inputs = ["x"]
    parameters = [{ name = "window", type = "integer", default = 5, minimum = 1, maximum = 64 }]
    outputs = ["sum"]
    stream.open = "int sum_open(sum_stream **state, const double *x, int rows, int window, double *sum)"
    stream.update = "int sum_update(sum_stream *state, double x, double *sum)"
    stream.peek = "int sum_peek(const sum_stream *state, double x, double *sum)"
    stream.close = "int sum_close(sum_stream *state)"
    [[indicator]]
    id = "live"
    call = "int live(const double *x, int rows, double *live)"
    inputs = ["x"]
    outputs = ["live"]
    """

  private func stream(_ lab: ForeignLab, window: Int) throws -> IndicatorStream {
    var request = Request.of("sum", [], [("window", "\(window)")])
    request.inputs = [InputBinding(role: "x", source: .deferred)]
    return try lab.engine.openStream(request)
  }

  private func update(_ stream: IndicatorStream, _ row: Int, _ value: Double) throws -> Double {
    var answer = 0.0
    try unsafe stream.update(
      time: Days.weekdays(row + 1)[row], row: [value], count: 1, series: &answer)
    return answer
  }

  private func peek(_ stream: IndicatorStream, _ row: Int, _ value: Double) throws -> Double {
    var answer = 0.0
    try unsafe stream.peek(
      time: Days.weekdays(row + 1)[row], row: [value], count: 1, series: &answer)
    return answer
  }

  @Test("Updates equal evaluate bit for bit, and a peek foretells the update without changing it")
  func updatesEqualBatch() throws {
    let lab = try ForeignLab(Self.manifest)
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    for (window, gaps) in [(1, 0), (2, 3), (5, 0), (5, 7), (30, 1)] {
      let x =
        [Double](repeating: .nan, count: gaps)
        + (0..<60).map { _ in Double.random(in: -9...9, using: &random) }
      let stream = try stream(lab, window: window)
      var streamed: [Double] = []
      for row in x.indices {
        let foretold = try peek(stream, row, x[row])
        let answer = try update(stream, row, x[row])
        #expect(sameBits([foretold], [answer]), "row \(row) of window \(window)")
        streamed.append(answer)
      }
      let batch = try lab.evaluate("sum", [("x", x)], [("window", "\(window)")])
      #expect(sameBits(try batch.values("sum"), streamed), "window \(window), \(gaps) gaps")
      stream.close()
    }
    #expect(try lab.evaluate("live", [("x", [0])]).values("live") == [0])
  }

  @Test("A missing value after the first row is refused, and the stream goes on after it")
  func missing() throws {
    let lab = try ForeignLab(Self.manifest)
    let stream = try stream(lab, window: 2)
    #expect(try update(stream, 0, 1).isNaN)
    #expect(try update(stream, 1, 2) == 3)
    let error = try #require(failure { try update(stream, 2, .nan) })
    #expect(
      error.status == .input && error.message.contains("input x is missing"), "\(error.message)")
    #expect(error.phase == "update" && error.plugin == "sum")
    #expect(try update(stream, 3, 5) == 7)
  }

  @Test("Cached rows before the range are the warm-up, and the stream goes on from them")
  func warmUp() throws {
    let lab = try ForeignLab(Self.manifest)
    let x = (0..<40).map { Double($0 * $0 % 17) }
    try lab.engine.putWeekdays("X", Array(x[..<30]))
    for from in [1, 3, 20] {
      var request = Request.of("sum", [("x", "X")], [("window", "5")])
      request.from = Days.weekdays(from + 1)[from]
      let stream = try lab.engine.openStream(request)
      var whole = Request.of("sum", [], [("window", "5")])
      whole.inputs = [
        InputBinding(
          role: "x",
          source: .array(
            ArrayInput(name: "x", times: Days.weekdays(40), values: x, timeKind: .dates)))
      ]
      whole.from = request.from
      let batch = try lab.engine.evaluate(whole).values("sum")
      var streamed: [Double] = []
      for row in from..<40 { streamed.append(try update(stream, row, x[row])) }
      #expect(sameBits(batch, streamed), "from \(from)")
    }
  }
}
