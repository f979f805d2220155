import RothostCache
import RothostSeries
import RothostStatistics

extension FrameStore {
  /// Brings bound inputs onto one clock, or with native alignment cuts each to the range.
  ///
  /// The frame is shared with all who ask for the same; see `FrameKey`. Inputs as stored are cut
  /// to the asked range by their own stamps and not copied, but for the caller's arrays and for
  /// native inputs that a delay or a coarser clock moves.
  /// - Throws: `.input` for an infinity or a return that does not exist, naming series, row and
  ///   date; `.tooFew` where no rows remain and `allowsEmpty` is false; `.parameter` for a clock
  ///   that does not fit.
  func prepare(
    _ inputs: [BoundInput], warnings: [String] = [], _ rules: FrameRules, allowsEmpty: Bool = false
  ) throws(RothostError) -> PreparedInputs {
    let stored = try inputs.numbers()
    let asked = stored.map { $0.within(from: rules.from, to: rules.to) }
    if rules.alignment == .native {
      return try native(inputs, stored, asked, warnings, rules, allowsEmpty)
    }
    let key = FrameKey(inputs, rules, allowsEmpty: allowsEmpty)
    let frame = try frame(key) { () throws(RothostError) in
      let frameInputs = try Self.frameInputs(inputs, stored)
      let plan = try FrameAssembly.plan(frameInputs, rules)
      if !allowsEmpty { try plan.requireRows(1) }
      // Rows that the clock leaves out are seen by a plugin too, as an input.
      for (input, numbers) in zip(inputs, asked) { try input.refuseInfinity(in: numbers) }
      return try PreparedFrame(plan, calendars: frameInputs.map(\.calendar))
    }
    return PreparedInputs(
      inputs.with(frame.calendars), asked, asked, frame: frame, rules: rules, warnings: warnings)
  }

  private func native(
    _ inputs: [BoundInput], _ stored: [InputNumbers], _ asked: [InputNumbers],
    _ warnings: [String], _ rules: FrameRules, _ allowsEmpty: Bool
  ) throws(RothostError) -> PreparedInputs {
    if case .role(let role) = rules.clock {
      throw RothostError(
        .parameter,
        "the clock of '\(role)' needs rows that meet; ask for --align inner or previous, or leave "
          + "--clock out")
    }
    var notes = warnings
    var numbers: [InputNumbers] = []
    let calendars = try Self.frameInputs(inputs, stored).map(\.calendar)
    for (index, input) in inputs.enumerated() {
      try input.refuseInfinity(in: asked[index])
      let cut =
        input.delay == nil && rules.clock == .native
        ? asked[index] : try Self.moved(input, stored[index], rules, &notes)
      if cut.count == 0, !allowsEmpty { throw input.emptiness(stored[index]) }
      numbers.append(cut)
    }
    return PreparedInputs(
      inputs.with(calendars), asked, numbers, frame: nil, rules: rules, warnings: notes)
  }

  /// One native input at the stamps from which its levels are known, on a coarser clock's bins.
  private static func moved(
    _ input: BoundInput, _ numbers: InputNumbers, _ rules: FrameRules, _ notes: inout [String]
  ) throws(RothostError) -> InputNumbers {
    var alone = rules
    alone.alignment = .inner
    alone.warmUpRows = 0
    var level = input
    level.transform = .level
    let inputs = try frameInputs([level], [numbers])
    let plan = try FrameAssembly.plan(inputs, alone)
    let frame = try PreparedFrame(plan, calendars: inputs.map(\.calendar))
    notes += frame.notes
    return InputNumbers(times: frame.times, values: frame.columns[0])
  }

  private static func frameInputs(
    _ inputs: [BoundInput], _ numbers: [InputNumbers]
  ) throws(RothostError) -> [FrameInput] {
    var frameInputs: [FrameInput] = []
    for (input, numbers) in zip(inputs, numbers) {
      frameInputs.append(try input.frameInput(numbers))
    }
    return frameInputs
  }
}

extension [BoundInput] {
  /// The stored numbers where they lie; the caller's own are sealed.
  ///
  /// - Throws: `.argument` where the caller's stamps and values differ in number.
  func numbers() throws(RothostError) -> [InputNumbers] {
    var arrays: [ArrayInput] = []
    for input in self {
      guard case .array(let array) = input.data else { continue }
      guard array.times.count == array.values.count else {
        throw RothostError(
          .argument,
          "\(input.name) has \(array.times.count) stamps and \(array.values.count) values; give one "
            + "each")
      }
      arrays.append(array)
    }
    var sealed = try InputNumbers.sealed(arrays).makeIterator()
    return map { input in
      if case .view(let view, let column) = input.data {
        return InputNumbers(view, column: column)
      }
      guard let numbers = sealed.next() else { preconditionFailure("an array was not sealed") }
      return numbers
    }
  }

  /// The same inputs with their calendars as found, where the caller did not say.
  fileprivate func with(_ calendars: [SeriesCalendar]) -> [BoundInput] {
    zip(self, calendars).map { input, calendar in
      var input = input
      input.calendar = calendar
      return input
    }
  }
}

extension BoundInput {
  /// - Throws: `.input` where the stamps do not increase, `.argument` where counts differ.
  func frameInput(_ numbers: InputNumbers) throws(RothostError) -> FrameInput {
    try numbers.times.withSpan { times throws(RothostError) in
      try numbers.values.withSpan { values throws(RothostError) in
        try FrameInput(
          name: name, role: role, times: times, values: values, kind: timeKind,
          calendar: calendar, close: close, delay: delay, transform: transform)
      }
    }
  }

  func refuseInfinity(in numbers: InputNumbers) throws(RothostError) {
    guard let row = numbers.values.withSpan(firstInfinity(in:)) else { return }
    throw RothostError(
      .input,
      "\(name) is infinite at \(ISO8601.text(numbers.times[row], as: timeKind)) (row \(row) of the "
        + "asked range); mark a missing value as NaN or remove the row")
  }

  func emptiness(_ stored: InputNumbers) -> RothostError {
    guard stored.count > 0 else {
      return RothostError(.tooFew, "\(name) has no rows; import data for it or bind another series")
    }
    let first = ISO8601.text(stored.times[0], as: timeKind)
    let last = ISO8601.text(stored.times[stored.count - 1], as: timeKind)
    return RothostError(
      .tooFew,
      "\(name) has no rows in the asked range: it runs from \(first) to \(last); widen --from and "
        + "--to")
  }
}
