import RothostSeries

/// A time limit as people write it, `30s`, in whole milliseconds.
public enum TimeoutArgument {
  /// - Throws: `.parameter` where the text is no duration, below 1 ms or above 49 days (what fits
  ///   the ABI's `uint32_t` of milliseconds).
  public static func milliseconds(parsing text: String) throws(RothostError) -> UInt32 {
    let span = try TimeSpan(parsing: text)
    guard let count = UInt32(exactly: span.nanoseconds / 1_000_000), count > 0 else {
      throw RothostError(
        .parameter, "'\(text)' is no time limit; give 1ms to 49d, such as 30s")
    }
    return count
  }
}
