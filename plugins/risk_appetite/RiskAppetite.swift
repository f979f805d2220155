import RothostIndicatorParts
import RothostPluginKit

/// A composite of standardised parts, each against all of its own past and nothing of its future.
///
/// State: the parts' moments, O(parts) per row. A row where a part is missing leaves it out of the
/// mean; `parts_known` tells of how many the composite is.
struct RiskAppetite: StreamingIndicator {
  static let id = "risk_appetite"
  static let summary = "Risk appetite as the mean of standardised parts, and its regime."
  static let documentation = """
    Claim: small caps are the thermometer of risk: where they beat large caps, credit is calm, \
    volatility, the dollar and real yields are low, appetite is high.
    Formula: `formulas` says what is made of the components, each NAME, -NAME where a high value \
    speaks against risk, NAME/NAME for the log of a ratio, or -NAME/NAME; a position from 1 on may \
    stand for a name, as in formulas=1/2,-3. A part's score is (x_t - m_t) / s_t with the mean and \
    deviation (n - 1) of all its values up to t, warm-up included and nothing later; it is known \
    from `min_periods` values on. With `change` = k the parts are x_t - x_{t-k} instead of x_t. \
    composite = mean of sign * score over the parts known at the row; risk_on above `threshold`, \
    risk_off below -threshold.
    How to read it: parts lists each part as of its latest row; contribution is what it adds \
    before dividing by the number of parts. rest_correlation is that of its changes over 21 rows \
    with those of the mean of the other parts: near 1 it tells what they tell, near 0 it is a \
    thermometer of something else. The changes overlap, so it is less sure than their number \
    suggests. Standard parts whose series are not in the cache are left out, and the verdict says \
    which; a component that they do not name is a part of its own, with sign +.
    When not to: a level that trends (the dollar, small over large caps) keeps one sign for years, \
    as its mean lags behind; use change=63 for the last quarter's move. The first years rest on few \
    values. Parts that tell the same weigh twice: correlated parts make the composite look surer \
    than it is. The threshold is a convention, no test: there is no p-value here. Values count \
    from their publication on, so a spread or an index is a day to a week behind a price; `inner` \
    loses the rows where delayed stamps do not meet.
    Source: the equal-weighted mean of standardised indicators as in Illing & Liu, Measuring \
    financial stress in a developed country, J. Financial Stability 2 (2006), there with full-sample \
    moments, here with expanding ones; Welford, Technometrics 4 (1962), for these.
    """
  static let alignments: [Alignment] = [.previous, .inner]
  /// Signs as in the claim. The demo market has funds only: its credit fund rises with appetite.
  static let standardParts = [
    "IWM/SPY", "-BAMLH0A0HYM2", "-VIXCLS", "-DTWEXBGS", "-DFII10", "DEMO_SMALL/DEMO_LARGE",
    "DEMO_CREDIT",
  ]

  let component = RepeatedInput(
    "what parts are made of; the first one's stamps are the clock", count: 0...32,
    default: ["IWM", "SPY", "BAMLH0A0HYM2", "VIXCLS", "DTWEXBGS", "DFII10"],
    demo: ["DEMO_SMALL", "DEMO_LARGE", "DEMO_CREDIT"])
  let formulas = Parameter(RiskAppetite.standardParts, "the parts, with signs and ratios")
  let change = Parameter(
    0, in: 0...10_000, "rows over which a part's change is taken; 0 = its level", unit: "rows")
  let minPeriods = Parameter(
    252, in: 2...1_000_000, "values a part needs: a year of sessions", unit: "values")
  let threshold = Parameter(
    0.5, in: 0...10, "composite beyond which the regime changes; a convention", unit: "deviations")

  let composite = SeriesOutput("mean of the parts' signed scores", .causal, unit: "deviations")
  let regime = ChoiceSeries<Regime>("what the composite says", .causal)
  let partsKnown = SeriesOutput("how many parts the composite is of", .causal)
  let current = Scalar<Double>("composite at its last row", unit: "deviations")
  let currentRegime = Scalar<Regime>("what it says")
  let regimeTime = Scalar<Time>("the first row of that regime without a break")
  let agreement = Scalar<Double>("share of parts on the composite's side of 0", unit: "fraction")
  let riskOnShare = Scalar<Double>("share of rows with risk on", unit: "fraction")
  let riskOffShare = Scalar<Double>("share of rows with risk off", unit: "fraction")
  let n = Scalar<Int>("rows with a composite")
  let verdict = Scalar<String>("where appetite stands, and whether the first part goes along")
  let parts = Table<PartLine>(
    "each part as of its latest row",
    Column("part", \.name, "as written in formulas"),
    Column("time", \.time, "its latest row with a score"),
    Column("value", \.value, "there"),
    Column("mean", \.mean, "of all values so far"),
    Column("deviation", \.deviation, "of all values so far"),
    Column("score", \.score, "(value - mean) / deviation there", unit: "deviations"),
    Column("contribution", \.contribution, "the score with its sign", unit: "deviations"),
    Column("n", \.n, "values so far"),
    Column(
      "rest_correlation", \.restCorrelation, "of changes over 21 rows, with the other parts' mean"))

  /// Expanding moments want all the past there is: a million rows are more than any daily history.
  func lookBack(_ settings: borrowing Settings) -> Int { 1_000_000 }

  func start(_ settings: borrowing Settings) throws(Failure) -> Thermometer {
    let texts = settings[formulas]
    let (parts, missing) = try Formula.parts(
      texts, isStandard: texts == RiskAppetite.standardParts,
      bound: settings.names(of: component), change: settings[change])
    return Thermometer(
      parts, missing: missing, minPeriods: settings[minPeriods], threshold: settings[threshold])
  }

  func update(_ state: inout Thermometer, _ row: inout Row) throws(Failure) {
    var values: [Double] = []
    for index in 0..<row.count(of: component) { values.append(row[component, index]) }
    try state.take(values, at: row.time, isInRange: row.index >= 0)
    row[composite] = state.composite
    row.set(regime, state.regime)
    row[partsKnown] = Double(state.known)
  }

  func finish(_ state: Thermometer, _ results: borrowing Results) {
    results.set(n, state.n)
    results.set(verdict, state.verdict)
    for part in state.parts { results.add(PartLine(part), to: parts) }
    guard let latest = state.latest, state.n > 0 else { return }
    results.set(current, latest.composite)
    results.set(currentRegime, latest.regime)
    results.set(regimeTime, latest.since)
    results.set(agreement, Double(latest.agreeing) / Double(latest.known))
    results.set(riskOnShare, state.share(state.rowsOn))
    results.set(riskOffShare, state.share(state.rowsOff))
  }
}

@c(rot_plugin_entry) public func entry() -> PluginDescriptor? {
  plugin("risk_appetite", RiskAppetite.self)
}
