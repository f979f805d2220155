import Glibc
import RothostSeries
import RothostTestSupport
import Testing

@Suite("Transforms")
struct TransformTests {
  @Test("each transform is its formula")
  func formulas() {
    #expect(Transform.level.value(previous: 2, current: 3) == 3)
    #expect(Transform.simple.value(previous: 2, current: 3) == 0.5)
    #expect(Transform.difference.value(previous: 2, current: 3) == 1)
    #expect(abs(Transform.log.value(previous: 2, current: 3) - log(1.5)) < 1e-16)
    #expect(abs(Transform.log.value(previous: 2, current: 7) - log(3.5)) < 2.3e-16)
  }

  @Test("a log return keeps 15 digits of a move of 1e-3 on a level of 1e9")
  func hostileLevel() {
    let move = 0.001_953_125  // 2^-9, so that the sum is exact
    let value = Transform.log.value(previous: 1e9, current: 1e9 + move)
    // ln(1 + r) = r - r^2/2 + …, r = 2^-9 / 1e9
    let r = move / 1e9
    #expect(abs(value - (r - r * r / 2)) <= 1e-15 * r)
  }

  @Test("log returns agree with the difference of logs over the whole range of doubles")
  func range() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<2000 {
      let previous = exp(Double.random(in: -740...700, using: &random))
      let current = exp(Double.random(in: -740...700, using: &random))
      let value = Transform.log.value(previous: previous, current: current)
      #expect(abs(value - (log(current) - log(previous))) <= 3e-13, "seed 11")
    }
  }

  @Test("a missing level gives NaN and is no fault", arguments: Transform.allCases)
  func missing(transform: Transform) {
    #expect(transform.value(previous: 1, current: .nan).isNaN)
    #expect(transform.fault(previous: 1, current: .nan) == nil)
    #expect(transform.fault(previous: .nan, current: 1) == nil)
    #expect(transform.value(previous: .nan, current: 1).isNaN == (transform != .level))
  }

  @Test("a value without such a return says why and what else to use")
  func faults() {
    #expect(Transform.log.fault(previous: 1, current: 0)?.contains("not above 0") == true)
    #expect(Transform.log.fault(previous: -1, current: 1)?.contains("not above 0") == true)
    #expect(Transform.log.value(previous: -2, current: -1).isNaN)
    #expect(Transform.simple.fault(previous: 0, current: 0)?.contains("value of 0") == true)
    #expect(Transform.simple.fault(previous: 1, current: -1) == nil)
    #expect(Transform.difference.fault(previous: -1e308, current: 1e308) != nil)
    for transform in Transform.allCases {
      #expect(transform.fault(previous: 1, current: .infinity)?.contains("infinite") == true)
      #expect(transform.fault(previous: 1, current: 2) == nil)
    }
    #expect(Transform.level.fault(previous: .infinity, current: 1) == nil)
  }
}
