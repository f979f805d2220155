import RothostSeries

extension RequestPlan {
  /// Rows before the first output, as the indicator says for these parameters; 0 where it does not.
  ///
  /// - Throws: `.plugin` where it answers nonsense.
  func lookBack() throws(RothostError) -> Int {
    // A function of a plugin that is never unloaded, given the block it may read during the call.
    guard let function = unsafe indicator.functions.lookBack else { return 0 }
    let rows = unsafe function(block.pointer)
    // A billion rows are 30 years of ticks at one a second: more is a mistake.
    guard (0...1_000_000_000).contains(rows) else {
      throw RothostError(
        .plugin, "look_back answered \(rows) rows", plugin: description.id, phase: "prepare")
    }
    return Int(rows)
  }
}
