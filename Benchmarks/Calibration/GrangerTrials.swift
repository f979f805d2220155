import Glibc
import RothostStatistics

/// Prints how often Granger's test rejects where the past of x does not help, by the classical F
/// at the chosen order and by the wild bootstrap.
///
///     make calibrate ARGS='[trials] granger'
func tableGranger(trials: Int) throws {
  print("| order | n | null | trials | classical F 1 / 5 / 10 % | p_lead 1 / 5 / 10 % |")
  print("| --- | ---: | --- | ---: | --- | --- |")
  let designs: [(String, LagSelection, Int)] = [
    ("AIC, up to 10", .akaike(upTo: 10), 250), ("AIC, up to 10", .akaike(upTo: 10), 500),
    ("BIC, up to 10", .bayes(upTo: 10), 500), ("fixed, 3", .fixed(3), 500),
  ]
  for (name, selection, count) in designs {
    for null in Null.allCases {
      let answers = try (0..<trials).map { trial in
        var draws = Draws(seed: UInt64(trial + 1))
        let (x, y) = null.legs(count, &draws)
        return try grangerTest(x.span, causes: y.span, lags: selection, resamples: 199, seed: 7)
      }
      print(
        "| \(name) | \(count) | \(null.rawValue) | \(trials) "
          + "| \(rates(answers.map(\.classical.pValue))) | \(rates(answers.map(\.pValue))) |")
      fflush(nil)
    }
  }
}
