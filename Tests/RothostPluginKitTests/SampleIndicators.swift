import RothostPluginKit

/// The two indicators below as a plugin; the same one at each call.
func samplePlugin() -> PluginDescriptor {
  plugin("sample", version: "3.0.0", Everything.self, RunningTotals.self)!
}

/// One of every kind of declaration, for tests of the descriptor and of what a run reads.
struct Everything: Indicator {
  enum Mode: String, Choice { case plain, fancy }
  struct Line { var time: Time; var size: Double?; var label: String?; var mode: Mode }

  static let id = "everything"
  static let version = "2.1.0"
  static let summary = "One of each."
  static let documentation = "For tests."
  static let alignments: [Alignment] = [.previous, .inner]

  let first = Input("a required one", default: "IWM", demo: "DEMO_SMALL", transform: .log)
  let maybe = OptionalInput("an optional one", transform: .difference)
  let basket = RepeatedInput("several", count: 1...3, default: ["A", "B"])

  let maxLag = Parameter(60, in: 1...500, "an integer", unit: "bars")
  let ratio = Parameter(0.5, in: 0...1, "a real")
  let isLoud = Parameter(false, "a boolean")
  let title = Parameter("none", "a text")
  let mode = Parameter(Mode.fancy, "a choice")
  let step = Parameter(Timespan.days(2), "a duration")
  let since = Parameter(Day(nanoseconds: 1_468_022_400_000_000_000), "a date")
  let horizons = Parameter([30, 60, 90], each: 1...365, "a list of integers", unit: "days")
  let names = Parameter(["x", "y"], "a list of texts")

  let sum = SeriesOutput("all inputs added", .causal)
  let pValue = Scalar<Double>("a p-value", .pValue)
  let count = Scalar<Int>("rows")
  let echo = Scalar<String>("the parameters in words")
  let nothing = Scalar<Time>("never known")
  let chosen = Scalar<Mode>("the choice")
  let lines = Table<Line>(
    "two lines", Column("time", \.time, "when", .causal), Column("size", \.size, "how large"),
    Column("label", \.label, "which"), Column("mode", \.mode, "the choice"))

  func lookBack(_ settings: borrowing Settings) -> Int { settings[maxLag] - 1 }

  func run(_ run: borrowing Run) throws(Failure) {
    if run[isLoud] { throw .parameter("too loud; set is_loud=false") }
    try run.progress(0.5)
    let first = run[first], rows = run.rows, warmUp = run.warmUpRows
    var sum = try run.series(sum)
    for i in warmUp..<rows {
      var total = first[i]
      if run.settings.has(maybe), let other = run[maybe] { total += other[i] }
      for member in 0..<run.settings.count(of: basket) { total += run[basket, member][i] }
      sum[i - warmUp] = total
    }
    run.set(pValue, run[ratio])
    run.set(count, run[horizons].count)
    run.set(
      echo,
      "\(run[title]) \(run[mode].rawValue) \(run[step].text) \(run[since].text) \(run[horizons]) "
        + run[names].joined(separator: "+"))
    run.set(nothing, nil)
    run.set(chosen, run[mode])
    run.add(Line(time: Time(nanoseconds: 5), size: nil, label: "eins", mode: .plain), to: lines)
    run.add(Line(time: Time(nanoseconds: 6), size: 2, label: nil, mode: .fancy), to: lines)
    if rows > 100 { run.warn("many rows") }
  }
}

/// A stream with two series, an optional and a repeated role, that fails on a negative value.
struct RunningTotals: StreamingIndicator {
  static let id = "running_totals"
  static let summary = "Totals so far."
  static let documentation = "For tests."

  let x = Input("added up")
  let maybe = OptionalInput("added too")
  let basket = RepeatedInput("counted", count: 0...4)
  let total = SeriesOutput("sum of x and maybe", .causal)
  let odd = SeriesOutput("written at odd rows only", .causal)
  let last = Scalar<Double>("the total now", .causal)

  func start(_ settings: borrowing Settings) -> Double { Double(settings.count(of: basket)) }

  func update(_ state: inout Double, _ row: inout Row) throws(Failure) {
    if row[x] < 0 { throw .input("row \(row.index) is negative") }
    state += row[x] + (row[maybe] ?? 0)
    for member in 0..<row.count(of: basket) { state += row[basket, member] }
    row[total] = state
    if row.index % 2 != 0 { row[odd] = Double(row.index) }
  }

  func finish(_ state: Double, _ results: borrowing Results) { results.set(last, state) }
}
