/// One aligned input of a frame: its samples and which of them stand in which row.
struct FrameColumn: Sendable {
  var input: FrameInput
  var samples: Samples
  /// nil = row i is sample i.
  var selection: [Int]?

  func level(_ row: Int) -> Double {
    guard let selection else { return samples.values[row] }
    return samples.values[selection[row]]
  }

  /// A bad level, with the row of the stored series (from 0) and its stamp.
  func error(_ row: Int, _ fault: String) -> RothostError {
    let sample = selection?[row] ?? row
    let source = samples.rows?[sample] ?? sample
    let date = ISO8601.text(input.times[source], as: input.kind)
    return RothostError(
      .input, "\(input.name), row \(source) (\(date)): the value \(samples.values[sample]) \(fault)"
    )
  }
}
