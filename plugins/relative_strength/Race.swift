import Glibc
import RothostIndicatorParts
import RothostPluginKit

/// The race so far: runs of rows won and lost, and the years.
struct Race: Sendable {
  let threshold: Double
  let byDay: Int
  private(set) var runs = Runs(listedLength: .max)
  /// The current year; nil in the first one, which has no close before it.
  private(set) var year: Year?
  private(set) var finished: [Year] = []
  private var lastYear: Int?
  private var first = Time(nanoseconds: 0)
  private var lastAsset = 0.0
  private var lastBenchmark = 0.0
  /// Squared moves of the log ratio.
  private var squares = 0.0

  init(threshold: Double, byDay: Int) {
    self.threshold = threshold
    self.byDay = byDay
  }

  /// Takes the next pair, both above 0, and answers whether there was one to compare it with.
  mutating func take(_ asset: Double, _ benchmark: Double, at time: Time) -> Bool {
    let number = Int(Day(nanoseconds: time.nanoseconds).civil.year)
    let isFirst = lastYear == nil
    if isFirst { first = time }
    if let last = lastYear, last != number { turn(to: number, at: time) }
    lastYear = number
    if !isFirst {
      let before = lastAsset / lastBenchmark
      runs.take(
        winner(asset, benchmark), at: time, from: before, to: asset / benchmark)
      let move = log(asset / lastAsset) - log(benchmark / lastBenchmark)
      squares += move * move
    }
    lastAsset = asset
    lastBenchmark = benchmark
    follow(at: time)
    return !isFirst
  }

  /// The sign of asset / lastAsset - benchmark / lastBenchmark, without rounding.
  ///
  /// Where the rounded cross products are equal, their rounding errors decide; a fused
  /// multiply-add gives those exactly.
  private func winner(_ asset: Double, _ benchmark: Double) -> Int {
    let left = asset * lastBenchmark, right = benchmark * lastAsset
    if left != right { return left > right ? 1 : -1 }
    let leftError = (-left).addingProduct(asset, lastBenchmark)
    let rightError = (-right).addingProduct(benchmark, lastAsset)
    return leftError > rightError ? 1 : leftError < rightError ? -1 : 0
  }

  private mutating func turn(to number: Int, at time: Time) {
    if var ended = year {
      if ended.reachedTime != nil {
        ended.held = lastAsset / ended.baseAsset > lastBenchmark / ended.baseBenchmark
      }
      finished.append(ended)
    }
    year = Year(
      number: number, start: time, baseAsset: lastAsset, baseBenchmark: lastBenchmark)
  }

  private mutating func follow(at time: Time) {
    guard var now = year else { return }
    now.spread = now.spread(lastAsset, lastBenchmark)
    if now.reachedTime == nil && now.spread >= threshold && dayOfYear(time) <= byDay {
      now.reachedTime = time
      now.reachedSpread = now.spread
      now.holdChance = holdChance(of: now, at: time)
    }
    year = now
  }

  private func dayOfYear(_ time: Time) -> Int {
    366 - daysLeft(time) - (isLeap(time) ? 0 : 1)
  }

  /// Whole days after this one until the year ends.
  private func daysLeft(_ time: Time) -> Int {
    let (_, month, day) = Day(nanoseconds: time.nanoseconds).civil
    // Days of the year before each month, in a year that is no leap year.
    let before: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    let leap: Int64 = isLeap(time) ? 1 : 0
    return Int(365 + leap - before[Int(month) - 1] - day - (month > 2 ? leap : 0))
  }

  private func isLeap(_ time: Time) -> Bool {
    let year = Day(nanoseconds: time.nanoseconds).civil.year
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Phi(lead / (s sqrt(m))) with as many rows a day left as there were so far.
  private func holdChance(of year: Year, at time: Time) -> Double {
    let lead = log(lastAsset / year.baseAsset) - log(lastBenchmark / year.baseBenchmark)
    let rowsPerDay = Double(runs.moves) / time.days(since: first)
    let rowsLeft = Double(daysLeft(time)) * rowsPerDay
    let deviation = (squares / Double(runs.moves) * rowsLeft).squareRoot()
    if deviation == 0 { return lead > 0 ? 1 : lead < 0 ? 0 : 0.5 }
    return 0.5 * erfc(-lead / deviation * 0.5.squareRoot())
  }

  var tally: Tally { Tally(finished) }

  /// "ahead 11 rows in a row since 2026-01-02, n = 6,500 (p = 0.87); of 16 years that reached
  /// 5.0 %, 12 ended ahead, 11.8 expected of walks without drift (p = 0.55)".
  var verdict: String {
    guard runs.moves > 0 else { return "fewer than two rows with both: nothing to compare" }
    var text = "level with the benchmark at the last row"
    if let run = runs.current, let p = runs.chance(of: run) {
      let way = run.direction > 0 ? "ahead" : "behind"
      text = "\(way) \(Words.count(run.length, "row")) in a row since \(run.start.text)"
      text += ", n = \(runs.moves) (\(Words.probability(p)))"
    }
    let tally = tally
    guard tally.reached > 0 else {
      return text + "; no finished year reached \(Words.percent(threshold))"
    }
    let expected = Words.decimal(tally.expected, places: 1)
    return text + "; of \(Words.count(tally.reached, "year")) that reached "
      + "\(Words.percent(threshold)), \(tally.held) ended ahead, \(expected) expected of walks "
      + "without drift (\(Words.probability(tally.pValue)))"
  }
}
