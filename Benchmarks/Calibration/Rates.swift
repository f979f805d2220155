/// The shares of p-values at or below 1, 5 and 10 %, in percent.
func rates(_ p: [Double]) -> String {
  [0.01, 0.05, 0.1].map { level in percent(p.map { $0 <= level }) }.joined(separator: " / ")
}

/// How many of the answers are yes, in percent, to a hundredth.
func percent(_ answers: [Bool]) -> String {
  let share = 100 * Double(answers.count { $0 }) / Double(answers.count)
  return "\((share * 100).rounded() / 100)"
}
