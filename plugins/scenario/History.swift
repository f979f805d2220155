import RothostPluginKit

/// The rows in which target and all drivers are there, and where the drivers stood at each.
struct History: Sendable {
  let times: [Int64]
  let target: [Double]
  /// Per driver and row its move over the window, standardised; NaN before the first window.
  let scores: [[Double]]
  let window: Int

  init(
    times: [Int64], target: [Double], drivers: [[Double]], names: [String], window: Int,
    _ statistics: Statistics
  ) throws(Failure) {
    let complete = times.indices.filter { row in
      !target[row].isNaN && drivers.allSatisfy { !$0[row].isNaN }
    }
    guard complete.count > 2 * window + 1 else {
      throw .tooFew(
        "\(complete.count) rows with target and drivers; a window of \(window) rows needs at least "
          + "\(2 * window + 2)")
    }
    self.times = complete.map { times[$0] }
    self.target = complete.map { target[$0] }
    self.window = window
    var scores: [[Double]] = []
    for (driver, name) in zip(drivers, names) {
      let moves = complete.map { driver[$0] }
      // The mean of a window stands for its sum: standardised, they are the same.
      let windows = try statistics.rollingMean(moves.span, window: window)
      let mean = try statistics.mean(windows.span)
      let deviation = try statistics.variance(windows.span).squareRoot()
      guard deviation > 0 else {
        throw .input("driver \(name) never moves, so no move of it is near a shock")
      }
      scores.append(windows.map { ($0 - mean) / deviation })
    }
    self.scores = scores
  }

  var count: Int { times.count }

  /// The rows whose windows are nearest to a shock, nearest first: at most `radius` away, `window`
  /// rows from each other, and not the last one, after which nothing is known.
  ///
  /// The distance is the root mean square over the drivers that the shock names. O(rows log rows).
  func analogues(of shock: Shock, radius: Double, most: Int) -> [Analogue] {
    var candidates: [Analogue] = []
    for row in (window - 1)..<(count - 1) {
      var squares = 0.0
      for move in shock.moves {
        let gap = scores[move.driver][row] - move.size
        squares += gap * gap
      }
      let distance = (squares / Double(shock.moves.count)).squareRoot()
      if distance <= radius { candidates.append(Analogue(row: row, distance: distance)) }
    }
    candidates.sort { ($0.distance, $0.row) < ($1.distance, $1.row) }
    var chosen: [Analogue] = []
    for candidate in candidates where chosen.count < most {
      if chosen.allSatisfy({ abs($0.row - candidate.row) >= window }) { chosen.append(candidate) }
    }
    return chosen
  }

  /// The sum of the target's moves over the `horizon` rows after `row`; nil beyond the data.
  func following(_ row: Int, horizon: Int) -> Double? {
    guard row + horizon < count else { return nil }
    return target[(row + 1)...(row + horizon)].reduce(0, +)
  }
}

/// A row whose window came near to a shock.
struct Analogue: Sendable {
  let row: Int
  let distance: Double
}
