import RothostIndicatorParts
import RothostPluginKit

/// Record highs that come after a long wait, and how far the series stands from its record.
///
/// A breakout is a record close more than the cool-down after the previous record close. Distance
/// is (x - m) / m with m the record up to that row: exact near a record (Sterbenz), and missing
/// while m is 0 or less. A missing row changes nothing. One pass, O(rows).
struct Breakout: StreamingIndicator {
  static let id = "breakout"
  static let summary = "Record highs after years without one: when, above which old high."
  static let documentation = """
    Claim: "price discovery": a record high after years, above which nobody is left to sell even.
    Formula: a record is a value above all before it. A breakout is a record that comes more than \
    `cooldown_days` calendar days after the record before it. distance = (x - m) / m, m = the \
    record so far: 0 at a record, negative below. in_discovery is 1 from a breakout on while x \
    stands above the old high it overcame and the latest record is no older than the cool-down.
    How to read it: events lists all breakouts, with the old high and how long it stood. Count \
    them before picking some: with 180 days IWM has ten since 2000, six of them since Bitcoin \
    trades. What followed them is the question of `event_study`.
    When not to: the first row is a record by definition, so --from hides older highs and can \
    make a breakout of what was none; on unadjusted prices a dividend or split hides records; a \
    series that trends up hardly has any. There is no p-value: this says when, not what follows.
    Source: George & Hwang, The 52-Week High and Momentum Investing, Journal of Finance 59 (2004), \
    for nearness to a high as a signal; the cool-down is this project's definition of an event.
    """

  let series = Input("what may break out", default: "IWM", demo: "DEMO_SMALL")
  let cooldownDays = Parameter(
    180, in: 1...36500, "a record counts where the one before is older than this", unit: "days")

  let distance = SeriesOutput("below the record so far, 0 at it", .causal, unit: "fraction")
  let inDiscovery = SeriesOutput("1 above the old high of a fresh breakout, else 0", .causal)
  let daysSinceRecord = SeriesOutput("days since the record", .causal, unit: "days")
  let currentDistance = Scalar<Double>("distance at the last row", unit: "fraction")
  let isInDiscovery = Scalar<Bool>("in_discovery at the last row")
  let record = Scalar<Double>("the record as of the last row")
  let recordTime = Scalar<Time>("when it was set")
  let breakouts = Scalar<Int>("breakouts so far")
  let lastBreakoutTime = Scalar<Time>("the latest breakout; missing if there is none")
  let n = Scalar<Int>("rows used")
  let verdict = Scalar<String>("breakouts and distance in words")
  let events = Table<Records.Breakout>(
    "breakouts, oldest first",
    Column("time", \.time, "the breakout", .causal),
    Column("value", \.value, "its close", .causal),
    Column("old_high", \.oldHigh, "the record it overcame", .causal),
    Column("old_high_time", \.oldHighTime, "when that was set", .causal),
    Column("days_since", \.daysSince, "how long it stood", .causal, unit: "days"))

  func start(_ settings: borrowing Settings) -> Discovery {
    Discovery(cooldownDays: settings[cooldownDays])
  }

  func update(_ state: inout Discovery, _ row: inout Row) {
    let value = row[series]
    if value.isNaN { return }
    state.take(value, at: row.time)
    row[distance] = state.distance
    row[inDiscovery] = state.isInDiscovery ? 1 : 0
    row[daysSinceRecord] = state.daysSinceRecord
  }

  func finish(_ state: Discovery, _ results: borrowing Results) {
    results.set(n, state.n)
    results.set(breakouts, state.records.breakouts.count)
    results.set(verdict, state.verdict)
    guard state.n > 0 else { return }
    results.set(currentDistance, state.distance)
    results.set(isInDiscovery, state.isInDiscovery)
    results.set(record, state.records.record)
    results.set(recordTime, state.records.recordTime)
    results.set(lastBreakoutTime, state.records.breakouts.last?.time)
    for event in state.records.breakouts { results.add(event, to: events) }
  }
}

@c(rot_plugin_entry) public func entry() -> PluginDescriptor? { plugin("breakout", Breakout.self) }
