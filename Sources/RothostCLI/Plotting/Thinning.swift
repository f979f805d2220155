/// A long line made short without losing what the eye sees: per bin first, lowest, highest, last.
enum Thinning {
  /// At most `4 * bins` runs of finite points; each gap in the data starts a new run.
  ///
  /// Bins are equal widths of x, so the picture on a device of `bins` columns is the same as that
  /// of all points. O(count).
  static func runs(x: [Double], y: [Double], bins: Int) -> [[(x: Double, y: Double)]] {
    guard let first = x.first, let last = x.last, last > first, bins > 0 else {
      return y.first?.isFinite == true ? [[(x[0], y[0])]] : []
    }
    let scale = Double(bins) / (last - first)
    var runs = [[(x: Double, y: Double)]]()
    var bin = Bin()
    var run = [(x: Double, y: Double)]()
    for (x, y) in zip(x, y) {
      guard y.isFinite else {
        run += bin.points
        bin = Bin()
        if !run.isEmpty { runs.append(run) }
        run = []
        continue
      }
      let index = Int((x - first) * scale)
      if index != bin.index {
        run += bin.points
        bin = Bin()
        bin.index = index
      }
      bin.add(x, y)
    }
    run += bin.points
    if !run.isEmpty { runs.append(run) }
    return runs
  }

  private struct Bin {
    var index = -1
    var kept = [(x: Double, y: Double)]()

    mutating func add(_ x: Double, _ y: Double) {
      // Slots: first, lowest, highest, last; sorted by x when they leave.
      guard !kept.isEmpty else {
        kept = Array(repeating: (x, y), count: 4)
        return
      }
      if y < kept[1].y { kept[1] = (x, y) }
      if y > kept[2].y { kept[2] = (x, y) }
      kept[3] = (x, y)
    }

    var points: [(x: Double, y: Double)] {
      var points = [(x: Double, y: Double)]()
      for point in kept.sorted(by: { $0.x < $1.x }) where points.last?.x != point.x {
        points.append(point)
      }
      return points
    }
  }
}
