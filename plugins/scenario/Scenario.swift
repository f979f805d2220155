import RothostPluginKit

/// What became of the target after moves of its drivers like the ones asked about.
///
/// O(rows log rows) per shock for the analogues, O(rows resamples) for the paths.
struct Scenario: Indicator {
  static let id = "scenario"
  static let summary = "Fans of paths after named shocks, from the historical analogues of each."
  static let documentation = """
    Claim: a standard, a pessimistic and a wildcard path for Bitcoin.
    Formula: a driver's move over `window` rows, standardised by the mean and deviation of all such \
    moves, is its score. A shock gives scores: NAME:SIZE for the first driver, or \
    NAME:DRIVER=SIZE/DRIVER=SIZE, drivers by name or position; drivers that it does not name are \
    free. Its analogues are the rows whose scores are nearest (root mean square distance over the \
    named drivers, at most `radius`), `window` rows apart from each other, at most \
    `most_analogues`. A path is a stationary bootstrap of the target's rows, blocks of geometric \
    length with mean `block_length`, whose first block begins right after an analogue, each \
    analogue in turn; later blocks begin anywhere, so what the shock tells fades as fast as blocks \
    end. Circular at the end of the data. The same random numbers serve all scenarios.
    How to read it: paths is the fan of simple returns per scenario and horizon: low and high hold \
    `confidence` of the paths; n is how many analogues stand behind it. history is the fan without \
    a shock: a scenario says something only where it differs from that. analogues lists their \
    dates and what really followed. Below five analogues there is no fan.
    When not to: this repeats the past and cannot show what never happened; a fan of few analogues \
    is narrow because they are few, not because the future is sure. Returns assume the target's \
    transform to be log. Analogues are found with the whole history, later rows included: this is a \
    study, not a forecast that could have been traded. Rows without target or a driver are left out.
    Source: Politis & Romano, The Stationary Bootstrap, JASA 89 (1994); nearest neighbours: Lall & \
    Sharma, A nearest neighbor bootstrap for resampling hydrologic time series, Water Resources \
    Research 32 (1996).
    """

  let target = Input(
    "whose paths are drawn", default: "BTC_USD", demo: "DEMO_CRYPTO", transform: .log)
  let driver = RepeatedInput(
    "what is shocked", count: 1...16, default: ["IWM"], demo: ["DEMO_SMALL"], transform: .log)
  let shocks = Parameter(
    ["standard:0", "pessimistic:-1.5", "wildcard:3"],
    "named shocks, in deviations of the drivers' moves over the window")
  let window = Parameter(21, in: 1...10_000, "rows over which drivers move", unit: "rows")
  let horizons = Parameter(
    [21, 63, 126], each: 1...10_000, "rows after the shock", unit: "rows")
  let radius = Parameter(
    0.5, in: 0...100, "analogues are at most this far from the shock", unit: "deviations")
  let mostAnalogues = Parameter(20, in: 1...100_000, "analogues of a shock, at most")
  let blockLength = Parameter(21.0, in: 1...10_000, "mean length of blocks", unit: "rows")
  let resamples = Parameter(1999, in: 99...100_000, "paths of each scenario")
  let confidence = Parameter(0.9, in: 0.5...0.999, "between low and high", unit: "fraction")

  let n = Scalar<Int>("rows with target and drivers")
  let fewestAnalogues = Scalar<Int>("behind the scenario that has the fewest")
  let generator = Scalar<String>("how paths are drawn: method, random numbers, seed, count")
  let verdict = Scalar<String>("each scenario at the longest horizon, and what cannot be concluded")
  let paths = Table<FanLine>(
    "simple returns of the paths, per scenario and horizon",
    Column("scenario", \.scenario, "the shock's name; history is without one"),
    Column("horizon", \.horizon, "rows after the shock", unit: "rows"),
    Column("n", \.n, "analogues behind it; all rows for history"),
    Column("low", \.low, "lower end of the fan; missing below 5 analogues", unit: "fraction"),
    Column(
      "lower_quartile", \.lowerQuartile, "a quarter of the paths lies below", unit: "fraction"),
    Column("median", \.median, "the path in the middle", unit: "fraction"),
    Column(
      "upper_quartile", \.upperQuartile, "a quarter of the paths lies above", unit: "fraction"),
    Column("high", \.high, "upper end of the fan", unit: "fraction"),
    Column("mean", \.mean, "mean return of the paths", unit: "fraction"),
    Column("rising_share", \.risingShare, "share of paths that rise", unit: "fraction"))
  let analogues = Table<AnalogueLine>(
    "the rows nearest to each shock, nearest first",
    Column("scenario", \.scenario, "the shock's name"),
    Column("time", \.time, "the last row of the window"),
    Column("distance", \.distance, "from the shock", unit: "deviations"),
    Column(
      "short_return", \.shortReturn,
      "what followed over the shortest horizon; missing beyond the data", unit: "fraction"),
    Column("long_return", \.longReturn, "what followed over the longest", unit: "fraction"))

  func run(_ run: borrowing Run) throws(Failure) {
    guard let statistics = run.statistics else {
      throw .failed("this host has no statistics; use rothost 0.1 or newer")
    }
    let horizons = Set(run[horizons]).sorted()
    guard !horizons.isEmpty else { throw .parameter("horizons is empty; give at least one") }
    let names = run.names(of: driver)
    let shocks = try Shock.list(run[shocks], drivers: names)
    let history = try history(run, names, statistics)
    guard let longest = horizons.last, longest <= history.count else {
      throw .tooFew(
        "\(history.count) rows are less than the longest horizon; give horizons up to that")
    }
    var fans = [Fan(Fan.historyName, [], horizons: horizons.count)]
    for shock in shocks {
      let analogues = history.analogues(
        of: shock, radius: run[radius], most: run[mostAnalogues])
      fans.append(Fan(shock.name, analogues, horizons: horizons.count))
    }
    try draw(&fans, history, horizons, run, statistics)
    try report(fans, history, horizons, run, statistics)
  }

  private func history(
    _ run: borrowing Run, _ names: [String], _ statistics: Statistics
  ) throws(Failure) -> History {
    let first = run.warmUpRows
    let times = run.times, target = run[target]
    var drivers: [[Double]] = []
    for index in names.indices {
      let moves = run[driver, index]
      drivers.append((first..<run.rows).map { moves[$0] })
    }
    return try History(
      times: (first..<run.rows).map { times[$0] }, target: (first..<run.rows).map { target[$0] },
      drivers: drivers, names: names, window: run[window], statistics)
  }

  private func draw(
    _ fans: inout [Fan], _ history: History, _ horizons: [Int], _ run: borrowing Run,
    _ statistics: Statistics
  ) throws(Failure) {
    let scheme = BlockScheme.stationary(meanLength: run[blockLength])
    let paths = run[resamples]
    for path in 0..<paths {
      let rows = try statistics.bootstrapRows(
        scheme, seed: run.seed, resample: path, count: history.count)
      for index in fans.indices {
        fans[index].add(path: path, rows: rows, target: history.target, horizons: horizons)
      }
      if path % 64 == 0 { try run.progress(Double(path) / Double(paths)) }
    }
  }

  private func report(
    _ fans: [Fan], _ history: History, _ horizons: [Int], _ run: borrowing Run,
    _ statistics: Statistics
  ) throws(Failure) {
    var last: [FanLine] = []
    for fan in fans {
      for (position, horizon) in horizons.enumerated() {
        let line = try fan.line(
          position, horizon: horizon, rows: history.count, confidence: run[confidence], statistics)
        run.add(line, to: paths)
        if horizon == horizons.last { last.append(line) }
      }
      for analogue in fan.analogues {
        run.add(
          AnalogueLine(analogue, of: fan.name, in: history, horizons: horizons), to: analogues)
      }
    }
    run.set(n, history.count)
    run.set(fewestAnalogues, fans.dropFirst().map(\.analogues.count).min())
    run.set(
      generator,
      "stationary bootstrap, mean block \(run[blockLength]) rows; splitmix64, seed \(run.seed), "
        + "\(run[resamples]) paths")
    run.set(verdict, Outlook(fans: fans, lines: last, history: history).verdict)
  }
}

@c(rot_plugin_entry) public func entry() -> PluginDescriptor? {
  plugin("scenario", Scenario.self)
}
