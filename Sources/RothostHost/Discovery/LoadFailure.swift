import RothostSeries

/// A file that took too long to be read, so that not every question about strangers waits for it
/// again.
///
/// Crashes and refusals are not kept: they are told within milliseconds, and another library on the
/// system may mend them.
struct LoadFailure: Sendable, Equatable {
  /// Why, in the words of the first time.
  var message: String
  /// Nanoseconds since 1970, UTC.
  var time: Int64

  /// How long nobody asks the same content again: a machine too busy for it is so for minutes.
  static let lifetime: Int64 = 600_000_000_000

  /// Whether it still counts; one of a clock that was set back does not.
  func holds(at now: Int64) -> Bool { (0..<Self.lifetime).contains(now &- time) }

  var error: RothostError {
    RothostError(
      .timeout,
      "\(message); it was tried at \(ISO8601.instant(time)), and is again ten minutes after that or "
        + "when it changes", phase: "load")
  }
}
