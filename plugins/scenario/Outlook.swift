import RothostIndicatorParts
import RothostPluginKit

/// All scenarios in words.
struct Outlook: Sendable {
  let fans: [Fan]
  /// The lines of the longest horizon, in the order of the fans.
  let lines: [FanLine]
  let history: History

  /// "over 126 rows: any 126 rows -41.0 to 150.2 %, median 12.3 %; standard -38.2 to …, median … (20
  /// analogues); wildcard has 2 analogues (2009-05-04, 2020-12-08), fewer than 5: no fan, nothing
  /// can be concluded".
  var verdict: String {
    let horizon = lines.first?.horizon ?? 0
    let sentences = zip(fans, lines).map { fan, line in sentence(fan, line) }
    return "over \(Words.count(horizon, "row")): " + sentences.joined(separator: "; ")
  }

  private func sentence(_ fan: Fan, _ line: FanLine) -> String {
    guard let low = line.low, let median = line.median, let high = line.high else {
      let dates = fan.analogues.map { Time(nanoseconds: history.times[$0.row]).text }.sorted()
      if dates.isEmpty {
        return "\(fan.name) has no analogue: it never came near, and nothing can be concluded"
      }
      return "\(fan.name) has \(Words.count(dates.count, "analogue")) "
        + "(\(dates.joined(separator: ", "))), fewer than \(Fan.fewest): nothing can be concluded"
    }
    let range = "\(Words.percent(low)) to \(Words.percent(high)), median \(Words.percent(median))"
    if fan.isHistory { return "without a shock \(range)" }
    return "\(fan.name) \(range) (\(Words.count(fan.analogues.count, "analogue")))"
  }
}
