import RothostPluginKit

/// What followed one event over one horizon.
struct Outcome: Sendable {
  let event: Event
  let horizon: Int
  var entryTime: Time?
  var entry: Double?
  var exitTime: Time?
  var exit: Double?
  let simpleReturn: Double?

  init(event: Event, horizon: Int, path: Path) {
    self.event = event
    self.horizon = horizon
    simpleReturn = path.holding(at: event.time.nanoseconds, horizon: horizon)?.simpleReturn
    guard let first = path.entry(at: event.time.nanoseconds) else { return }
    entryTime = Time(nanoseconds: path.times[first])
    entry = path.values[first]
    guard let last = path.exit(from: first, horizon: horizon) else { return }
    exitTime = Time(nanoseconds: path.times[last])
    exit = path.values[last]
  }
}
