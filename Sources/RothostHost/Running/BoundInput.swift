import RothostCache
import RothostSeries

/// One input of a request, resolved: its data, and how they are to be prepared.
///
/// What the preparation receives, in role order, repeated roles side by side.
struct BoundInput: Sendable {
  enum Data: Sendable {
    /// A column of a snapshot of the cache.
    case view(SeriesView, column: Int)
    /// The caller's own numbers, or those of the demo market.
    case array(ArrayInput)
  }

  var role: String
  /// Index of the role among the descriptor's inputs.
  var roleIndex: Int
  var name: String
  /// "" for the caller's own arrays.
  var column: String
  var unit: String?
  var data: Data
  var transform: Transform
  /// The publication delay in force; nil = a price, known at its stamp.
  var delay: TimeSpan?
  /// nil = inferred from the stamps.
  var calendar: SeriesCalendar?
  /// nil = not known.
  var close: ClosingTime?
  var timeKind: TimeKind
  var isSynthetic = false
  /// Past values were changed later.
  var isRevised = false
}
