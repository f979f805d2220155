import RothostSeries

/// Kendall's τ_b of the pairs without a missing value: concordance corrected for ties.
///
///     τ_b = (C - D) / √((N - T_x)(N - T_y)),   N = n(n - 1)/2
///
/// C and D count concordant and discordant pairs of pairs, T_x and T_y those tied in x and in y.
/// Kendall (Biometrika 33, 1945), by Knight's merge sort (JASA 61, 1966): O(n log n). NaN for fewer
/// than two pairs or a constant leg. Errors as `correlation`.
public func kendallCorrelation(_ x: Span<Double>, _ y: Span<Double>) throws(RothostError) -> Double
{
  let pairs = try CompletePairs(x, y)
  let (x, y) = (pairs.x, pairs.y)
  let order = x.indices.sorted { x[$0] != x[$1] ? x[$0] < x[$1] : y[$0] < y[$1] }
  let tiesX = tiedPairs(order) { x[$0] == x[$1] }
  let tiesBoth = tiedPairs(order) { x[$0] == x[$1] && y[$0] == y[$1] }
  var sorted = order.map { y[$0] }
  var scratch = sorted
  let swaps = mergeSort(&sorted, &scratch, 0..<sorted.count)
  let tiesY = tiedPairs(Array(sorted.indices)) { sorted[$0] == sorted[$1] }
  let all = x.count * (x.count - 1) / 2
  guard all > tiesX, all > tiesY else { return .nan }
  let score = all - tiesX - tiesY + tiesBoth - 2 * swaps
  let tau = Double(score) / (Double(all - tiesX).squareRoot() * Double(all - tiesY).squareRoot())
  return min(1, max(-1, tau))
}

/// How many pairs lie within runs of neighbours that tie.
private func tiedPairs(_ order: [Int], _ tie: (Int, Int) -> Bool) -> Int {
  var (pairs, run) = (0, 0)
  for k in order.indices.dropFirst() {
    run = tie(order[k - 1], order[k]) ? run + 1 : 0
    pairs += run
  }
  return pairs
}

/// Sorts ascending and returns how many exchanges of neighbours that takes.
private func mergeSort(
  _ values: inout [Double], _ scratch: inout [Double], _ range: Range<Int>
) -> Int {
  guard range.count > 1 else { return 0 }
  let middle = range.lowerBound + range.count / 2
  var swaps =
    mergeSort(&values, &scratch, range.lowerBound..<middle)
    + mergeSort(&values, &scratch, middle..<range.upperBound)
  var (left, right) = (range.lowerBound, middle)
  for k in range {
    if left < middle, right == range.upperBound || values[left] <= values[right] {
      scratch[k] = values[left]
      left += 1
    } else {
      scratch[k] = values[right]
      right += 1
      swaps += middle - left
    }
  }
  for k in range { values[k] = scratch[k] }
  return swaps
}
