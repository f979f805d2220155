import RothostSeries

/// Parameters at their limits, and every word they take.
enum ParameterChecks {
  static let all = [
    settings("lowest", "every parameter at its lowest", \.lowest),
    settings("highest", "every parameter at its highest", \.highest),
    settings("choices", "every choice there is", \.choices),
    settings("lists", "lists of none, of one and of a hundred", \.lists),
    settings("texts", "empty, long and odd texts", \.texts),
    AnswerChecks.check("seeds", "it answers for every seed, the least and the largest too") {
      trial in
      for seed in [0, 2, UInt64.max] {
        var request = trial.request(trial.market)
        request.seed = seed
        if case .failure(let error) = trial.outcome(request) {
          return .failed("seed \(seed): \(error.message)")
        }
      }
      return .passed
    },
  ]

  /// The longest that one value may take; what needs longer is stopped, which is no fault.
  private static let milliseconds: UInt32 = 300

  private static func settings(
    _ name: String, _ what: String, _ cases: @escaping @Sendable (ParameterCases) -> [Setting]
  ) -> Check {
    AnswerChecks.check(name, "it answers or refuses in words: \(what)") { trial in
      let parameters = ParameterCases(trial.description)
      let settings = cases(parameters)
      guard !settings.isEmpty else { return .notApplicable("it has no such parameter") }
      for setting in settings {
        var request = trial.request(trial.market)
        request.settings = parameters.with(setting)
        // A longer look-back may leave fewer rows than it needs, which it must say too.
        request.timeoutMilliseconds = milliseconds
        if let breach = trial.breach(request, mayTakeLong: true) {
          return .failed("\(setting.name)=\(ParameterCases.shown(setting).prefix(40)): \(breach)")
        }
      }
      return .passed
    }
  }
}
