import RothostLock
import RothostSeries

/// The work of a running study, handed out to threads, and what came of it.
final class StudyBoard: Sendable {
  private struct State {
    var waiting: [Int]
    /// Indicators being called that take one call at a time.
    var busy: Set<String> = []
    var outcomes: [StudyReport.Outcome?]
    var fractions: [Double]
    var isCancelled = false
  }

  private let cases: [StudyCase]
  private let state: Mutex<State>

  init(_ cases: [StudyCase]) {
    self.cases = cases
    state = Mutex(
      State(
        waiting: Array(cases.indices), outcomes: Array(repeating: nil, count: cases.count),
        fractions: Array(repeating: 0, count: cases.count)))
  }

  /// The next evaluation in order, passing over those that would only wait for another thread.
  ///
  /// nil where nothing is left, or the study was stopped.
  func take() -> Int? {
    state.withLock { state in
      guard !state.isCancelled, !state.waiting.isEmpty else { return nil }
      let place =
        state.waiting.firstIndex {
          cases[$0].isThreadSafe || !state.busy.contains(cases[$0].plugin)
        }
        ?? 0
      let index = state.waiting.remove(at: place)
      if !cases[index].isThreadSafe { state.busy.insert(cases[index].plugin) }
      return index
    }
  }

  func finish(_ index: Int, _ outcome: StudyReport.Outcome) {
    state.withLock { state in
      state.outcomes[index] = outcome
      state.fractions[index] = 1
      if !cases[index].isThreadSafe { state.busy.remove(cases[index].plugin) }
    }
  }

  /// Takes note of how far an evaluation is; answers whether it should stop.
  func advance(_ index: Int, to fraction: Double) -> Bool {
    state.withLock { state in
      if fraction.isFinite { state.fractions[index] = min(max(fraction, 0), 1) }
      return state.isCancelled
    }
  }

  func cancel() { state.withLock { $0.isCancelled = true } }

  /// How far the whole is, 0…1, and whether every evaluation has its outcome.
  var progress: (fraction: Double, isComplete: Bool) {
    state.withLock { state in
      let sum = state.fractions.reduce(0, +)
      return (
        sum / Double(max(state.fractions.count, 1)), state.outcomes.allSatisfy { $0 != nil }
      )
    }
  }

  /// All outcomes, once every thread is done; nil where the study was stopped before.
  var outcomes: [StudyReport.Outcome]? {
    state.withLock { state in
      let done = state.outcomes.compactMap(\.self)
      return done.count == cases.count && !state.isCancelled ? done : nil
    }
  }
}
