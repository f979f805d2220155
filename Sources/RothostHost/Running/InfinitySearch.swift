import RothostLock
import RothostSeries
import RothostStatistics

/// Looks through a caller's arrays for infinities on a thread of its own, beside a call that they
/// would do no harm to.
///
/// Looking takes as long as memory needs to give the values, a tenth of what a light indicator
/// takes; beside it costs the start of a thread. Belongs to the thread that began it.
@safe final class InfinitySearch {
  /// Values from which on a thread's start, some 20 µs, is less than looking at 16 bytes a
  /// nanosecond.
  static let fewestValues = 1 << 18

  /// The arrays, `count` values each; the caller's until the run returns.
  @safe private struct Arrays: @unchecked Sendable {
    let columns: UnsafePointer<UnsafePointer<Double>?>
    let inputs: Int
    let count: Int

    func firstInfinity() -> (input: Int, row: Int)? {
      for input in 0..<inputs {
        // Arrays that are there, as was checked before, of `count` values each.
        let values = unsafe UnsafeBufferPointer(start: columns[input], count: count)
        if let row = RothostStatistics.firstInfinity(in: unsafe values.span) { return (input, row) }
      }
      return nil
    }
  }

  private final class Finding: Sendable {
    let place = Mutex<(input: Int, row: Int)?>(nil)
  }

  private let finding = Finding()
  private let team: ThreadTeam

  /// - Precondition: `columns` and its `inputs` arrays of `count` values outlive this object.
  init(_ columns: UnsafePointer<UnsafePointer<Double>?>, inputs: Int, count: Int) {
    // As this function's own precondition says.
    let arrays = unsafe Arrays(columns: columns, inputs: inputs, count: count)
    team = ThreadTeam(count: 1) { [finding] in
      let place = arrays.firstInfinity()
      finding.place.withLock { $0 = place }
    }
  }

  deinit { team.join() }

  /// Waits for the end; the first infinity by input and row, nil where there is none.
  func finish() -> (input: Int, row: Int)? {
    team.join()
    return finding.place.withLock { $0 }
  }
}
