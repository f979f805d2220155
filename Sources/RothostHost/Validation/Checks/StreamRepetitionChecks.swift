import RothostLock
import RothostSeries

/// Streams beside and after each other.
enum StreamRepetitionChecks {
  static let all = [
    StreamChecks.check("stream_again", "a second stream writes the bits of the first") {
      trial throws(RothostError) in
      for _ in 0..<2 {
        let run = try StreamRun(trial)
        var answers: [(row: Int, series: [Double])] = []
        for row in run.rows { answers.append((row, try run.update(row))) }
        if let found = run.difference(answers, from: try trial.base.get()) { return .failed(found) }
        run.stream.close()
      }
      return .passed
    },
    StreamChecks.check(
      "streams_apart", "two streams fed in turn do not disturb each other",
      [StreamChecks.equals, "numbers.stream_again"]
    ) { trial throws(RothostError) in
      let left = try StreamRun(trial)
      let right = try StreamRun(trial)
      var (lefts, rights): ([(row: Int, series: [Double])], [(row: Int, series: [Double])]) = (
        [], []
      )
      for row in left.rows {
        lefts.append((row, try left.update(row)))
        // The other runs behind, on the rows of before.
        let done = row - left.rows.lowerBound
        guard done % 2 == 0 else { continue }
        let behind = left.rows.lowerBound + done / 2
        rights.append((behind, try right.update(behind)))
      }
      let batch = try trial.base.get()
      let behind = right.rows.prefix(rights.count)
      return .of(
        left.difference(lefts, from: batch) ?? right.difference(rights, of: behind, from: batch))
    },
    StreamChecks.check(
      "chunks", "streams opened anywhere, pushed in chunks, write what evaluating from there does",
      [StreamChecks.equals, "numbers.stream_again"]
    ) { trial throws(RothostError) in
      var places = 0
      for tenths in [2, 5, 8] {
        let first = trial.warmUp + (trial.market.times.count - trial.warmUp) * tenths / 10
        var request = trial.request(trial.market)
        request.from = trial.market.times[first]
        let batch: EvaluationResult
        do throws(RothostError) {
          batch = try trial.engine.evaluate(request)
        } catch {
          // What is left may be too short for an answer; then there is nothing to be equal to.
          guard error.status == .tooFew else { throw error }
          continue
        }
        places += 1
        let run = try StreamRun(trial, from: first)
        let found = run.difference(try run.chunks(), from: batch)
        run.stream.close()
        if let found {
          let stamp = ISO8601.text(trial.market.times[first], as: trial.market.timeKind)
          return .failed("opened at \(stamp): \(found)")
        }
      }
      return places > 0 ? .passed : .notApplicable("too few rows are left wherever it is opened")
    },
    StreamChecks.check("stream_moves", "a stream that moves between threads writes the same bits") {
      trial throws(RothostError) in
      let run = try StreamRun(trial)
      let answers = Mutex<[(row: Int, series: [Double])]>([])
      let failure = Mutex<RothostError?>(nil)
      let middle = run.rows.lowerBound + run.rows.count / 2
      for row in run.rows.lowerBound..<middle {
        let series = try run.update(row)
        answers.withLock { $0.append((row, series)) }
      }
      let feed = UncheckedRun(run: run)
      let team = ThreadTeam(count: 1) {
        do throws(RothostError) {
          for row in middle..<feed.run.rows.upperBound {
            let series = try feed.run.update(row)
            answers.withLock { $0.append((row, series)) }
          }
        } catch {
          failure.withLock { $0 = error }
        }
      }
      team.join()
      if let error = failure.withLock({ $0 }) { throw error }
      return .of(run.difference(answers.withLock { $0 }, from: try trial.base.get()))
    },
  ]

  /// Used by one thread at a time: the other waits for it.
  private struct UncheckedRun: @unchecked Sendable {
    let run: StreamRun
  }
}
