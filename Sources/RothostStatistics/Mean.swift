import RothostSeries

/// The arithmetic mean of the values present: Σ x / n.
///
/// NaN when nothing is present. Throws `.input` for an infinity. Compensated, so accurate to the
/// last digit or two whatever the length. O(n).
public func mean(_ x: Span<Double>) throws(RothostError) -> Double {
  try CentralMoments(x).mean
}
