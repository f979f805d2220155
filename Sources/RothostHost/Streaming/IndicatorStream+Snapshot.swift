import RothostSeries

extension IndicatorStream {
  /// Scalars and tables as of now; equal to those of `evaluate` on the same rows.
  ///
  /// - Throws: `.closed`; what the indicator answers.
  public func snapshot() throws(RothostError) -> EvaluationResult {
    guard memory.isOpen else { throw failure(Status.closed.rawValue, phase: "snapshot") }
    let store = OutputStore(context: context, axis: nil, pool: pool)
    block.context.begin(outputs: store)
    defer {
      block.context.end()
      block.context.begin(outputs: nil)
    }
    // The block and the state live until the call returns.
    let status = unsafe memory.snapshot(block.outputsPointer)
    if let failure = memory.takeFailure() { throw failure }
    try block.check(status, phase: "snapshot")
    let all = warnings + block.context.warnings
    return try RothostError.naming(description.id, "snapshot") { () throws(RothostError) in
      try store.finish(rows: memory.rowCount, inputs: reports, warnings: all)
    }
  }

  private var reports: [InputReport] {
    inputs.map { input in
      InputReport(
        role: input.role, series: input.name, column: input.column, transform: input.transform,
        rows: memory.rowCount, from: memory.firstTime,
        to: memory.firstTime == nil ? nil : memory.lastTime,
        timeKind: input.timeKind, delay: input.delay, isSynthetic: input.isSynthetic)
    }
  }

  /// What a program needs to feed the stream: inputs (role, series, transform) and series outputs.
  public func describeJSON() -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("indicator", description.id)
      json.key("inputs")
      json.array { json in
        for input in inputs {
          json.object { json in
            json.field("role", input.role)
            json.field("series", input.name)
            json.field("transform", input.transform.description)
          }
        }
      }
      json.key("series")
      json.array { json in
        for output in description.outputs where output.kind == .series {
          json.object { json in
            json.field("name", output.name)
            json.field("unit", output.unit)
          }
        }
      }
    }
    return json.text
  }
}
