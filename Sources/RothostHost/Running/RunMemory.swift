import CRothost
import RothostSeries
import RothostStatistics

/// The C structs of a prepared run at fixed addresses, filled anew for each run.
///
/// Columns are read where the caller has them; only transformed ones are written to memory of the
/// run's own, which grows and is kept. Belongs to one thread at a time.
@safe final class RunMemory {
  let transforms: [Transform]
  /// Whether some transform needs the row before, so that the frame has one row less.
  let dropsFirst: Bool
  private let names: TextArray
  private let series: UnsafeMutablePointer<rot_series>
  private let seriesPointers: UnsafeMutablePointer<UnsafePointer<rot_series>?>
  private let roles: UnsafeMutablePointer<UInt32>
  private let columns: UnsafeMutablePointer<UnsafePointer<Double>?>
  private let frame: UnsafeMutablePointer<rot_frame>
  private let hasFrame: Bool
  private var transformed = unsafe UnsafeMutableBufferPointer<Double>(start: nil, count: 0)

  /// - Parameter inputs: name, index of the role and transform of each.
  init(_ inputs: [(name: String, role: Int, transform: Transform)], hasFrame: Bool) {
    transforms = inputs.map(\.transform)
    self.hasFrame = hasFrame
    dropsFirst = hasFrame && inputs.contains { $0.transform.needsPreviousLevel }
    names = TextArray(inputs.map { Optional($0.name) })
    // One element per input, freed in deinit.
    unsafe series = .allocate(capacity: inputs.count)
    unsafe seriesPointers = .allocate(capacity: inputs.count)
    unsafe roles = .allocate(capacity: inputs.count)
    unsafe columns = .allocate(capacity: inputs.count)
    unsafe columns.initialize(repeating: nil, count: inputs.count)
    unsafe frame = .allocate(capacity: 1)
    for (index, input) in inputs.enumerated() {
      var empty = unsafe rot_series()
      unsafe empty.struct_size = UInt32(MemoryLayout<rot_series>.size)
      unsafe empty.name = names.pointers[index]
      unsafe empty.close_offset_ns = missingInteger
      unsafe (series + index).initialize(to: empty)
      unsafe (seriesPointers + index).initialize(to: series + index)
      unsafe (roles + index).initialize(to: UInt32(input.role))
    }
    var empty = unsafe rot_frame()
    unsafe empty.struct_size = UInt32(MemoryLayout<rot_frame>.size)
    unsafe empty.column_count = UInt32(inputs.count)
    unsafe empty.columns = UnsafePointer(columns)
    unsafe frame.initialize(to: empty)
  }

  deinit {
    // Allocated in `init` and `room`; no run is going on.
    unsafe series.deallocate()
    unsafe seriesPointers.deallocate()
    unsafe roles.deallocate()
    unsafe columns.deallocate()
    unsafe frame.deallocate()
    unsafe transformed.deallocate()
  }

  /// Whether every column is read where the caller has it.
  var isInPlace: Bool { !hasFrame || !transforms.contains(where: \.needsPreviousLevel) }

  /// Points everything at this run's data; O(rows) per transformed input, else one look for
  /// infinities, which may be left to another.
  ///
  /// - Throws: `.input` naming input and row of an infinity or of a return that does not exist.
  func fill(
    _ given: UnsafePointer<UnsafePointer<Double>?>, _ times: SharedArray<Int64>, _ kind: TimeKind,
    looksForInfinities: Bool
  ) throws(RothostError) {
    let count = times.count
    let first = dropsFirst && count > 0 ? 1 : 0
    if dropsFirst { makeRoom(count) }
    for index in transforms.indices {
      // One pointer per input, each of `count` values, as the caller vouches.
      guard let values = unsafe given[index] else {
        throw RothostError(.argument, "the column of input \(name(index)) is NULL")
      }
      unsafe series[index].values = values
      unsafe series[index].time_ns = times.pointer
      unsafe series[index].count = Int64(count)
      unsafe series[index].flags = kind == .dates ? ROT_SERIES_DATES : 0
      let span = unsafe UnsafeBufferPointer(start: values, count: count).span
      if looksForInfinities, let row = firstInfinity(in: span) { throw infinity(index, row) }
      if hasFrame && transforms[index].needsPreviousLevel {
        // Its part of the room is `count` long.
        let target = unsafe transformed.baseAddress! + index * count
        try unsafe transform(span, index, into: target)
        unsafe columns[index] = UnsafePointer(target + first)
      } else {
        unsafe columns[index] = values + first
      }
    }
    unsafe frame.pointee.row_count = Int64(count - first)
    unsafe frame.pointee.time_ns = times.pointer + first
    unsafe frame.pointee.flags = kind == .dates ? ROT_FRAME_DATES : 0
  }

  func infinity(_ index: Int, _ row: Int) -> RothostError {
    RothostError(
      .input, "input \(name(index)) is infinite at row \(row); mark a missing value as NaN")
  }

  /// As a call receives them; valid until the next `fill`.
  @unsafe var call: CallInputs {
    unsafe CallInputs(
      series: UnsafePointer(seriesPointers), roles: UnsafePointer(roles), count: transforms.count,
      frame: hasFrame ? UnsafePointer(frame) : nil)
  }

  private func transform(
    _ levels: Span<Double>, _ index: Int, into target: UnsafeMutablePointer<Double>
  ) throws(RothostError) {
    let transform = transforms[index]
    var previous = Double.nan
    for row in levels.indices {
      let current = levels[row]
      let value = transform.value(previous: previous, current: current)
      if !value.isFinite, let fault = transform.fault(previous: previous, current: current) {
        throw RothostError(
          .input, "input \(name(index)), row \(row): the value \(current) \(fault)")
      }
      // The target is as long as the levels.
      unsafe target[row] = value
      previous = current
    }
  }

  private func makeRoom(_ count: Int) {
    let wanted = max(count * transforms.count, 1)
    guard unsafe transformed.count < wanted else { return }
    // Nothing points into the old room between runs.
    unsafe transformed.deallocate()
    unsafe transformed = .allocate(capacity: wanted)
  }

  private func name(_ index: Int) -> String { names[index] ?? "" }
}
