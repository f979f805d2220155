import Glibc
import RothostSeries

extension Engine {
  /// Runs every evaluation of a study; one that fails is reported in its row and hides no other.
  ///
  /// Evaluations share prepared frames. The report is the same for any number of threads; calls of
  /// an indicator that is not thread-safe are serialised.
  /// - Parameters:
  ///   - workers: threads; 0 = one per core.
  ///   - keepsData: the report's JSON has all series and tables too.
  ///   - monitor: called from the calling thread.
  /// - Throws: `.cancelled` where the monitor asked to stop; `.argument` for negative workers.
  public func run(
    _ plan: StudyPlan, workers: Int = 0, keepsData: Bool = false, monitor: Monitor = .silent
  ) throws(RothostError) -> StudyReport {
    guard workers >= 0 else {
      throw RothostError(.argument, "workers is \(workers); give 0 (all cores) or more")
    }
    let stopped = RothostError(.cancelled, "the study was stopped before its end")
    // Asked once before the start: a short study may be over before the first look at its progress.
    guard !monitor.progress(0) else { throw stopped }
    let before = counters
    let board = StudyBoard(plan.cases)
    let count = min(workers == 0 ? ThreadTeam.coreCount : workers, max(plan.count, 1), 256)
    let team = ThreadTeam(count: count) {
      while let index = board.take() {
        board.finish(index, self.outcome(plan.cases[index], index, board, keepsData))
      }
    }
    while team.isWorking {
      if monitor.progress(board.progress.fraction) { board.cancel() }
      // Long enough to cost nothing, short enough not to be felt.
      usleep(5_000)
    }
    team.join()
    guard let outcomes = board.outcomes else { throw stopped }
    let frames = (
      prepared: counters.frameMisses - before.frameMisses,
      reused: counters.frameHits - before.frameHits
    )
    return try StudyReport(plan, outcomes, frames: frames)
  }

  private func outcome(
    _ one: StudyCase, _ index: Int, _ board: StudyBoard, _ keepsData: Bool
  ) -> StudyReport.Outcome {
    if let refusal = one.refusal {
      return refusal.status == .notFound ? .notInstalled(refusal) : .failed(refusal)
    }
    if one.isLeftOut { return .leftOut }
    do {
      let result = try evaluate(
        one.request, monitor: Monitor { fraction in board.advance(index, to: fraction) })
      return .answered(StudyAnswer(result, keepsData: keepsData))
    } catch {
      return .failed(error)
    }
  }
}
