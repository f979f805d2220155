import Glibc
import RothostHost

/// Prints how often `liquidity_cascade` finds links that are not there: in a chain of four unrelated
/// stages, and in one whose first link is there and whose others are not.
///
///     make calibrate ARGS='[trials] cascade'
func tableCascade(trials: Int) throws {
  let plugins = try Plugins()
  print(
    "| chain | null | trials | any false link 1 / 5 / 10 % | every link (p_lead) | reverse (p_follow) "
      + "| true link found at 5 % |")
  print("| --- | --- | ---: | --- | --- | --- | ---: |")
  for strength in [0.0, 0.4] {
    for null in Null.allCases where null != .contemporaneous {
      var (falseLinks, every, reverse) = ([Double](), [Double](), [Double]())
      var found = [Bool]()
      for trial in 0..<trials {
        var draws = Draws(seed: UInt64(trial + 1))
        var stages = null.paths(4, 500, &draws)
        follow(&stages[1], stages[0], strength: strength)
        let answer = try cascade(plugins, stages, resamples: 599)
        let links = answer.reals("links", "p_lead_holm")
        falseLinks.append(links.dropFirst(strength > 0 ? 1 : 0).min() ?? 1)
        every.append(answer.real("p_lead"))
        reverse.append(answer.real("p_follow"))
        found.append(links[0] <= 0.05)
      }
      let chain = strength > 0 ? "first link true (0.4)" : "no link"
      print(
        "| \(chain) | \(null.rawValue) | \(trials) | \(rates(falseLinks)) | \(rates(every)) "
          + "| \(rates(reverse)) | \(strength > 0 ? percent(found) : "–") |")
      fflush(nil)
    }
  }
}

/// 600·(1, 5 and 10 %)/3 are whole: Holm's levels can be met exactly.
func cascade(
  _ plugins: Plugins, _ stages: [[Double]], resamples: Int
) throws -> EvaluationResult {
  try plugins.answer(
    "liquidity_cascade", stages.map { ("stage", $0) },
    ["max_lag": "60", "resamples": "\(resamples)"], transform: .level)
}

/// Makes `follower` repeat `leader` 21 bars later, so that they are correlated by `strength` there where
/// both are white; the follower keeps its variance.
func follow(_ follower: inout [Double], _ leader: [Double], strength: Double, lag: Int = 21) {
  let own = (1 - strength * strength).squareRoot()
  for t in follower.indices {
    follower[t] = own * follower[t] + (t >= lag ? strength * leader[t - lag] : 0)
  }
}
