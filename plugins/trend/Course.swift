import RothostIndicatorParts
import RothostPluginKit

/// The course of a series around its average, so far.
struct Course: Sendable {
  let window: Int
  let threshold: Double
  private var mean: RollingMean
  private(set) var n = 0
  private(set) var average = Double.nan
  private(set) var slope = Double.nan
  /// NaN where the row or the average is missing, or the average is 0 or less.
  private(set) var distance = Double.nan
  /// 1 or -1 where the last row crossed the average, else 0.
  private(set) var crossing = 0
  private(set) var crossings = 0
  private(set) var lastCrossing: Time?
  private(set) var finished: [Touch] = []
  /// The touch under way.
  private(set) var touch: Touch?
  /// 1 above the average, -1 below it, 0 before it is known.
  private var side = 0
  /// The side of the band that it was last seen on; nil before it is known.
  private var outside: Touch.Side?

  init(window: Int, minPeriods: Int, threshold: Double) {
    self.window = window
    self.threshold = threshold
    mean = RollingMean(window: window, minPeriods: minPeriods)
  }

  /// Takes the next row; those before the range feed the average and the sides only.
  mutating func take(_ value: Double, at time: Time, isInRange: Bool) {
    let before = average
    average = mean.take(value)
    slope = before > 0 ? (average - before) / before : .nan
    crossing = 0
    distance = .nan
    if average.isNaN || value.isNaN { return }
    if isInRange { n += 1 }
    cross(value, at: time, isInRange: isInRange)
    guard average > 0 else { return }
    distance = (value - average) / average
    if distance.magnitude <= threshold {
      stay(at: time)
    } else {
      leave(to: distance > 0 ? .support : .resistance, at: time, isInRange: isInRange)
    }
  }

  private mutating func cross(_ value: Double, at time: Time, isInRange: Bool) {
    let now = value > average ? 1 : value < average ? -1 : side
    if side != 0 && now != side && isInRange {
      crossing = now
      crossings += 1
      lastCrossing = time
    }
    side = now
  }

  /// In the band: a touch begins or goes on.
  private mutating func stay(at time: Time) {
    guard let outside else { return }
    var now =
      touch ?? Touch(start: time, side: outside, average: average, distance: distance)
    now.bars += 1
    now.follow(distance)
    touch = now
  }

  /// Out of the band: a touch ends, or the band was leapt across.
  private mutating func leave(to now: Touch.Side, at time: Time, isInRange: Bool) {
    if touch == nil, let outside, outside != now {
      touch = Touch(start: time, side: outside, average: average, distance: distance)
    }
    if var ended = touch {
      ended.follow(distance)
      ended.end = time
      ended.outcome = ended.side == now ? .held : .broke
      if isInRange { finished.append(ended) }
      touch = nil
    }
    outside = now
  }

  /// The touches that are over.
  func touches(from side: Touch.Side) -> [Touch] { finished.filter { $0.side == side } }

  /// "12.3 % above its 200-bar average of 61234.50, which rose 0.41 % over the last bar; met from
  /// above 7 times: 5 held, 2 broke".
  var verdict: String {
    guard n > 0 else { return "no average yet: it needs \(Words.count(window, "bar"))" }
    guard !distance.isNaN else { return "the last bar has no distance from an average above 0" }
    let way = distance < 0 ? "below" : "above"
    var text = Words.percent(distance.magnitude) + " \(way) its \(window)-bar average of "
    text += Words.decimal(average, places: 2)
    if !slope.isNaN {
      let turn = slope < 0 ? "fell" : "rose"
      text += ", which \(turn) " + Words.decimal(slope.magnitude * 100, places: 2)
      text += " % over the last bar"
    }
    return text + "; met from above " + count(.support) + ", from below " + count(.resistance)
  }

  private func count(_ side: Touch.Side) -> String {
    let touches = touches(from: side)
    let held = touches.count { $0.outcome == .held }
    return Words.count(touches.count, "time") + ": \(held) held, \(touches.count - held) broke"
  }
}
