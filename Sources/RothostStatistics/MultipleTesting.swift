import RothostSeries

/// Holm's step-down adjusted p-values: the chance of any false rejection stays below the level.
///
///     p̃₍ᵢ₎ = max_{j ≤ i} min(1, (m - j + 1)·p₍ⱼ₎)
///
/// Holm, Scand. J. Stat. 6 (1979); valid under any dependence. NaN p-values were not tested: they
/// stay NaN and are not counted in m. `out` is as long as `p`. Throws `.argument` for a p outside
/// 0…1 or a wrong length. O(m log m).
public func holm(_ p: Span<Double>, into out: inout MutableSpan<Double>) throws(RothostError) {
  let order = try ascending(p, out.count)
  var running = 0.0
  for (rank, i) in order.enumerated() {
    running = max(running, min(1, Double(order.count - rank) * p[i]))
    out[i] = running
  }
  for i in p.indices where p[i].isNaN { out[i] = .nan }
}

/// Benjamini & Hochberg's adjusted p-values: the expected share of false rejections stays below.
///
///     p̃₍ᵢ₎ = min_{j ≥ i} min(1, m·p₍ⱼ₎ / j)
///
/// Benjamini & Hochberg, J. R. Stat. Soc. B 57 (1995); for independent or positively dependent
/// tests. NaN and errors as `holm`. O(m log m).
public func benjaminiHochberg(
  _ p: Span<Double>, into out: inout MutableSpan<Double>
) throws(RothostError) {
  let order = try ascending(p, out.count)
  var running = 1.0
  for (rank, i) in order.enumerated().reversed() {
    running = min(running, Double(order.count) * p[i] / Double(rank + 1))
    out[i] = running
  }
  for i in p.indices where p[i].isNaN { out[i] = .nan }
}

private func ascending(_ p: Span<Double>, _ outputs: Int) throws(RothostError) -> [Int] {
  try requireLength(outputs, p.count, "the adjusted p-values' output")
  for i in p.indices where p[i] < 0 || p[i] > 1 {
    throw RothostError(.argument, "p-value \(p[i]) at row \(i) is not between 0 and 1")
  }
  return p.indices.filter { !p[$0].isNaN }.sorted { p[$0] < p[$1] }
}
