import RothostSeries

/// Where one evaluation's answers go: every call is checked against the descriptor.
///
/// The host owns each buffer; what is never set stays missing. Belongs to one thread at a time.
/// After a successful call `finish` makes the result of it; after a failed one it is dropped.
final class OutputStore {
  enum Slot {
    case unset
    case real(Double)
    case integer(Int64)
    case text(String)
    /// Stamps nil: those of the frame.
    case series(GuardedBuffer, times: GuardedBuffer?)
    case table([GuardedBuffer])
    case rows([RowColumn])
  }

  let context: ResultContext
  let pool: BufferPool
  let axis: TimeAxis?
  var slots: [Slot]
  /// Whether the series are known to hold no infinity, so that nobody has to look.
  private(set) var isVouchedFinite = false

  /// - Parameter axis: the rows to answer for; nil where there is no frame.
  init(context: ResultContext, axis: TimeAxis?, pool: BufferPool) {
    self.context = context
    self.axis = axis
    self.pool = pool
    slots = Array(repeating: .unset, count: context.description.outputs.count)
  }

  /// - Throws: `.output` where there is no such real scalar or the value is infinite.
  func setReal(_ output: UInt32, _ value: Double) throws(RothostError) {
    let index = try checked(output, .scalar, "set_real")
    try checkType(index, is: .real, "set_real")
    if value.isInfinite {
      throw refusal(index, "is infinite; set NaN where there is no number")
    }
    slots[index] = .real(value)
  }

  /// - Throws: `.output` where there is no such scalar kept in an integer, or no such choice.
  func setInteger(_ output: UInt32, _ value: Int64) throws(RothostError) {
    let index = try checked(output, .scalar, "set_integer")
    let declared = declaration(index)
    if !declared.type.isInteger { try checkType(index, is: .integer, "set_integer") }
    if let why = declared.type.fault(in: value, choices: declared.choices) {
      throw refusal(index, why)
    }
    slots[index] = .integer(value)
  }

  /// - Throws: `.output` where there is no such text scalar.
  func setText(_ output: UInt32, _ value: String) throws(RothostError) {
    let index = try checked(output, .scalar, "set_text")
    try checkType(index, is: .text, "set_text")
    slots[index] = .text(value)
  }

  /// A series on the frame's clock, all NaN; O(count).
  ///
  /// - Parameter isFilled: false leaves the numbers as they are, anything at all, to one who
  ///   vouches that every one is written before the call ends; O(1).
  /// - Throws: `.output` where there is no such series, no clock, or another number of rows.
  func newSeries(
    _ output: UInt32, count: Int64, isFilled: Bool = true
  ) throws(RothostError) -> GuardedBuffer {
    let index = try checked(output, .series, "new_series", isFresh: true)
    guard let axis else {
      throw refusal(index, "has no clock: without a frame new_series needs its time stamps")
    }
    guard count == axis.count else {
      throw refusal(
        index, "got \(count) rows, but the frame asks for \(axis.count): use rot_output_rows(frame)"
      )
    }
    let buffer =
      isFilled ? try missingReals(axis.count) : try GuardedBuffer(count: axis.count, pool: pool)
    slots[index] = .series(buffer, times: nil)
    return buffer
  }

  /// A series on stamps of its own, which are copied; all NaN. O(count).
  ///
  /// - Throws: `.output` where there is no such series or the stamps do not increase.
  func newSeries(_ output: UInt32, times: Span<Int64>) throws(RothostError) -> GuardedBuffer {
    let index = try checked(output, .series, "new_series", isFresh: true)
    for row in times.indices.dropFirst() where times[row] <= times[row - 1] {
      throw refusal(index, "has a time stamp at row \(row) that is not after the one before it")
    }
    let stamps = try GuardedBuffer(count: times.count, pool: pool)
    stamps.copy(times)
    let buffer = try missingReals(times.count)
    slots[index] = .series(buffer, times: stamps)
    return buffer
  }

  /// Takes the word of a caller who knows that no series of this call holds an infinity.
  func vouchFinite() { isVouchedFinite = true }

  func missingReals(_ count: Int) throws(RothostError) -> GuardedBuffer {
    let buffer = try GuardedBuffer(count: count, pool: pool)
    buffer.fill(.nan)
    return buffer
  }

  func declaration(_ index: Int) -> OutputDescription { context.description.outputs[index] }

  /// The slot of an output of the given kind.
  func checked(
    _ output: UInt32, _ kind: OutputDescription.Kind, _ call: String, isFresh: Bool = false
  ) throws(RothostError) -> Int {
    guard let index = Int(exactly: output), slots.indices.contains(index) else {
      throw RothostError(
        .output,
        "\(call) names output \(output), but the descriptor has \(slots.count): count from 0")
    }
    let declared = declaration(index)
    guard declared.kind == kind else {
      throw refusal(index, "is a \(declared.kind.name): \(call) is for a \(kind.name)")
    }
    if isFresh, case .unset = slots[index] { return index }
    if isFresh { throw refusal(index, "was begun before: call \(call) once") }
    return index
  }

  private func checkType(
    _ index: Int, is type: ValueType, _ call: String
  ) throws(RothostError) {
    let declared = declaration(index)
    guard declared.type != type else { return }
    let right = declared.type.isInteger ? "set_integer" : "set_\(declared.type.name)"
    throw refusal(index, "is \(declared.type.name): use \(right) instead of \(call)")
  }

  func refusal(_ index: Int, _ why: String) -> RothostError {
    let declared = declaration(index)
    return RothostError(.output, "output \"\(declared.name)\" \(why)")
  }
}

extension ValueType {
  /// Whether values of this type are kept in an integer.
  var isInteger: Bool { self != .real && self != .text }

  /// Why an integer is no value of this type, nil where it is one or is missing.
  func fault(in value: Int64, choices: [String]) -> String? {
    if value == missingInteger { return nil }
    if self == .choice, !choices.indices.contains(Int(value)) {
      return "got choice \(value), but it has \(choices.count) choices, counted from 0"
    }
    if self == .boolean, value != 0, value != 1 {
      return "got \(value), but a boolean is 0, 1 or ROT_MISSING"
    }
    return nil
  }
}
