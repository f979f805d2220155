import Glibc
import RothostIndicatorParts
import RothostPluginKit

/// The four estimates as of the last bar, and the history of the first.
struct Estimates: Sendable {
  private let length: Int
  private let decay: Double
  private let fixedPeriods: Double
  private var returns: Window
  private var ranges: Window
  private var bodies: Window
  private var last = Double.nan
  private var variance = Double.nan
  private var rows = 0
  private var first = Time(nanoseconds: 0)
  private var time = Time(nanoseconds: 0)
  private(set) var closeToClose = Double.nan
  private(set) var percentile = Double.nan
  private(set) var history = SortedHistory()
  private(set) var isRecordLow = false
  private(set) var lowest: (value: Double, time: Time)?
  private(set) var highest: (value: Double, time: Time)?

  init(window: Int, minPeriods: Int, decay: Double, periodsPerYear: Double) {
    length = window
    self.decay = decay
    fixedPeriods = periodsPerYear
    returns = Window(window, minPeriods: minPeriods)
    ranges = returns
    bodies = returns
  }

  mutating func take(_ bar: Bar, at time: Time) {
    if rows == 0 { first = time }
    rows += 1
    self.time = time
    let move = bar.close.isNaN || last.isNaN ? .nan : Bar.logRatio(bar.close, last)
    last = bar.close
    returns.take(move)
    ranges.take(bar.squaredRange)
    bodies.take(bar.garmanKlass)
    smooth(move)
    closeToClose = annual(returns.variance)
    rank(at: time)
  }

  var parkinson: Double { annual(ranges.mean / (4 * log(2.0))) }

  /// The mean may be negative where closes are far from opens in narrow bars; it has no root then.
  var garmanKlass: Double { annual(bodies.mean) }

  var ewma: Double { annual(variance) }

  private func annual(_ variance: Double) -> Double { (variance * barsPerYear).squareRoot() }

  private mutating func smooth(_ move: Double) {
    if variance.isNaN {
      variance = returns.meanSquare
    } else if !move.isNaN {
      variance = decay * variance + (1 - decay) * move * move
    }
  }

  private mutating func rank(at time: Time) {
    percentile = .nan
    isRecordLow = false
    guard !closeToClose.isNaN else { return }
    if history.count > 0 {
      percentile = Double(history.rank(closeToClose)) / Double(history.count)
      isRecordLow = closeToClose < lowest?.value ?? .infinity
    }
    history.insert(closeToClose)
    if closeToClose < lowest?.value ?? .infinity { lowest = (closeToClose, time) }
    if closeToClose > highest?.value ?? -.infinity { highest = (closeToClose, time) }
  }

  /// As set, or as the bars so far come: the market's usual counts where they are bars of days.
  var barsPerYear: Double {
    if fixedPeriods > 0 { return fixedPeriods }
    guard rows > 1 else { return .nan }
    let rate = Double(rows - 1) / time.days(since: first) * 365.25
    // Halfway marks between the counts, in ratio.
    switch rate {
    case 400...: return rate
    case 303...: return 365
    case 115...: return 252
    case 25...: return 52
    case 7...: return 12
    case 2...: return 4
    default: return 1
    }
  }

  /// "30-bar volatility 28.3 % a year, above 4.1 % of 5,500 earlier values (about 183 independent)".
  var verdict: String {
    guard let lowest, let highest else {
      return "no volatility yet: it needs \(Words.count(length + 1, "bar"))"
    }
    guard !closeToClose.isNaN else { return "no volatility at the last bar: values are missing" }
    var text = "\(length)-bar volatility \(Words.percent(closeToClose)) a year"
    guard history.count > 1 else { return text + ", the first value" }
    text +=
      isRecordLow
      ? ", a record low" : ", above \(Words.percent(percentile))"
    let independent = max(1, history.count / length)
    return text + " of \(history.count - 1) earlier values (about \(independent) independent); "
      + "from \(Words.percent(lowest.value)) on \(lowest.time.text) to "
      + "\(Words.percent(highest.value)) on \(highest.time.text)"
  }
}
