import RothostPluginKit

/// What the rows so far add up to.
struct Progress: Sendable {
  let threshold: Double
  var n = 0
  var current = Double.nan
  private(set) var record = -Double.infinity
  /// The fall from the latest record; of depth 0 while the series stands at it. nil before a row.
  private(set) var fall: Fall?
  /// The deepest fall; the earlier of two equal ones. nil before a row.
  private(set) var worst: Fall?
  private(set) var finished: [Fall] = []

  init(threshold: Double) { self.threshold = threshold }

  /// Takes the next value and answers its drawdown.
  mutating func take(_ value: Double, at time: Time) -> Double {
    n += 1
    if value >= record {
      recover(at: time)
      record = value
      fall = Fall(peak: time)
      current = value > 0 ? 0 : .nan
    } else {
      current = record > 0 ? drawdown(of: value) : .nan
      deepen(at: time)
    }
    if worst == nil { worst = fall }
    return current
  }

  /// Only levels beyond 8e307 of opposite signs overflow the difference; the quotient then serves.
  private func drawdown(of value: Double) -> Double {
    let difference = value - record
    return difference.isFinite ? difference / record : value / record - 1
  }

  func isListed(_ fall: Fall) -> Bool { fall.depth < 0 && -fall.depth >= threshold }

  private mutating func deepen(at time: Time) {
    fall?.bars += 1
    fall?.last = time
    guard var deeper = fall else { return }
    if current < deeper.depth {
      deeper.depth = current
      deeper.trough = time
      fall = deeper
    }
    // The worst fall is either this one, which it then follows, or deeper.
    if let known = worst, deeper.depth < known.depth || deeper.peak == known.peak { worst = deeper }
  }

  private mutating func recover(at time: Time) {
    guard var ended = fall, ended.bars > 0 else { return }
    ended.bars += 1
    ended.last = time
    ended.recovery = time
    if worst?.peak == ended.peak { worst = ended }
    if isListed(ended) { finished.append(ended) }
  }

  /// "49.7 % below the record of 2025-10-06; worst 83.2 % on 2018-12-15, recovered 2020-11-30".
  var verdict: String {
    guard let fall, let worst, !current.isNaN else { return "no record above 0 to measure from" }
    let today =
      current == 0
      ? "at a record" : "\(percent(current)) below the record of \(date(fall.peak))"
    if worst.depth == 0 { return today + "; never below a record" }
    let end = worst.recovery.map { "recovered \(date($0))" } ?? "not recovered"
    return today + "; worst \(percent(worst.depth)) on \(date(worst.trough)), \(end)"
  }

  private func date(_ time: Time) -> String { time.text }

  /// To one decimal.
  private func percent(_ fraction: Double) -> String {
    let tenths = (-fraction * 1000).rounded()
    guard tenths < 1e15 else { return "far more than 100 %" }
    return "\(Int(tenths) / 10).\(Int(tenths) % 10) %"
  }
}
