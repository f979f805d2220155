import Glibc
import RothostPluginKit

/// A historical analogue as the table shows it, and what really followed it.
struct AnalogueLine: Sendable {
  let scenario: String
  let time: Time
  let distance: Double
  let shortReturn: Double?
  let longReturn: Double?

  init(_ analogue: Analogue, of scenario: String, in history: History, horizons: [Int]) {
    self.scenario = scenario
    time = Time(nanoseconds: history.times[analogue.row])
    distance = analogue.distance
    shortReturn = history.following(analogue.row, horizon: horizons.first ?? 0).map { expm1($0) }
    longReturn = history.following(analogue.row, horizon: horizons.last ?? 0).map { expm1($0) }
  }
}
