import Foundation
import Testing

@Suite("docs/INDICATORS.md")
struct IndicatorDocumentTests {
  @Test("says what the descriptors say")
  func drift() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let written = try binary.run("plugin", "info", "--all", "--format", "markdown").text
    let file = Binary.packageRoot.appending(path: "docs/INDICATORS.md")
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(written == kept, "docs/INDICATORS.md is out of date; run `make docs`")
  }

  @Test("one indicator or all, as text or as Markdown")
  func forms() throws {
    let binary = try Binary()
    defer { binary.remove() }
    let one = try binary.run("plugin", "info", "drawdown", "--format", "markdown").text
    #expect(one.contains("| `threshold` | real (fraction) | `0.1` | 0 to 1 |"))
    #expect(one.contains("| `underwater` | series | real | fraction | causal |"))
    #expect(try binary.run("plugin", "info", "--all").text.contains("lead_lag 1.0.0 · "))
    #expect(try binary.run("plugin", "info").code == 64)
    #expect(try binary.run("plugin", "info", "drawdown", "--all").code == 64)
  }
}
