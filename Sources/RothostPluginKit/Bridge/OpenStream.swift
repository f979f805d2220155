import CRothost

/// A handle whose state has seen the warm-up rows.
@inlinable func openStream<Author: StreamingIndicator>(
  _ indicator: Author, _ shape: Shape, _ call: EvaluationPointer
) throws(Failure) -> StreamHandle {
  let warmUp = Run(call, shape, refusal: Refusal())
  let box = StateBox(try indicator.start(warmUp.settings))
  let columns = warmUp.settings.columns
  let seriesCount = shape.seriesOutputs.count
  try warmUp.forEachWarmUpRow { row throws(Failure) in
    try indicator.update(&box.state, &row)
  }
  // Each closure hands the update on within the call that it was given to.
  return unsafe StreamHandle(
    update: { update in
      unsafe withRow(update, columns: columns, seriesCount: seriesCount) { row throws(Failure) in
        try indicator.update(&box.state, &row)
      }
    },
    peek: { update in
      var copy = box.state
      return unsafe withRow(update, columns: columns, seriesCount: seriesCount) {
        row throws(Failure) in
        try indicator.update(&copy, &row)
      }
    },
    snapshot: { outputs in finishedStatus(indicator, box.state, outputs) })
}

/// Writes the results as of `state`. Not inlined: the optimiser of Swift 6.3.1 crashes when it
/// inlines a specialised typed `catch` into the closure that calls this.
@inline(never) @inlinable func finishedStatus<Author: StreamingIndicator>(
  _ indicator: Author, _ state: Author.State, _ outputs: OutputsPointer
) -> rot_status {
  do throws(Failure) {
    try indicator.finish(state, Results(outputs))
    return outputs.refusal.status
  } catch {
    return error.status
  }
}
