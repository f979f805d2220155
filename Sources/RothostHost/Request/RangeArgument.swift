import RothostSeries

/// The ends of a range as people write them, both inclusive.
public enum RangeArgument {
  /// The first instant meant: a bare date begins at its 00:00 UTC.
  public static func start(parsing text: String) throws(RothostError) -> Int64 {
    try ISO8601.parse(text).time
  }

  /// The last instant meant: a bare date includes the whole of its day.
  public static func end(parsing text: String) throws(RothostError) -> Int64 {
    try ISO8601.parse(text).end
  }
}
