import RothostSeries

extension IndicatorStream {
  /// The error behind a failed update or peek, with plugin and phase.
  public func failure(_ status: Int32, phase: String) -> RothostError {
    func error(_ status: Status, _ message: String) -> RothostError {
      RothostError(status, message, plugin: description.id, phase: phase)
    }
    let fault = memory.isOpen ? memory.takeFault() : .closed
    switch fault {
    case .none: return pluginFailure(status, phase)
    case .closed: return error(.closed, "the stream was closed; open another")
    case .null: return error(.argument, "row or series is NULL")
    case .count(let count):
      return error(.argument, "a row has \(inputCount) values, one per input; \(count) given")
    case .order(let time):
      return error(
        .argument,
        "the row of \(ISO8601.instant(time)) does not come after the last one, "
          + "\(ISO8601.instant(memory.lastTime)); give each row once, in order")
    case .level(let index, let previous, let current):
      let words =
        inputs[index].transform.fault(previous: previous, current: current)
        ?? "is infinite; give NaN where a value is missing"
      return error(.input, "input \(inputs[index].name): the value \(current) \(words)")
    case .noPeek: return error(.unsupported, "it cannot look at an unfinished bar")
    }
  }

  private func pluginFailure(_ status: Int32, _ phase: String) -> RothostError {
    defer { block.context.begin(outputs: nil) }
    if let failure = memory.takeFailure() { return failure }
    do {
      try block.check(status, phase: phase)
      return RothostError(.failed, "it failed", plugin: description.id, phase: phase)
    } catch {
      return error
    }
  }
}
