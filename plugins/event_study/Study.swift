import RothostIndicatorParts
import RothostPluginKit

/// One event, before anything is known of what followed.
struct Event: Sendable {
  var time: Time
  /// nil where the event is a listed date.
  var oldHighTime: Time?
  /// The latest confounder shortly before it.
  var confounder: Time?

  var isConfounded: Bool { confounder != nil }
}

/// Which events a summary is made of.
enum Sample: String, Choice { case all, unconfounded }

/// The events that fall into the target's history, and the dates they might have fallen on.
struct Study: Sendable {
  let path: Path
  private(set) var events: [Event] = []
  /// One per day: the trigger's dates, or the target's where events are listed.
  private let candidates: [Int64]
  private let confounders: [Int64]
  private let confounderSpan: Int64
  /// Two events are more than this apart.
  let gap: Int64

  init(
    path: Path, trigger: Path?, dates: [Day], cooldownDays: Int, confounders: [Day],
    confounderDays: Int
  ) throws(Failure) {
    self.path = path
    self.confounders = confounders.map(\.nanoseconds).sorted()
    confounderSpan = Int64(confounderDays) * Path.day
    guard let first = path.times.first, let last = path.times.last else {
      throw .tooFew("the target has no close; at least 2 are needed")
    }
    let cooldown = Int64(cooldownDays) * Path.day
    var found: [Event] = []
    var start = first
    var source = path.times
    if dates.isEmpty {
      guard let trigger else {
        throw .parameter("there is neither a trigger nor a date; bind trigger or give dates")
      }
      var records = Records(cooldownDays: Double(cooldownDays))
      for (time, value) in zip(trigger.times, trigger.values) {
        records.take(value, at: Time(nanoseconds: time))
      }
      found = records.breakouts.map { Event(time: $0.time, oldHighTime: $0.oldHighTime) }
      source = trigger.times
      // No record of the first days could have been a breakout.
      start = max(first, (source.first ?? first) + cooldown)
    } else {
      found = Set(dates).sorted().map { Event(time: Time(nanoseconds: $0.nanoseconds)) }
    }
    candidates = Study.daily(source.filter { $0 >= start && $0 <= last })
    let times = found.map(\.time.nanoseconds)
    let closest = zip(times.dropFirst(), times).map { $0 - $1 }.min() ?? .max
    gap = min(cooldown, closest - 1)
    events = found.filter {
      $0.time.nanoseconds >= first && path.entry(at: $0.time.nanoseconds) != nil
    }
    for index in events.indices {
      events[index].confounder = confounder(before: events[index].time.nanoseconds)
        .map { Time(nanoseconds: $0) }
    }
    guard !events.isEmpty else {
      throw .tooFew(
        "none of \(Words.count(found.count, "event")) falls into the target's history; at least 1 "
          + "is needed: lower cooldown_days or give dates")
    }
    guard events.count <= 200 else {
      throw .parameter(
        "\(events.count) events are more than 200; raise cooldown_days or list fewer dates")
    }
  }

  /// The latest listed date at most `confounderSpan` before `time`.
  private func confounder(before time: Int64) -> Int64? {
    confounders.last { $0 <= time && time - $0 <= confounderSpan }
  }

  /// The first stamp of each UTC day.
  private static func daily(_ times: [Int64]) -> [Int64] {
    var kept: [Int64] = []
    var lastDay: Int64?
    for time in times {
      let day = time >= 0 ? time / Path.day : (time - Path.day + 1) / Path.day
      if day != lastDay { kept.append(time) }
      lastDay = day
    }
    return kept
  }

  /// What followed the events, in their order, and all dates they might have fallen on.
  func summary(_ sample: Sample, horizon: Int) -> Summary {
    let chosen = events.filter { sample == .all || !$0.isConfounded }
    var times: [Int64] = []
    var holdings: [Holding] = []
    for time in candidates where sample == .all || confounder(before: time) == nil {
      guard let holding = path.holding(at: time, horizon: horizon) else { continue }
      times.append(time)
      holdings.append(holding)
    }
    return Summary(
      sample: sample, horizon: horizon,
      holdings: chosen.compactMap {
        path.holding(at: $0.time.nanoseconds, horizon: horizon)
      }, dates: times, dateHoldings: holdings)
  }
}
