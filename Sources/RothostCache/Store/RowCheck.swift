import RothostSeries

/// What every stored row must satisfy.
enum RowCheck {
  /// Throws `.data` unless the stamps increase strictly and, for dates, are whole days.
  static func times(_ times: Span<Int64>, kind: TimeKind) throws {
    for index in times.indices.dropFirst() where times[index] <= times[index - 1] {
      let problem =
        times[index] == times[index - 1]
        ? "repeats the stamp before it (\(ISO8601.text(times[index], as: kind)))"
        : "is earlier (\(ISO8601.text(times[index], as: kind))) than the one before it "
          + "(\(ISO8601.text(times[index - 1], as: kind)))"
      throw RothostError(
        .data, "row \(index + 1) \(problem); sort the rows by time and keep one row per stamp")
    }
    guard kind == .dates else { return }
    for index in times.indices where times[index] % CivilDate.nanosecondsPerDay != 0 {
      throw RothostError(
        .data,
        "row \(index + 1) has the session date \(ISO8601.text(times[index], as: .instants)), which is "
          + "not at 00:00 UTC; give whole days, or say that the stamps are instants")
    }
  }

  /// Throws `.data` for an infinite value.
  static func values(_ values: Span<Double>, column: String) throws {
    for index in values.indices where values[index].isInfinite {
      throw RothostError(
        .data,
        "column \"\(column)\" is infinite in row \(index + 1); give NaN where a value is missing")
    }
  }
}
