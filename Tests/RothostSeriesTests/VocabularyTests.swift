import RothostSeries
import Testing

@Suite("Clocks, alignments and publication rules by name")
struct VocabularyTests {
  @Test("transforms and alignments read back from the words they print, with the ABI's numbers")
  func words() {
    #expect(Transform.allCases.map(\.description) == ["level", "log", "simple", "difference"])
    #expect(Transform.allCases.map(\.rawValue) == [0, 1, 2, 3])
    for transform in Transform.allCases {
      #expect(Transform(name: transform.description) == transform)
    }
    #expect(Alignment.allCases.map(\.rawValue) == [1, 2, 4])
    for alignment in Alignment.allCases {
      #expect(Alignment(name: alignment.description) == alignment)
    }
    #expect(Transform(name: "Log") == nil)
    #expect(Alignment(name: "outer") == nil)
  }

  @Test("clocks read back from the words they print; 1w is the week that ends on Friday")
  func clocks() throws {
    for text in ["native", "1d", "1w", "1w-MON", "1w-SUN", "1mo", "leader"] {
      #expect(try SamplingClock(parsing: text).description == text)
    }
    #expect(try SamplingClock(parsing: "1w-FRI") == SamplingClock(parsing: "1w"))
    #expect(try SamplingClock(parsing: "1w-fri").description == "1w")
    for text in ["", "2d", "1w-XYZ", "1h", "-1d"] {
      let error = #expect(throws: RothostError.self) { try SamplingClock(parsing: text) }
      #expect(error?.message.contains("1w-MON") == true)
    }
  }

  @Test("publication delays are those of the codes' release calendars")
  func publication() {
    let days = ["WALCL": 1, "RRPONTSYD": 1, "M2SL": 28, "DGS10": 1, "DGS1MO": 1, "DFII10": 1]
    for (code, delay) in days {
      #expect(PublicationRule.standard(forCode: code) == PublicationRule(delay: .days(delay)))
    }
    for code in ["BAMLH0A0HYM2", "BAMLC0A0CM", "T10YIE"] {
      #expect(PublicationRule.standard(forCode: code)?.delay == .days(1))
    }
    #expect(PublicationRule.standard(forCode: "VIXCLS")?.delay == .zero)
    #expect(PublicationRule.standard(forCode: "STLFSI4")?.delay == .days(5))
    #expect(PublicationRule.standard(forCode: "DTWEXBGS")?.delay == .days(5))
    #expect(
      PublicationRule.standard(forCode: "ANFCI")
        == PublicationRule(delay: .days(5), isRevised: true))
    #expect(
      PublicationRule.standard(forCode: "USREC") == PublicationRule(delay: nil, isRevised: true))
    #expect(PublicationRule.standard(forCode: "IWM") == nil)
    #expect(PublicationRule.standard(forCode: "DGS") == nil)
  }
}
