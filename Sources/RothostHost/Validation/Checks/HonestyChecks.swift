import CRothostSystem
import RothostSeries

/// What evaluating it changes in a process that others share.
enum HonestyChecks {
  static let all =
    [
      untouched("rounding", "the rounding and the traps of arithmetic"),
      untouched("locale", "the locale"),
      untouched("environment", "the environment"),
      untouched("folder", "the working folder"),
      untouched("signals", "signal handlers and masks"),
      untouched("umask", "the mask of new files' rights"),
      untouched("timers", "timers and alarms"),
      untouched("limits", "resource limits and priority"),
      untouched("random", "the random numbers of rand()"),
    ] + [
      Check(
        .honesty, "files", "files that others have open stay open, and stay what they are",
        needs: [AnswerChecks.answers], group: "state",
        .probe { trial throws(RothostError) in
          try trial.exercise()
          let lost = rothost_lost_file()
          return .of(lost < 0 ? nil : "descriptor \(lost) was closed or leads elsewhere now")
        })
    ]

  private static func untouched(_ part: String, _ what: String) -> Check {
    Check(
      .honesty, part, "it leaves alone: \(what)", needs: [AnswerChecks.answers], group: "state",
      .probe { trial throws(RothostError) in
        guard let arrival = trial.arrival else { return .notApplicable("only a probe can tell") }
        try trial.exercise()
        let changed = ProcessState.now().changes(since: arrival.loaded).contains(part)
        return .of(changed ? "evaluating it changed \(what)" : nil)
      })
  }
}
