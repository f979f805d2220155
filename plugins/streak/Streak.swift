import RothostIndicatorParts
import RothostPluginKit

/// How many rows in a row a series rose or fell, and how likely such a run is by chance alone.
///
/// A move compares a value with the last one that is not missing. Chances are those of independent
/// moves with the up- or down-rate seen, by Feller's recursion for success runs. One pass, O(rows).
struct Streak: StreamingIndicator {
  static let id = "streak"
  static let summary = "Runs of rises and falls in a row, and the chance of runs so long."
  static let documentation = """
    Claim: Bitcoin fell six sessions in a row.
    Formula: a move is up where x_t > x_{t-1} and down where x_t < x_{t-1}; run counts moves of one \
    direction in a row, positive up, negative down; a move of 0 ends a run. p_value is the chance \
    that n independent moves, each in the current run's direction at the rate seen among all n, \
    hold at least one run as long as the current one: g(i) = g(i-1) + (1 - g(i-k-1)) (1-q) q^k. \
    p_next is the chance q^k that k given moves all go that way.
    How to read it: a p_value near 1 means that runs so long are to be expected somewhere in a \
    history of this length; among 5,000 coin tosses a run of 6 is certain. episodes lists all runs \
    of at least `threshold` moves.
    When not to: moves are not independent where volatility or trends cluster, which makes long \
    runs likelier than stated; the rate is estimated from the same moves; a run picked because it \
    caught the eye proves less than its p. Holidays do not end a run, missing rows are stepped over.
    Source: Feller, An Introduction to Probability Theory and Its Applications, vol. 1, 3rd ed. \
    (1968), section XIII.7.
    """

  let series = Input("what rises or falls", default: "BTC_USD", demo: "DEMO_CRYPTO")
  let threshold = Parameter(6, in: 1...10000, "least moves of a listed episode", unit: "bars")

  let run = SeriesOutput("moves in a row: positive up, negative down", .causal, unit: "bars")
  let current = Scalar<Int>("run at the last row", unit: "bars")
  let currentTime = Scalar<Time>("the current run's first move")
  let currentChange = Scalar<Double>("over the current run", unit: "fraction")
  let longestUp = Scalar<Int>("most rises in a row", unit: "bars")
  let longestUpTime = Scalar<Time>("its first rise")
  let longestUpEndTime = Scalar<Time>("its last rise")
  let longestDown = Scalar<Int>("most falls in a row", unit: "bars")
  let longestDownTime = Scalar<Time>("its first fall")
  let longestDownEndTime = Scalar<Time>("its last fall")
  let upRate = Scalar<Double>("share of rises among all moves", unit: "fraction")
  let downRate = Scalar<Double>("share of falls among all moves", unit: "fraction")
  let pValue = Scalar<Double>("chance of a run as long as the current one in n moves", .pValue)
  let pLongestUp = Scalar<Double>("chance of a run as long as the longest rise", .pValue)
  let pLongestDown = Scalar<Double>("chance of a run as long as the longest fall", .pValue)
  let pNext = Scalar<Double>("chance that as many given moves all go the current way")
  let n = Scalar<Int>("moves")
  let verdict = Scalar<String>("the current run and its chance in words")
  let episodes = Table<Runs.Run>(
    "runs of at least threshold moves, oldest first",
    Column("time", \.start, "its first move", .causal),
    Column("end_time", \.end, "its last move"),
    Column("length", \.signedLength, "moves: positive up, negative down", unit: "bars"),
    Column("change", \.change, "of the level over the run", unit: "fraction"))

  func start(_ settings: borrowing Settings) -> Moves { Moves(threshold: settings[threshold]) }

  func update(_ state: inout Moves, _ row: inout Row) {
    let value = row[series]
    if value.isNaN { return }
    guard state.take(value, at: row.time) else { return }
    row[run] = Double(state.runs.current?.signedLength ?? 0)
  }

  func finish(_ state: Moves, _ results: borrowing Results) {
    let runs = state.runs
    results.set(n, runs.moves)
    results.set(verdict, state.verdict)
    guard runs.moves > 0 else { return }
    results.set(current, runs.current?.signedLength ?? 0)
    results.set(currentTime, runs.current?.start)
    results.set(currentChange, runs.current?.change)
    results.set(longestUp, runs.longestUp?.length ?? 0)
    results.set(longestUpTime, runs.longestUp?.start)
    results.set(longestUpEndTime, runs.longestUp?.end)
    results.set(longestDown, runs.longestDown?.length ?? 0)
    results.set(longestDownTime, runs.longestDown?.start)
    results.set(longestDownEndTime, runs.longestDown?.end)
    results.set(upRate, runs.rate(of: 1))
    results.set(downRate, runs.rate(of: -1))
    results.set(pValue, runs.chance(of: runs.current))
    results.set(pLongestUp, runs.chance(of: runs.longestUp))
    results.set(pLongestDown, runs.chance(of: runs.longestDown))
    results.set(pNext, state.chanceOfNext)
    for episode in runs.listed { results.add(episode, to: episodes) }
  }
}

@c(rot_plugin_entry) public func entry() -> PluginDescriptor? { plugin("streak", Streak.self) }
