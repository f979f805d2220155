import CRothost
import RothostSeries

/// The inputs and the frame as a plugin reads them: `rot_series`, `rot_frame` and their pointers.
///
/// Built once for a preparation and read by any number of calls at once. Everything pointed to
/// lives as long as this object.
@safe final class InputTable: @unchecked Sendable {
  /// One input as stored: levels on their own stamps.
  struct Series: Sendable {
    var traits: InputTraits
    var numbers: InputNumbers
  }

  let inputCount: UInt32
  /// What the table was made of, whose numbers it keeps.
  let entries: [Series]
  let frameColumns: FrameColumns?
  private let texts: TextArray
  private let series: UnsafeMutablePointer<rot_series>
  private let seriesPointers: UnsafeMutablePointer<UnsafePointer<rot_series>?>
  private let roleIndices: UnsafeMutablePointer<UInt32>
  private let columns: UnsafeMutablePointer<UnsafePointer<Double>?>
  private let frameTable: UnsafeMutablePointer<rot_frame>

  /// O(inputs + columns).
  init(_ inputs: [Series], frame: FrameColumns?) {
    inputCount = UInt32(inputs.count)
    entries = inputs
    frameColumns = frame
    texts = TextArray(inputs.flatMap { [$0.traits.name, $0.traits.unit, $0.traits.column] })
    unsafe series = .allocate(capacity: max(inputs.count, 1))
    unsafe seriesPointers = .allocate(capacity: max(inputs.count, 1))
    unsafe roleIndices = .allocate(capacity: max(inputs.count, 1))
    unsafe columns = .allocate(capacity: max(frame?.columns.count ?? 0, 1))
    unsafe frameTable = .allocate(capacity: 1)
    for (index, input) in inputs.enumerated() {
      // Each block has one element per input; texts and numbers are kept by this object.
      unsafe (series + index).initialize(
        to: rot_series(
          struct_size: UInt32(MemoryLayout<rot_series>.size), flags: input.traits.flags,
          count: Int64(input.numbers.count), time_ns: input.numbers.times.pointer,
          values: input.numbers.values.pointer, name: texts.pointers[3 * index],
          unit: texts.pointers[3 * index + 1], column: texts.pointers[3 * index + 2],
          close_offset_ns: input.traits.closeOffset))
      unsafe (seriesPointers + index).initialize(to: series + index)
      unsafe (roleIndices + index).initialize(to: input.traits.roleIndex)
    }
    guard let frame else { return }
    for (index, column) in frame.columns.enumerated() {
      // One element per column was allocated; the columns are kept by this object.
      unsafe (columns + index).initialize(to: column.pointer)
    }
    unsafe frameTable.initialize(
      to: rot_frame(
        struct_size: UInt32(MemoryLayout<rot_frame>.size),
        column_count: UInt32(frame.columns.count), row_count: Int64(frame.rowCount),
        warm_up_rows: Int64(frame.warmUpRows), time_ns: frame.times.pointer,
        columns: UnsafePointer(columns), flags: frame.flags, reserved: 0))
  }

  deinit {
    // Allocated by this object alone; all elements are trivial.
    unsafe series.deallocate()
    unsafe seriesPointers.deallocate()
    unsafe roleIndices.deallocate()
    unsafe columns.deallocate()
    unsafe frameTable.deallocate()
  }

  /// As a call receives them; valid while this object lives.
  @unsafe var call: CallInputs {
    unsafe CallInputs(series: inputs, roles: roles, count: Int(inputCount), frame: frame)
  }

  /// For `rot_evaluation.inputs`: `inputCount` pointers.
  @unsafe var inputs: UnsafePointer<UnsafePointer<rot_series>?> {
    unsafe UnsafePointer(seriesPointers)
  }

  /// For `rot_evaluation.input_roles`: as many indices of roles.
  @unsafe var roles: UnsafePointer<UInt32> { unsafe UnsafePointer(roleIndices) }

  /// For `rot_evaluation.frame`; NULL where the alignment is native.
  @unsafe var frame: UnsafePointer<rot_frame>? {
    frameColumns == nil ? nil : unsafe UnsafePointer(frameTable)
  }
}
