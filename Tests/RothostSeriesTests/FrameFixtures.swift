import RothostSeries

/// `2024-01-05` or an instant, as nanoseconds.
func time(_ text: String) -> Int64 {
  guard let stamp = try? ISO8601.parse(text) else { fatalError("bad stamp in a test: \(text)") }
  return stamp.time
}

/// An input from `stamp: value` pairs; dates where all stamps are bare dates.
func input(
  _ name: String, _ rows: KeyValuePairs<String, Double>, calendar: SeriesCalendar? = nil,
  close: ClosingTime? = nil, delay: TimeSpan? = nil, _ transform: Transform = .level
) throws -> FrameInput {
  let times = rows.map { time($0.key) }
  let values = rows.map(\.value)
  return try FrameInput(
    name: name, role: name.lowercased(), times: times.span, values: values.span,
    kind: rows.allSatisfy { $0.key.count == 10 } ? .dates : .instants, calendar: calendar,
    close: close, delay: delay, transform: transform)
}

/// A plan with everything written, in a form that tests compare at one glance.
struct WrittenFrame {
  var plan: FramePlan
  var times: [String]
  var columns: [[Double]]

  init(_ inputs: [FrameInput], _ rules: FrameRules = FrameRules()) throws {
    plan = try FrameAssembly.plan(inputs, rules)
    var stamps = [Int64](repeating: 0, count: plan.rowCount)
    var span = stamps.mutableSpan
    plan.write(times: &span)
    let kind = plan.kind
    times = stamps.map { ISO8601.text($0, as: kind) }
    let written = plan
    columns = try inputs.indices.map { try written.values(column: $0) }
  }

  /// Bit patterns, so that NaN equals NaN and nothing is rounded.
  var bits: [[UInt64]] { columns.map { $0.map(\.bitPattern) } }
}
