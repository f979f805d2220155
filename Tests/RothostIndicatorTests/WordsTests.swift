import RothostIndicatorParts
import Testing

@Suite("Words")
struct WordsTests {
  @Test("round halves away from zero, keep their sign, and never show a negative zero")
  func decimals() {
    #expect(Words.decimal(2.345, places: 1) == "2.3" && Words.decimal(-2.35, places: 0) == "-2")
    #expect(Words.decimal(0.5, places: 0) == "1" && Words.decimal(-0.5, places: 0) == "-1")
    #expect(Words.decimal(-0.001, places: 2) == "0.00" && Words.decimal(1.05, places: 3) == "1.050")
    #expect(Words.decimal(.nan, places: 1) == "n/a" && Words.decimal(1e300, places: 1) == "1e+300")
    #expect(Words.percent(-0.369) == "-36.9 %")
  }

  @Test("state small probabilities as bounds, never as 0")
  func probabilities() {
    #expect(Words.probability(0.36) == "p = 0.36" && Words.probability(0.0042) == "p = 0.004")
    #expect(Words.probability(1e-9) == "p < 0.001" && Words.probability(1) == "p = 1.00")
    #expect(Words.count(1, "row") == "1 row" && Words.count(2, "row") == "2 rows")
  }
}
