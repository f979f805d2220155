import RothostHost
import Testing

@Suite("The demo market")
struct DemoTests {
  @Test(
    "answers each indicator without an input, with words and the number of cases",
    arguments: [
      "breakout", "streak", "relative_strength", "event_study", "trend", "volatility",
      "granger", "liquidity_cascade", "contagion",
    ])
  func answers(_ id: String) throws {
    let result = try Lab().engine.evaluate(Request(indicator: id))
    #expect(result.inputs.allSatisfy { $0.isSynthetic })
    #expect(result.integer("n").map { $0 > 0 } == true)
    #expect(!result.text("verdict").isEmpty)
    print("\(id): \(result.text("verdict"))")
  }
}
