import Foundation
import RothostSeries
import Testing

@testable import RothostHost

@Suite("What is known of a foreign function's numbers without looking at them")
struct ForeignArithmeticTests {
  static let manifest = """
    success = 0
    arithmetic = true
    [[indicator]]
    id = "reciprocal"
    call = "int reciprocal(const double *x, int rows, double *y)"
    inputs = ["x"]
    outputs = ["y"]
    [[indicator]]
    id = "told"
    call = "int told_reciprocal(const double *x, int rows, int (*progress)(double fraction, void *user), void *user, double *y)"
    inputs = ["x"]
    outputs = ["y"]
    [[indicator]]
    id = "marked"
    call = "int marked(const double *x, int rows, double *y)"
    inputs = ["x"]
    outputs = ["y"]
    [[indicator]]
    id = "looked_at"
    arithmetic = false
    call = "int marked(const double *x, int rows, double *y)"
    inputs = ["x"]
    outputs = ["y"]
    [[indicator]]
    id = "difference"
    call = "int spread(const double *x, const double *y, int rows, double *z)"
    inputs = ["x", "y"]
    outputs = ["z"]
    [[indicator]]
    id = "half"
    call = "int one_half(int 0, int last_index, const double *x, int second, int *begin, int *number, double *y)"
    written = { first = "begin", count = "number" }
    inputs = ["x"]
    parameters = [{ name = "second", type = "boolean", default = false }]
    outputs = ["y"]
    """

  @Test("An infinity that arithmetic made is refused with its row")
  func made() throws {
    let lab = try ForeignLab(Self.manifest)
    #expect(try lab.evaluate("reciprocal", [("x", [1, 4, -2])]).values("y") == [1, 0.25, -0.5])
    for (x, row) in [([1, 0, 2], 1), ([1, 2, -0.0], 2), ([1e-309, 1, 1], 0)] {
      let error = try #require(failure { try lab.evaluate("reciprocal", [("x", x)]) })
      #expect(error.status == .output && error.message.contains("is infinite at row \(row)"))
    }
  }

  @Test("An infinity is found though a callback made the processor forget it")
  func forgotten() throws {
    let lab = try ForeignLab(Self.manifest)
    var request = Request.of("told")
    request.inputs = [
      InputBinding(
        role: "x",
        source: .array(
          ArrayInput(name: "x", times: Days.weekdays(3), values: [1, 0, 2], timeKind: .dates)))
    ]
    let error = try #require(
      failure {
        try lab.engine.evaluate(
          request,
          monitor: Monitor { _ in
            let both: Int32 = FE_DIVBYZERO | FE_OVERFLOW
            feclearexcept(both)
            return false
          })
      })
    #expect(error.status == .output && error.message.contains("is infinite at row 1"))
  }

  @Test(
    "What the processor remembered before a call neither hides nor feigns an infinity, and stays")
  func remembered() throws {
    let lab = try ForeignLab(Self.manifest)
    let division: Int32 = FE_DIVBYZERO
    let overflow: Int32 = FE_OVERFLOW
    feclearexcept(division | overflow)
    feraiseexcept(overflow)
    #expect(try lab.evaluate("reciprocal", [("x", [1, 4, -2])]).values("y") == [1, 0.25, -0.5])
    #expect(fetestexcept(division | overflow) == overflow)
    feraiseexcept(division)
    let error = try #require(failure { try lab.evaluate("reciprocal", [("x", [1, 0])]) })
    #expect(error.status == .output && error.message.contains("is infinite at row 1"))
    feclearexcept(division | overflow)
  }

  @Test("An infinity that no arithmetic made is found unless the manifest says there is none")
  func constant() throws {
    let lab = try ForeignLab(Self.manifest)
    let error = try #require(failure { try lab.evaluate("looked_at", [("x", [1, 0, 2])]) })
    #expect(error.status == .output && error.message.contains("is infinite at row 1"))
    #expect(try lab.evaluate("marked", [("x", [1, 0, 2])]).values("y") == [1, .infinity, 2])
  }

  @Test("Rows that a function says it did not write are missing, though the memory was used before")
  func unwritten() throws {
    let lab = try ForeignLab(Self.manifest)
    for count in [10, 10, 9, 1000, 10] {
      let x = (0..<count).map { Double($0 + 1) }
      #expect(
        try lab.evaluate("difference", [("x", x), ("y", x)]).values("z").allSatisfy { $0 == 0 })
      for second in [false, true] {
        let y = try lab.evaluate("half", [("x", x)], [("second", "\(second)")]).values("y")
        let first = second ? count / 2 : 0
        let expected = x.indices.map { row in
          row >= first && row < first + count / 2 ? x[row] : .nan
        }
        #expect(sameBits(y, expected), "\(count), \(second)")
      }
    }
  }

  @Test("An infinity in a caller's array is refused with input and row, on one thread and on two")
  func given() throws {
    let lab = try ForeignLab(Self.manifest)
    let count = InfinitySearch.fewestValues
    for workers in [0, 1, 2] {
      var request = Request.of("difference")
      request.workers = workers
      let run = try lab.engine.prepare(request)
      for rows in [5, count] {
        var columns = [[Double]](repeating: [Double](repeating: 3, count: rows), count: 2)
        let whole = try unsafe run.run(columns: columns.pointers, times: nil, count: rows)
        #expect(try whole.values("z").allSatisfy { $0 == 0 })
        for (input, row) in [(1, rows - 1), (1, 2), (0, rows / 2), (0, 0)] {
          columns[input][row] = -.infinity
          let error = try #require(
            failure { try unsafe run.run(columns: columns.pointers, times: nil, count: rows) })
          #expect(
            error.status == .input
              && error.message.contains("input \(["x", "y"][input]) is infinite at row \(row)"))
        }
      }
    }
  }
}
