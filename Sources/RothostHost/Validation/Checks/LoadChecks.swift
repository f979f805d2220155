import CRothostSystem
import RothostSeries

/// What happens before anybody asked it anything.
enum LoadChecks {
  static let group = "loading"

  static let all = [
    check("load_state", "loading it changes nothing about the process") { trial in
      guard let arrival = trial.arrival else { return .notApplicable("only a probe can tell") }
      let changes = arrival.loaded.changes(since: arrival.before)
      return .of(changes.isEmpty ? nil : "it changed: \(changes.joined(separator: ", "))")
    },
    check("load_threads", "loading it starts no thread") { trial in
      guard let arrival = trial.arrival else { return .notApplicable("only a probe can tell") }
      return .of(
        arrival.loadedThreads <= arrival.threadsBefore
          ? nil
          : "it started \(arrival.loadedThreads - arrival.threadsBefore); start them in evaluate, and "
            + "end them there")
    },
    check("load_time", "loading it takes less than a second") { trial in
      guard let arrival = trial.arrival else { return .notApplicable("only a probe can tell") }
      return .of(
        arrival.loadMilliseconds < 1000
          ? nil : "it took \(Int(arrival.loadMilliseconds)) ms; compute tables at the first call")
    },
  ]

  private static func check(
    _ name: String, _ sentence: String, _ body: @escaping @Sendable (Trial) -> CheckOutcome
  ) -> Check {
    Check(
      .honesty, name, sentence, needs: [DescriptorChecks.loads], group: group,
      .probe { trial throws(RothostError) in body(trial) })
  }
}
