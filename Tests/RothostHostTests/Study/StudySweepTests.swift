import RothostSeries
import Testing

@testable import RothostHost

@Suite("Sweeps of a study")
struct StudySweepTests {
  static func variations(_ text: String) throws -> [String] {
    try StudyLab.plan("[[eval]]\nplugin = 'claims'\n" + text).cases.map { one in
      one.variation.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }
  }

  @Test("A list for a single value is a sweep; the last list varies fastest")
  func product() throws {
    #expect(
      try Self.variations(
        "inputs = { x = ['IWM', 'SPY:close@log'] }\nparams = { level = [0.1, 0.2, 1] }") == [
          "x=IWM level=0.1", "x=IWM level=0.2", "x=IWM level=1", "x=SPY:close@log level=0.1",
          "x=SPY:close@log level=0.2", "x=SPY:close@log level=1",
        ])
  }

  @Test("A list for a parameter that is a list is one value, a list of lists a sweep")
  func listParameters() throws {
    #expect(try Self.variations("params = { horizons = [30, 60] }") == [""])
    #expect(try Self.variations("params = { horizons = '30,60' }") == [""])
    #expect(
      try Self.variations("params = { horizons = [[30, 60], [90]] }")
        == ["horizons=30,60", "horizons=90"])
    let plan = try StudyLab.plan("[[eval]]\nplugin = 'claims'\nparams = { horizons = [30, 60] }")
    #expect(
      plan.cases[0].request.settings.map(\.value) == [Value(.integer, .integers([30, 60]))])
  }

  @Test("A list for a repeated role is one evaluation, a list of lists a sweep")
  func repeatedRoles() throws {
    #expect(try Self.variations("inputs = { basket = ['SPY', 'QQQ'] }") == [""])
    #expect(
      try Self.variations("inputs = { basket = [['SPY', 'QQQ'], ['QQQ']] }")
        == ["basket=SPY,QQQ", "basket=QQQ"])
  }

  @Test("Options sweep too, defaults hold where an entry is silent, and a list of one is a sweep")
  func options() throws {
    #expect(try Self.variations("from = [2020-01-01, '2020-02-01']\nseed = [7]").count == 2)
    let plan = try StudyLab.plan(
      "[defaults]\nfrom = 2020-01-06\nseed = 3\n[[eval]]\nplugin = 'claims'\nseed = 5\n"
        + "to = 2020-02-03\n[[eval]]\nplugin = 'claims'")
    #expect(plan.cases.map(\.request.seed) == [5, 3])
    #expect(plan.cases.map(\.request.from) == Array(repeating: Days.weekdays(4)[3], count: 2))
    let day = CivilDate.nanosecondsPerDay
    #expect(plan.cases[0].request.to == Days.weekdays(24)[23] + day - 1)
  }

  @Test("p-values of a sweep are corrected across it by Holm and by Benjamini and Hochberg")
  func correction() throws {
    let report = try StudyLab.report(
      "[[eval]]\ntitle = 'levels'\nplugin = 'claims'\nparams = { level = [0.01, 0.04, 0.03, 0.9] }")
    #expect(report.families.map(\.name) == ["levels", "levels"])
    #expect(report.families.map(\.outputs) == [["p_value"], ["p_other"]])
    let family = report.families[0]
    #expect(family.p == [0.01, 0.04, 0.03, 0.9])
    // statsmodels 0.14: multipletests([0.01, 0.04, 0.03, 0.9], method="holm" and "fdr_bh").
    let holm = [0.04, 0.09, 0.09, 0.9]
    let rates = [0.04, 0.16 / 3, 0.16 / 3, 0.9]
    for index in 0..<4 {
      #expect(abs(family.holm[index] - holm[index]) < 1e-15)
      #expect(abs(family.benjaminiHochberg[index] - rates[index]) < 1e-15)
      #expect(report.rows[index].p?.holm == family.holm[index])
      #expect(report.rows[index].p?.benjaminiHochberg == family.benjaminiHochberg[index])
      #expect(report.rows[index].p?.family == "levels")
    }
  }

  @Test("p-values in the tables of a sweep are named as not corrected; without a sweep none is")
  func tables() throws {
    func report(_ level: String) throws -> StudyReport {
      try StudyLab.report("[[eval]]\nplugin = 'claims'\nparams = { level = \(level) }")
    }
    let swept = try report("[0.01, 0.9]")
    #expect(swept.uncorrected == ["claims parts.p_part"])
    #expect(swept.json().contains("\"uncorrected\": [\"claims parts.p_part\"]"))
    #expect(try report("0.01").uncorrected.isEmpty)
  }

  @Test("A named family joins the leading p-values of several entries; alone nothing is corrected")
  func families() throws {
    let report = try StudyLab.report(
      """
      [[eval]]
      plugin = 'claims'
      family = 'both'
      params = { level = 0.02 }
      [[eval]]
      plugin = 'claims'
      family = 'both'
      p = 'p_other'
      params = { level = 0.1 }
      [[eval]]
      plugin = 'claims'
      """)
    #expect(report.families.map(\.name) == ["both"])
    #expect(report.families[0].outputs == ["p_value", "p_other"])
    #expect(report.families[0].rows == [0, 1])
    #expect(report.families[0].p == [0.02, 0.1 * 0.1])
    #expect(report.families[0].holm == [2 * (0.1 * 0.1), 2 * (0.1 * 0.1)])
    #expect(report.rows[2].p?.value == 0.5 && report.rows[2].p?.holm == nil)
  }
}
