import RothostSeries

/// The answer of a progress callback: `false` asks the computation to stop.
public typealias Progress = (_ fraction: Double) -> Bool

/// The first row that holds an infinity; O(n), as fast as memory gives the values.
public func firstInfinity(in x: Span<Double>) -> Int? { Kernels.firstInfinity(x) }

/// Throws `Status.input`, naming the row, when `x` holds an infinity. O(n).
func requireFinite(_ x: Span<Double>, _ name: String) throws(RothostError) {
  try requireFinite(x, rows: 0..<x.count, name)
}

/// The same of some rows: a rolling kernel checks a strip when it takes it into the cache anyway.
func requireFinite(
  _ x: Span<Double>, rows: Range<Int>, _ name: String
) throws(RothostError) {
  if let row = firstInfinity(in: x.extracting(rows)) {
    throw RothostError(
      .input,
      "\(name) is infinite at row \(rows.lowerBound + row); missing values are NaN, so replace or "
        + "drop this row")
  }
}

/// Throws `Status.argument` unless both have the same number of values.
func requireSameCount(_ x: Span<Double>, _ y: Span<Double>) throws(RothostError) {
  guard x.count == y.count else {
    throw RothostError(
      .argument, "x has \(x.count) values and y \(y.count); align them to one clock first")
  }
}

/// Throws `Status.argument` when an output array is not of the length the statistic writes.
func requireLength(
  _ count: Int, _ expected: Int, _ name: String
) throws(RothostError) {
  guard count == expected else {
    throw RothostError(.argument, "\(name) holds \(count) values; it must hold \(expected)")
  }
}

/// Throws `Status.tooFew`, saying how many are needed.
func requireAtLeast(_ count: Int, _ needed: Int, _ what: String) throws(RothostError) {
  guard count >= needed else {
    throw RothostError(
      .tooFew, "\(count) \(what), at least \(needed) are needed; widen the range or ask for less")
  }
}

/// Throws `Status.cancelled` when the progress callback asks to stop.
func report(_ fraction: Double, to progress: Progress?) throws(RothostError) {
  if let progress, !progress(fraction) {
    throw RothostError(.cancelled, "cancelled at \(Int(fraction * 100)) %; nothing was written")
  }
}
