public import RothostCache
public import RothostSeries

/// A time series read from an Arrow structure: one stamp (or date) column and columns of numbers.
///
/// `float64` columns without nulls and nanosecond stamps are read where they lie; the rest is
/// converted, nulls to NaN. The producer's memory is held until this object goes.
public final class ArrowSeries: SeriesSource, Sendable {
  public let times: SharedArray<Int64>
  /// Session dates where all stamps are such, also in disguise (midnight in UTC or New York).
  public let timeKind: TimeKind
  public let columns: [ColumnName]
  public let values: [SharedArray<Double>]

  public var rowCount: Int { times.count }

  /// - Throws: `.argument` for what is no structure of one stamp column and columns of numbers,
  ///   naming the column; `.data` for a missing stamp or one beyond the years 1678 to 2261.
  init(_ structs: ArrowStructs) throws(RothostError) {
    guard !structs.isReleased else {
      throw RothostError(.argument, "the Arrow data were released already; export them anew")
    }
    guard structs.format == "+s" else {
      throw RothostError(
        .argument,
        "Arrow data of format \"\(structs.format)\" are no structure; pass a record batch with one "
          + "column of stamps and columns of numbers")
    }
    guard !structs.hasMissingRows else {
      throw RothostError(.argument, "the Arrow structure has missing rows; drop them first")
    }
    var stamps: [Int64]?
    var inPlace: SharedArray<Int64>?
    var names: [ColumnName] = []
    var values: [SharedArray<Double>] = []
    for column in structs.columns {
      if column.isDictionary {
        throw column.refusal("is dictionary-encoded; decode it to numbers or leave it out")
      }
      guard column.length >= structs.length else {
        throw column.refusal("has fewer rows than the structure; export it anew")
      }
      if let unit = ArrowTimeUnit(column.format) {
        guard stamps == nil, inPlace == nil else {
          throw column.refusal("is a second column of stamps; leave one out")
        }
        inPlace = try unit.inPlace(column, structs.length)
        if inPlace == nil { stamps = try unit.stamps(column, structs.length) }
      } else {
        values.append(try column.reals(structs.length))
        names.append(ColumnName(column.name))
      }
    }
    guard let times = inPlace ?? stamps.map({ SharedArray($0) }) else {
      throw RothostError(
        .argument, "the Arrow structure has no column of stamps or dates; add one")
    }
    guard !names.isEmpty else {
      throw RothostError(.argument, "the Arrow structure has no column of numbers; add one")
    }
    let dates = times.withSpan(SessionStamps.dates(behind:))
    timeKind = dates == nil ? .instants : .dates
    // Stamps at midnight UTC are the dates already.
    let isDisguised = dates.map { !$0.isEmpty && $0[0] != times[0] } ?? false
    self.times = isDisguised ? SharedArray(dates ?? []) : times
    columns = names
    self.values = values
  }

  public func readTimes(_ rows: Range<Int>, into destination: inout MutableSpan<Int64>) {
    let part = times.slice(rows)
    for row in part.indices { destination[row] = part[row] }
  }

  public func readColumn(
    _ column: Int, _ rows: Range<Int>, into destination: inout MutableSpan<Double>
  ) {
    let part = values[column].slice(rows)
    for row in part.indices { destination[row] = part[row] }
  }
}

extension ArrowStructs.Column {
  func refusal(_ why: String) -> RothostError {
    RothostError(.argument, "the Arrow column \"\(name)\" \(why)")
  }

  /// The first `count` values as real numbers; in place where that is possible.
  fileprivate func reals(_ count: Int) throws(RothostError) -> SharedArray<Double> {
    switch format {
    case "g":
      if !hasMissing(count), let values = inPlace(as: Double.self, count: count) { return values }
      return converted(count) { self.value($0, as: Double.self) }
    case "f": return converted(count) { self.value($0, as: Float.self).map(Double.init) }
    case "l": return converted(count) { self.value($0, as: Int64.self).map { Double($0) } }
    case "L": return converted(count) { self.value($0, as: UInt64.self).map { Double($0) } }
    case "i": return converted(count) { self.value($0, as: Int32.self).map(Double.init) }
    case "I": return converted(count) { self.value($0, as: UInt32.self).map(Double.init) }
    case "s": return converted(count) { self.value($0, as: Int16.self).map(Double.init) }
    case "S": return converted(count) { self.value($0, as: UInt16.self).map(Double.init) }
    case "c": return converted(count) { self.value($0, as: Int8.self).map(Double.init) }
    case "C": return converted(count) { self.value($0, as: UInt8.self).map(Double.init) }
    default:
      throw refusal(
        "has the Arrow format \"\(format)\", which is no number; cast it to float64 or leave it out"
      )
    }
  }

  private func converted(_ count: Int, _ value: (Int) -> Double?) -> SharedArray<Double> {
    let values = GrowableArray<Double>(capacity: count)
    for row in 0..<count { values.append(isMissing(row) ? .nan : value(row) ?? .nan) }
    return values.shared()
  }
}
