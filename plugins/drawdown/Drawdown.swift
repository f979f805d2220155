import RothostPluginKit

/// How far a series stands below its record, and every fall that was worth remembering.
///
/// Drawdown at t is (x_t - m_t) / m_t with m_t the largest value up to t: 0 at a record, negative
/// below it (Magdon-Ismail & Atiya, "Maximum Drawdown", Risk 17, 2004). Written this way, and not
/// as x / m - 1, the subtraction is exact near a record (Sterbenz), so small falls keep their digits.
///
/// A missing row gives a missing output and changes nothing. While the record itself is 0 or less
/// a fraction of it has no meaning: the output is missing. One pass, O(rows).
struct Drawdown: StreamingIndicator {
  static let id = "drawdown"
  static let summary = "How far a series stands below its record, and each fall and recovery."
  static let documentation = """
    Claim: Bitcoin stood 45 to 50 % below its record in early February 2026.
    Formula: drawdown = (x - m) / m, m = the largest value so far; 0 at a record, negative below.
    A fall starts at the last touch of a record and ends at the first value that reaches it again.
    How to read it: current is today's fall; worst is the deepest of the whole range; episodes \
    lists all falls of at least `threshold`, the unfinished one last, without a recovery.
    When not to: on spreads, yields or anything whose level may be 0 or less, where a fraction of \
    the record says nothing. A record is a record of the range asked for: --from hides older ones.
    Source: Magdon-Ismail & Atiya, Maximum Drawdown, Risk 17 (2004).
    """

  let series = Input("what may fall", default: "IWM", demo: "DEMO_SMALL")
  let threshold = Parameter(0.1, in: 0...1, "least depth of a listed episode", unit: "fraction")

  let underwater = SeriesOutput("drawdown at each row, 0 at a record", .causal, unit: "fraction")
  let current = Scalar<Double>("drawdown at the last row", unit: "fraction")
  let recordTime = Scalar<Time>("when the record stood that current is measured from")
  let lengthBars = Scalar<Int>("rows since that record, missing ones not counted")
  let lengthDays = Scalar<Double>("days since that record", unit: "days")
  let worst = Scalar<Double>("deepest drawdown of the range", unit: "fraction")
  let worstPeakTime = Scalar<Time>("the record before the deepest drawdown")
  let worstTroughTime = Scalar<Time>("the deepest row")
  let worstRecoveryTime = Scalar<Time>("when that record was reached again; missing if not yet")
  let n = Scalar<Int>("rows used")
  let verdict = Scalar<String>("current and worst in words")
  let episodes = Table<Fall>(
    "falls of at least threshold, oldest first",
    Column("time", \.peak, "the record it fell from", .causal),
    Column("trough_time", \.trough, "its deepest row"),
    Column("recovery_time", \.recovery, "when the record was reached again; missing if not yet"),
    Column("depth", \.depth, "its deepest drawdown", unit: "fraction"),
    Column("length_bars", \.bars, "rows from the record to the recovery, or to the last row"),
    Column("length_days", \.days, "the same in days", unit: "days"),
    Column("days_to_trough", \.daysToTrough, "from the record", unit: "days"),
    Column("days_to_recover", \.daysToRecover, "from the trough", unit: "days"))

  func start(_ settings: borrowing Settings) -> Progress {
    Progress(threshold: settings[threshold])
  }

  func update(_ state: inout Progress, _ row: inout Row) {
    let value = row[series]
    if value.isNaN { return }
    row[underwater] = state.take(value, at: row.time)
  }

  func finish(_ state: Progress, _ results: borrowing Results) {
    results.set(n, state.n)
    guard let fall = state.fall, let worstFall = state.worst else {
      results.set(verdict, "no rows to judge")
      return
    }
    results.set(current, state.current)
    results.set(recordTime, fall.peak)
    results.set(lengthBars, fall.bars)
    results.set(lengthDays, fall.days)
    results.set(worst, worstFall.depth)
    results.set(worstPeakTime, worstFall.peak)
    results.set(worstTroughTime, worstFall.trough)
    results.set(worstRecoveryTime, worstFall.recovery)
    results.set(verdict, state.verdict)
    for episode in state.finished { results.add(episode, to: episodes) }
    if state.isListed(fall) { results.add(fall, to: episodes) }
  }
}

@c(rot_plugin_entry) public func entry() -> PluginDescriptor? { plugin("drawdown", Drawdown.self) }
