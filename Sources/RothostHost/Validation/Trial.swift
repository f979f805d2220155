import RothostLock
import RothostSeries

/// One indicator under validation: an engine that knows nothing else, and a market made for it.
///
/// In the process that validates, every call of the plugin's code runs in a worker; in a probe, which
/// is a sandboxed process made for one check, it runs right there.
final class Trial: Sendable {
  /// The answer on the whole market, with which every other one is compared.
  private struct Base {
    let market: ProbeMarket
    let answer: Result<EvaluationResult, RothostError>
  }

  let engine: Engine
  let found: FoundIndicator
  let options: ValidationOptions
  let isolation: Request.Isolation
  /// What `look_back` answered for the defaults; an error counts as 0 rows here.
  let lookBack: Result<Int, RothostError>
  /// In a probe: the process before the first call.
  let arrival: Arrival?
  /// Rows of the market; nil = to be found.
  private let rows: Int?
  private let known = Mutex<Base?>(nil)
  /// What probes told of checks that shared their process.
  let probed = Mutex<[String: CheckOutcome]>([:])

  var description: IndicatorDescription { found.description }
  var id: String { found.description.id }
  var seed: UInt64 { options.seed }
  /// Whether it can be fed row by row: what is taken as it is stored has no rows.
  var streams: Bool {
    description.flags.contains(.streaming) && description.defaultAlignment != .native
  }
  /// Why no two answers may be compared; nil where the same inputs must give the same bits.
  var incomparable: CheckOutcome? {
    description.flags.contains(.deterministic)
      ? nil : .notApplicable("it is not flagged ROT_DETERMINISTIC")
  }
  var market: ProbeMarket { ready().market }
  var base: Result<EvaluationResult, RothostError> { ready().answer }
  /// Rows before the asked range; as for the host, as many as there are of what it looks back on.
  var warmUp: Int {
    let wanted = (try? lookBack.get()) ?? 0
    return (wanted <= Self.longestLookBack ? wanted : Self.wholeHistory) + 1
  }

  /// Forty years of days; who asks for more asks for all there is.
  private static let longestLookBack = 10_000
  private static let wholeHistory = 500

  /// Rows asked for: as few as the indicator answers.
  private static let rowCounts = [240, 960, 3840]

  /// Rows of longer markets than the one it answered, for what shows only there.
  var longerRows: [Int] {
    let known = market.times.count
    return Self.rowCounts.map { $0 + warmUp }.filter { $0 > known }
  }

  /// - Parameter rows: rows of the market, where another trial found them; nil = to be found.
  init(
    _ engine: Engine, _ found: FoundIndicator, _ options: ValidationOptions,
    isolation: Request.Isolation, rows: Int? = nil, arrival: Arrival? = nil
  ) {
    self.engine = engine
    self.found = found
    self.options = options
    self.isolation = isolation
    self.rows = rows
    self.arrival = arrival
    let id = found.description.id
    lookBack = Self.result { () throws(RothostError) in
      try RequestPlan(
        Request(indicator: id), found, in: isolation == .process ? engine.workers : nil
      ).lookBack()
    }
  }

  /// Evaluated at the first question, so that a check of what happens before it can be asked.
  private func ready() -> Base {
    if let base = known.withLock({ $0 }) { return base }
    var base = evaluated(rows: rows ?? Self.rowCounts[0] + warmUp)
    for more in rows == nil ? Array(Self.rowCounts.dropFirst()) : [] {
      guard case .failure(let error) = base.answer, error.status == .tooFew else { break }
      base = evaluated(rows: more + warmUp)
    }
    known.withLock { $0 = base }
    return base
  }

  private func evaluated(rows: Int) -> Base {
    let market = ProbeMarket(description, rows: rows, seed: seed)
    return Base(market: market, answer: outcome(request(market)))
  }

  /// A request on a market, with the warm-up that the defaults need.
  func request(_ market: ProbeMarket) -> Request {
    var request = Request(indicator: id)
    request.inputs = market.bindings
    request.settings = ParameterCases(description).quick
    request.seed = seed
    request.isolation = isolation
    request.timeoutMilliseconds = options.timeoutMilliseconds
    if warmUp > 1, market.times.count > warmUp { request.from = market.times[warmUp] }
    return request
  }

  /// Evaluates the whole market and streams some rows, where it can: for what shows only then.
  func exercise() throws(RothostError) {
    _ = try base.get()
    guard streams else { return }
    let run = try StreamRun(self)
    for row in run.rows.prefix(8) { _ = try run.update(row) }
    run.stream.close()
  }

  func answer(_ market: ProbeMarket) throws(RothostError) -> EvaluationResult {
    try engine.evaluate(request(market))
  }

  /// The answer, or why there is none.
  func outcome(_ request: Request) -> Result<EvaluationResult, RothostError> {
    Self.result { () throws(RothostError) in try engine.evaluate(request) }
  }

  /// Why a call broke the contract; nil where it answered or refused in words of its own.
  ///
  /// A look-back that goes wrong has a check of its own.
  /// - Parameter mayTakeLong: whether running out of time is no fault here.
  func breach(_ request: Request, mayTakeLong: Bool = false) -> String? {
    guard case .failure(let error) = outcome(request), error.phase != "prepare" else { return nil }
    switch error.status {
    case .crashed, .output, .plugin: return error.message
    case .timeout: return mayTakeLong ? nil : error.message
    default: return nil
    }
  }

  static func result<Answer>(
    _ body: () throws(RothostError) -> Answer
  ) -> Result<Answer, RothostError> {
    Result { () throws(RothostError) in try body() }
  }
}

extension Duration {
  var inMilliseconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) * 1000 + Double(attoseconds) / 1e15
  }
}
