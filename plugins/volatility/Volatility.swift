import RothostIndicatorParts
import RothostPluginKit

/// Realised volatility by four estimators, and where it stands in its own history.
struct Volatility: StreamingIndicator {
  static let id = "volatility"
  static let summary = "Realised volatility four ways, and its percentile within its own history."
  static let documentation = """
    Claim: Bitcoin's realised volatility stands at a record low.
    Formula, over the last `window` bars, r = ln(C_t / C_{t-1}), P bars a year:
    close_to_close = sqrt(P / (n - 1) sum (r - mean r)^2); \
    parkinson = sqrt(P / (4 n ln 2) sum ln(H/L)^2); \
    garman_klass = sqrt(P / n sum (ln(H/L)^2 / 2 - (2 ln 2 - 1) ln(C/O)^2)); \
    ewma = sqrt(P v), v_t = decay v_{t-1} + (1 - decay) r_t^2, begun with the mean of r^2 over the \
    first n returns. A return needs the bar and the one before; an estimate is missing while the \
    window holds fewer than `min_periods` of its terms.
    P is `periods_per_year`; 0 reads it off the stamps so far: 365 for a series that trades every \
    day, 252 on weekdays, 52 weekly, 12 monthly, 4 or 1 beyond; intraday bars are counted.
    How to read it: percentile is the share of earlier close_to_close values below the present \
    one, 0 at a record low. Neighbouring values share all but one bar: in n values there are only \
    about n / window independent ones, which is what a record is a record among.
    Parkinson and Garman-Klass need the other prices: --input high=BTC_USD:high and so on.
    When not to: Parkinson and Garman-Klass assume no drift and no gaps between bars, and fall \
    short where few trades miss the extremes; a split or a bad tick inside the window rules it.
    Source: Parkinson, The Extreme Value Method, Journal of Business 53 (1980); Garman & Klass, On \
    the Estimation of Security Price Volatilities, same volume; J.P. Morgan, RiskMetrics, 4th ed. \
    (1996), for the decay of 0.94.
    """

  let close = Input("closes", default: "BTC_USD", demo: "DEMO_CRYPTO")
  let open = OptionalInput("opens, for Garman-Klass")
  let high = OptionalInput("highs, for Parkinson and Garman-Klass")
  let low = OptionalInput("lows, for Parkinson and Garman-Klass")
  let window = Parameter(30, in: 10...2000, "bars in an estimate", unit: "bars")
  let minPeriods = Parameter(
    0, in: 0...2000, "terms the window must hold; 0 = all of it", unit: "bars")
  let decay = Parameter(0.94, in: 0.5...0.9999, "of ewma, per bar")
  let periodsPerYear = Parameter(0.0, in: 0...1e8, "bars a year; 0 = as the stamps say")

  let closeToClose = SeriesOutput("from closes alone", .causal, unit: "per year")
  let parkinson = SeriesOutput("from highs and lows", .causal, unit: "per year")
  let garmanKlass = SeriesOutput("from all four prices", .causal, unit: "per year")
  let ewma = SeriesOutput("exponentially weighted", .causal, unit: "per year")
  let percentile = SeriesOutput(
    "share of earlier close_to_close values below", .causal, unit: "fraction")
  let current = Scalar<Double>("close_to_close at the last bar", unit: "per year")
  let currentPercentile = Scalar<Double>("percentile at the last bar", unit: "fraction")
  let isRecordLow = Scalar<Bool>("whether no earlier value was as low")
  let lowest = Scalar<Double>("least close_to_close so far", unit: "per year")
  let lowestTime = Scalar<Time>("its bar")
  let highest = Scalar<Double>("largest close_to_close so far", unit: "per year")
  let highestTime = Scalar<Time>("its bar")
  let barsPerYear = Scalar<Double>("P at the last bar")
  let n = Scalar<Int>("values of close_to_close in the percentile's history")
  let verdict = Scalar<String>("level and percentile in words")

  func lookBack(_ settings: borrowing Settings) -> Int { settings[window] }

  func start(_ settings: borrowing Settings) throws(Failure) -> Estimates {
    if settings[minPeriods] > settings[window] {
      throw .parameter("min_periods is above window; lower it or give 0 for the whole window")
    }
    return Estimates(
      window: settings[window], minPeriods: settings[minPeriods], decay: settings[decay],
      periodsPerYear: settings[periodsPerYear])
  }

  func update(_ state: inout Estimates, _ row: inout Row) throws(Failure) {
    let bar = Bar(
      open: row[open] ?? .nan, high: row[high] ?? .nan, low: row[low] ?? .nan, close: row[close])
    if let fault = bar.fault { throw .input("row \(row.index) of \(row.time.text) \(fault)") }
    state.take(bar, at: row.time)
    row[closeToClose] = state.closeToClose
    row[parkinson] = state.parkinson
    row[garmanKlass] = state.garmanKlass
    row[ewma] = state.ewma
    row[percentile] = state.percentile
  }

  func finish(_ state: Estimates, _ results: borrowing Results) {
    results.set(n, state.history.count)
    results.set(verdict, state.verdict)
    results.set(barsPerYear, state.barsPerYear)
    guard let lowest = state.lowest, let highest = state.highest else { return }
    results.set(current, state.closeToClose)
    results.set(currentPercentile, state.percentile)
    results.set(isRecordLow, state.isRecordLow)
    results.set(self.lowest, lowest.value)
    results.set(lowestTime, lowest.time)
    results.set(self.highest, highest.value)
    results.set(highestTime, highest.time)
  }
}

@c(rot_plugin_entry) public func entry() -> PluginDescriptor? {
  plugin("volatility", Volatility.self)
}
