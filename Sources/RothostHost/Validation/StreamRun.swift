import RothostSeries

/// One stream of an indicator over the probe market, row by row.
struct StreamRun {
  let trial: Trial
  let stream: IndicatorStream
  /// The rows that are asked for, warm-up not counted.
  let rows: Range<Int>

  /// Opens on the rows before `start`; without one, where the base answer begins.
  init(_ trial: Trial, from start: Int? = nil) throws(RothostError) {
    self.trial = trial
    let first = start ?? (trial.warmUp > 1 ? trial.warmUp : 0)
    rows = first..<trial.market.times.count
    var request = trial.request(trial.market.cut(at: first))
    request.from = trial.market.times[first]
    if first == 0 {
      // Nothing is stored yet: every row is pushed.
      request.from = nil
      request.inputs = trial.market.legs.map { leg in
        InputBinding(role: leg.role, source: .deferred)
      }
    }
    stream = try trial.engine.openStream(request)
  }

  func levels(_ row: Int) -> [Double] { trial.market.legs.map { $0.values[row] } }

  func update(_ row: Int) throws(RothostError) -> [Double] {
    try stream.updated(time: trial.market.times[row], row: levels(row))
  }

  func peek(_ row: Int) throws(RothostError) -> [Double] {
    try stream.peeked(time: trial.market.times[row], row: levels(row))
  }

  /// All rows, pushed input by input in chunks of 1 to 64.
  func chunks() throws(RothostError) -> [(row: Int, series: [Double])] {
    var answers: [(row: Int, series: [Double])] = []
    var row = rows.lowerBound
    var size = 1
    while row < rows.upperBound {
      let end = min(row + size, rows.upperBound)
      for at in row..<end {
        for (input, level) in levels(at).enumerated() {
          try stream.push(input: input, time: trial.market.times[at], value: level)
        }
      }
      _ = try stream.advance(to: trial.market.times[end - 1])
      for answer in try stream.advancedRows() {
        guard let at = trial.market.times[row..<end].firstIndex(of: answer.time) else {
          throw RothostError(.failed, "advancing answered a row that was not pushed")
        }
        answers.append((at, answer.series))
      }
      row = end
      size = size % 64 + 7
    }
    return answers
  }

  /// Where rows differ from the batch's series, or are missing; nil where all are alike.
  ///
  /// - Parameters:
  ///   - answers: by row of the market.
  ///   - rows: those that must be answered; nil = all.
  func difference(
    _ answers: [(row: Int, series: [Double])], of wanted: Range<Int>? = nil,
    from batch: EvaluationResult
  ) -> String? {
    let outputs = trial.description.outputs.indices.filter {
      trial.description.outputs[$0].kind == .series
    }
    for (place, index) in outputs.enumerated() {
      guard let series = batch.series(at: index) else { continue }
      // The market's first row has no return and so no row in the batch.
      let first = rows.upperBound - series.count
      var open = Set((wanted ?? rows).clamped(to: first..<rows.upperBound))
      for answer in answers where answer.row >= first {
        open.remove(answer.row)
        let (old, new) = (series.values[answer.row - first], answer.series[place])
        if old.bitPattern != new.bitPattern && !(old.isNaN && new.isNaN) {
          return "series \(trial.description.outputs[index].name) at row \(answer.row): \(old) in "
            + "the batch, \(new) in the stream"
        }
      }
      if let missing = open.min() { return "the stream never answered row \(missing)" }
    }
    return nil
  }
}
