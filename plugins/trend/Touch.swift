import RothostPluginKit

/// One visit to the band around an average.
struct Touch: Sendable {
  /// Support is met from above, resistance from below.
  enum Side: String, Choice { case support, resistance }
  enum Outcome: String, Choice { case held, broke, open }

  let start: Time
  let side: Side
  let average: Double
  var end: Time?
  var outcome = Outcome.open
  /// The distance furthest against the side it came from.
  var worst: Double
  var bars = 0

  init(start: Time, side: Side, average: Double, distance: Double) {
    self.start = start
    self.side = side
    self.average = average
    worst = distance
  }

  mutating func follow(_ distance: Double) {
    worst = side == .support ? min(worst, distance) : max(worst, distance)
  }
}
