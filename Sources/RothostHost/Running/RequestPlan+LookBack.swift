import RothostSeries

extension RequestPlan {
  /// Rows before the first output, as the indicator says for these parameters; 0 where it does not.
  ///
  /// - Throws: `.plugin` where it answers nonsense.
  func lookBack(_ watch: WorkerWatch = WorkerWatch()) throws(RothostError) -> Int {
    guard hasLookBack else { return 0 }
    let rows = try answeredLookBack(watch)
    // A billion rows are 30 years of ticks at one a second: more is a mistake.
    guard (0...1_000_000_000).contains(rows) else {
      throw RothostError(
        .plugin, "look_back answered \(rows) rows", plugin: description.id, phase: "prepare")
    }
    return Int(rows)
  }

  private func answeredLookBack(_ watch: WorkerWatch) throws(RothostError) -> Int64 {
    switch place {
    case .worker(let calls): return try calls.lookBack(parameters.map(\.value), watch)
    case .here(let indicator):
      // A function of a plugin that is never unloaded, given the block it may read during the call.
      return unsafe indicator.functions.lookBack?(block.pointer) ?? 0
    }
  }
}
