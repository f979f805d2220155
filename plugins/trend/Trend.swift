import RothostIndicatorParts
import RothostPluginKit

/// A moving average, the distance from it, and every touch of it: did it hold?
struct Trend: StreamingIndicator {
  static let id = "trend"
  static let summary = "A long average: distance, slope, crossings, and touches that held or broke."
  static let documentation = """
    Claim: Bitcoin's 200-week average near $60,000 to $62,000 holds.
    Formula: average_t = mean of the last `window` bars (missing while fewer than `min_periods` of \
    them have a value); distance = (x - average) / average; slope = change of the average over the \
    last bar, as a fraction of it. A crossing is a change of side of the average. A touch begins \
    when x comes within `threshold` of the average from outside and ends when it leaves that band: \
    held on the side it came from, broke on the other; a leap across the band in one bar broke.
    How to read it: for the 200-week average ask for weekly bars (`--clock 1w`). episodes lists \
    the touches: support from above, resistance from below, the unfinished one last. \
    worst_distance tells how far it went against the side it came from.
    When not to: held is the likelier end by construction, for a touch begins at the edge it came \
    from: a walk without drift leaves there more often than not. Few touches prove nothing; this \
    says what happened and has no p-value. An average of prices lags by half its window.
    Source: Brock, Lakonishok & LeBaron, Simple Technical Trading Rules and the Stochastic \
    Properties of Stock Returns, Journal of Finance 47 (1992), for averages with a band.
    """

  let series = Input("what is averaged", default: "BTC_USD", demo: "DEMO_CRYPTO")
  let window = Parameter(200, in: 2...100_000, "bars in the average", unit: "bars")
  let minPeriods = Parameter(
    0, in: 0...100_000, "values the window must hold; 0 = all of it", unit: "bars")
  let threshold = Parameter(
    0.02, in: 0...1, "a touch is this near the average", unit: "fraction")

  let average = SeriesOutput("mean of the window", .causal)
  let distance = SeriesOutput("from the average", .causal, unit: "fraction")
  let slope = SeriesOutput("change of the average over one bar", .causal, unit: "fraction")
  let crossing = SeriesOutput("1 where it crosses upwards, -1 downwards, else 0", .causal)
  let currentAverage = Scalar<Double>("average at the last bar")
  let currentDistance = Scalar<Double>("distance at the last bar", unit: "fraction")
  let currentSlope = Scalar<Double>("slope at the last bar", unit: "fraction")
  let crossings = Scalar<Int>("changes of side")
  let lastCrossingTime = Scalar<Time>("the latest of them")
  let supports = Scalar<Int>("touches from above that are over")
  let supportsHeld = Scalar<Int>("of these, touches that held")
  let resistances = Scalar<Int>("touches from below that are over")
  let resistancesHeld = Scalar<Int>("of these, touches that held")
  let n = Scalar<Int>("bars with an average")
  let verdict = Scalar<String>("where it stands and how touches ended")
  let episodes = Table<Touch>(
    "touches of the average, oldest first, the unfinished one last",
    Column("time", \.start, "the first bar in the band, or of the leap across it", .causal),
    Column("side", \.side, "where it came from", .causal),
    Column("average", \.average, "the average then", .causal),
    Column("end_time", \.end, "the bar that left the band; missing if unfinished"),
    Column("outcome", \.outcome, "how it ended"),
    Column("worst_distance", \.worst, "furthest against its side", unit: "fraction"),
    Column("length_bars", \.bars, "bars in the band", unit: "bars"))

  func lookBack(_ settings: borrowing Settings) -> Int { settings[window] }

  func start(_ settings: borrowing Settings) throws(Failure) -> Course {
    if settings[minPeriods] > settings[window] {
      throw .parameter("min_periods is above window; lower it or give 0 for the whole window")
    }
    return Course(
      window: settings[window], minPeriods: settings[minPeriods], threshold: settings[threshold])
  }

  func update(_ state: inout Course, _ row: inout Row) {
    state.take(row[series], at: row.time, isInRange: row.index >= 0)
    row[average] = state.average
    row[distance] = state.distance
    row[slope] = state.slope
    if !state.average.isNaN && !row[series].isNaN { row[crossing] = Double(state.crossing) }
  }

  func finish(_ state: Course, _ results: borrowing Results) {
    results.set(n, state.n)
    results.set(verdict, state.verdict)
    results.set(currentAverage, state.average)
    results.set(currentDistance, state.distance)
    results.set(currentSlope, state.slope)
    results.set(crossings, state.crossings)
    results.set(lastCrossingTime, state.lastCrossing)
    results.set(supports, state.touches(from: .support).count)
    results.set(supportsHeld, state.touches(from: .support).count { $0.outcome == .held })
    results.set(resistances, state.touches(from: .resistance).count)
    results.set(resistancesHeld, state.touches(from: .resistance).count { $0.outcome == .held })
    for touch in state.finished { results.add(touch, to: episodes) }
    if let touch = state.touch { results.add(touch, to: episodes) }
  }
}

@c(rot_plugin_entry) public func entry() -> PluginDescriptor? { plugin("trend", Trend.self) }
