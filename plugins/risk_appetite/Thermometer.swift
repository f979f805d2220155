import RothostIndicatorParts
import RothostPluginKit

/// What the composite says; the order is that of rising appetite.
enum Regime: String, Choice {
  case riskOff = "risk_off"
  case neutral
  case riskOn = "risk_on"
}

/// All parts and their mean, so far.
struct Thermometer: Sendable {
  let minPeriods: Int
  let threshold: Double
  /// Standard parts whose series are not bound.
  let missing: [String]
  private(set) var parts: [Part]
  /// Of the last row; NaN where no part is known.
  private(set) var composite = Double.nan
  private(set) var known = 0
  private(set) var n = 0
  private(set) var rowsOn = 0
  private(set) var rowsOff = 0
  /// The latest row with a composite.
  private(set) var latest: Reading?
  /// Which parts were known at the last rows, as many as changes reach back.
  private var knownBefore = [[Bool]](repeating: [], count: Part.reach)
  private var slot = 0

  /// A composite and since when its regime holds.
  struct Reading: Sendable {
    let time: Time
    let composite: Double
    let regime: Regime
    let since: Time
    /// Parts known, and those of them on the composite's side of 0.
    let known: Int
    let agreeing: Int
  }

  init(_ parts: [Part], missing: [String], minPeriods: Int, threshold: Double) {
    self.parts = parts
    self.missing = missing
    self.minPeriods = minPeriods
    self.threshold = threshold
  }

  /// nil where no part is known.
  var regime: Regime? {
    if composite.isNaN { return nil }
    return composite > threshold ? .riskOn : composite < -threshold ? .riskOff : .neutral
  }

  /// Takes a row of all components; those before the range feed means and deviations only.
  mutating func take(_ values: [Double], at time: Time, isInRange: Bool) throws(Failure) {
    for index in parts.indices {
      let level = try parts[index].level(values, at: time)
      parts[index].take(level, at: time, minPeriods: minPeriods)
    }
    known = parts.count { $0.isKnown }
    composite = mean(leavingOut: nil)
    let areKnown = parts.map(\.isKnown)
    for index in parts.indices {
      let rest = mean(leavingOut: index)
      parts[index].compare(with: rest, slot: slot, isSame: areKnown == knownBefore[slot])
    }
    knownBefore[slot] = areKnown
    slot = (slot + 1) % Part.reach
    read(at: time, isInRange: isInRange)
  }

  private func mean(leavingOut left: Int?) -> Double {
    var sum = 0.0
    var count = 0
    for (index, part) in parts.enumerated() where index != left && part.isKnown {
      sum += part.contribution
      count += 1
    }
    return count == 0 ? .nan : sum / Double(count)
  }

  private mutating func read(at time: Time, isInRange: Bool) {
    guard let regime else { return }
    if isInRange {
      n += 1
      if regime == .riskOn { rowsOn += 1 }
      if regime == .riskOff { rowsOff += 1 }
    }
    let isSame = latest.map { $0.regime == regime } ?? false
    latest = Reading(
      time: time, composite: composite, regime: regime,
      since: isSame ? latest?.since ?? time : time, known: known,
      agreeing: parts.count { $0.isKnown && ($0.contribution > 0) == (composite > 0) })
  }

  func share(_ rows: Int) -> Double? { n == 0 ? nil : Double(rows) / Double(n) }

  /// "risk on since 2025-11-24: composite 0.83, 4 of 5 parts on its side; over 21 rows IWM/SPY
  /// moved with the other parts at a correlation of 0.31 (4,900 overlapping changes)".
  var verdict: String {
    guard let latest, n > 0 else {
      let longest = parts.map(\.moments.count).max() ?? 0
      return "no composite yet: a part needs \(Words.count(minPeriods, "value")) that are not all "
        + "equal, the longest has \(longest)"
    }
    var text: String
    switch latest.regime {
    case .riskOn: text = "risk on"
    case .riskOff: text = "risk off"
    case .neutral: text = "neither on nor off"
    }
    text += " since \(latest.since.text): composite \(Words.decimal(latest.composite, places: 2)), "
    text += "\(latest.agreeing) of \(Words.count(latest.known, "part")) on its side"
    if !missing.isEmpty { text += ", without " + missing.joined(separator: ", ") }
    let first = parts[0]
    guard parts.count > 1, let correlation = first.correlation.value else { return text }
    let size = Words.decimal(correlation, places: 2)
    return text + "; over \(Part.reach) rows \(first.formula.text) moved with the other parts at a "
      + "correlation of \(size) (\(Words.count(first.correlation.count, "overlapping change")))"
  }
}
