import RothostCache
import RothostSeries

/// All that a frame depends on: two requests with the same key get the same frame.
struct FrameKey: Hashable, Sendable {
  struct Input: Hashable, Sendable {
    /// Unique in an engine: names of the demo market are reserved for it.
    var series: String
    /// Changes with every write of the series, so that an append never meets an old frame.
    var generation: UInt64
    var column: Int
    /// Of the stamps and of the column, should a cache be deleted and made anew.
    var checksums: [UInt64]
    var transform: Transform
    var delay: TimeSpan?
    var calendar: SeriesCalendar?
    var close: ClosingTime?
    /// Only where the clock is a role: else roles do not matter and frames are shared across them.
    var role: String?
  }

  var inputs: [Input]
  var rules: FrameRules
  /// Whether a frame without rows is an answer rather than an error.
  var allowsEmpty: Bool

  /// nil where an input is the caller's own array, whose content nothing tells apart.
  init?(_ inputs: [BoundInput], _ rules: FrameRules, allowsEmpty: Bool) {
    var isRoleClock = false
    if case .role = rules.clock { isRoleClock = true }
    self.inputs = []
    for input in inputs {
      guard let content = input.content else { return nil }
      self.inputs.append(
        Input(
          series: input.name, generation: content.generation, column: content.column,
          checksums: content.checksums, transform: input.transform, delay: input.delay,
          calendar: input.calendar, close: input.close, role: isRoleClock ? input.role : nil))
    }
    self.rules = rules
    if rules.from == nil { self.rules.warmUpRows = 0 }
    self.allowsEmpty = allowsEmpty
  }
}

extension BoundInput {
  /// What tells this input's numbers from others of the same name; nil where nothing does.
  fileprivate var content: (generation: UInt64, column: Int, checksums: [UInt64])? {
    switch data {
    case .view(let view, let column):
      let checksums = view.info.checksums
      return (view.info.generation, column, [checksums[0], checksums[1 + column]])
    case .array:
      // The demo market is generated from one fixed seed: its names are its content.
      return isSynthetic ? (0, 0, []) : nil
    }
  }
}
