import RothostIndicatorParts
import RothostPluginKit

/// Whether one series beats another: day by day, run by run, and calendar year by calendar year.
///
/// A row where either is missing is stepped over. Which return is larger is decided without
/// rounding, so that equal returns are ties. One pass, O(rows).
struct RelativeStrength: StreamingIndicator {
  static let id = "relative_strength"
  static let summary = "Runs of days ahead of a benchmark, and whether a year's lead lasts."
  static let documentation = """
    Claim: small caps beat the S&P 500 on eleven trading days in a row in January 2026; in years \
    with a lead of at least 500 basis points they stayed ahead four times of five.
    Formula: ratio = asset / benchmark. A row is won where the asset's return since the row before \
    exceeds the benchmark's; run counts rows won (positive) or lost (negative) in a row. A year's \
    spread is the asset's return since the last close of the year before, less the benchmark's; \
    the year is reached at the first row whose spread is at least `threshold`, and held if the \
    asset is ahead at the year's last row.
    How to read it: p_value is the chance of a run as long as the current one somewhere among n \
    independent rows with the share of wins seen. A lead that is there in December mostly lasts \
    whatever small caps do, so each year comes with hold_chance, Phi(lead / (s sqrt(m))): the \
    chance that a walk without drift keeps the lead (log of the ratio's rise) over the m rows left, \
    s being the root mean square move of the log ratio so far. p_years is the chance that such \
    walks hold at least as many years as were held. `by_day` keeps only leads reached early.
    When not to: on price returns of funds that pay different dividends; in the first calendar \
    year, which has no close before it and is left out; where closes are at different hours.
    Source: Feller, An Introduction to Probability Theory, vol. 1 (1968), XIII.7 for runs; \
    Bachelier, Theorie de la speculation (1900), for the driftless walk; Hong, On computing the \
    distribution function for the Poisson binomial distribution, CSDA 59 (2013), for p_years.
    """

  let asset = Input("what may be ahead", default: "IWM", demo: "DEMO_SMALL")
  let benchmark = Input("what it is held against", default: "SPY", demo: "DEMO_LARGE")
  let threshold = Parameter(
    0.05, in: 0...10, "a year is reached at this spread", unit: "fraction")
  let byDay = Parameter(366, in: 1...366, "latest day of the year to reach it", unit: "days")

  let ratio = SeriesOutput("asset over benchmark", .causal)
  let run = SeriesOutput("rows in a row: positive won, negative lost", .causal, unit: "bars")
  let yearSpread = SeriesOutput("the spread of the year so far", .causal, unit: "fraction")
  let current = Scalar<Int>("run at the last row", unit: "bars")
  let currentTime = Scalar<Time>("the current run's first row")
  let longest = Scalar<Int>("most rows won in a row", unit: "bars")
  let longestTime = Scalar<Time>("its first row")
  let longestEndTime = Scalar<Time>("its last row")
  let winRate = Scalar<Double>("share of rows won", unit: "fraction")
  let pValue = Scalar<Double>("chance of a run as long as the current one in n rows", .pValue)
  let pLongest = Scalar<Double>("chance of a run as long as the longest won", .pValue)
  let yearsReached = Scalar<Int>("finished years that reached the threshold by by_day")
  let yearsHeld = Scalar<Int>("of these, years that ended ahead")
  let expectedHeld = Scalar<Double>("years that walks without drift would hold")
  let pYears = Scalar<Double>("chance that such walks hold at least years_held", .pValue)
  let n = Scalar<Int>("rows compared")
  let verdict = Scalar<String>("run and years in words")
  let years = Table<Year>(
    "calendar years with a close before them, the unfinished one last",
    Column("time", \.start, "the year's first row", .causal),
    Column("year", \.number, "the calendar year", .causal),
    Column("spread", \.spread, "at the year's last row", unit: "fraction"),
    Column("reached_time", \.reachedTime, "first row at the threshold; missing if never"),
    Column("reached_spread", \.reachedSpread, "spread at that row", unit: "fraction"),
    Column("hold_chance", \.holdChance, "that a walk without drift keeps the lead"),
    Column("held", \.held, "whether the year ended ahead; missing if unfinished or not reached"))

  func start(_ settings: borrowing Settings) -> Race {
    Race(threshold: settings[threshold], byDay: settings[byDay])
  }

  func update(_ state: inout Race, _ row: inout Row) throws(Failure) {
    let asset = row[asset], benchmark = row[benchmark]
    if asset.isNaN || benchmark.isNaN { return }
    guard asset > 0 && benchmark > 0 else {
      throw .input(
        "row \(row.index) of \(row.time.text) has a level of 0 or less, of which there is no return"
      )
    }
    let isComparable = state.take(asset, benchmark, at: row.time)
    row[ratio] = asset / benchmark
    if isComparable { row[run] = Double(state.runs.current?.signedLength ?? 0) }
    if let year = state.year { row[yearSpread] = year.spread }
  }

  func finish(_ state: Race, _ results: borrowing Results) {
    let runs = state.runs
    results.set(n, runs.moves)
    results.set(verdict, state.verdict)
    guard runs.moves > 0 else { return }
    results.set(current, runs.current?.signedLength ?? 0)
    results.set(currentTime, runs.current?.start)
    results.set(longest, runs.longestUp?.length ?? 0)
    results.set(longestTime, runs.longestUp?.start)
    results.set(longestEndTime, runs.longestUp?.end)
    results.set(winRate, runs.rate(of: 1))
    results.set(pValue, runs.chance(of: runs.current))
    results.set(pLongest, runs.chance(of: runs.longestUp))
    results.set(yearsReached, state.tally.reached)
    results.set(yearsHeld, state.tally.held)
    if state.tally.reached > 0 {
      results.set(expectedHeld, state.tally.expected)
      results.set(pYears, state.tally.pValue)
    }
    for year in state.finished { results.add(year, to: years) }
    if let year = state.year { results.add(year, to: years) }
  }
}

@c(rot_plugin_entry) public func entry() -> PluginDescriptor? {
  plugin("relative_strength", RelativeStrength.self)
}
