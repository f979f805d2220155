import CRothost
import RothostSeries

/// Owns a stream's context and the plugin's state behind it.
@safe final class StreamMemory: @unchecked Sendable {
  let context: UnsafeMutablePointer<StreamContext>
  private let functions: IndicatorFunctions.Streaming
  /// Behind the functions, where the indicator runs in a worker.
  private let workerStream: WorkerStream?
  let columnCount: Int

  /// - Parameters:
  ///   - levels: the last warm-up row's, or nil where the first pushed row is the first of all.
  ///   - host: must outlive this object.
  ///   - workerStream: what the functions and the state belong to; nil = a plugin in this process.
  init(
    functions: IndicatorFunctions.Streaming, state: UnsafeMutableRawPointer?,
    transforms: [Transform], seriesCount: Int, levels: [Double]?, lastTime: Int64,
    host: UnsafePointer<rot_host>, workerStream: WorkerStream? = nil
  ) {
    self.workerStream = workerStream
    columnCount = transforms.count
    // Freed in deinit; one element per column.
    unsafe self.functions = functions
    let previous = UnsafeMutablePointer<Double>.allocate(capacity: columnCount)
    let transformed = UnsafeMutablePointer<Double>.allocate(capacity: columnCount)
    unsafe previous.initialize(repeating: .nan, count: columnCount)
    unsafe transformed.initialize(repeating: .nan, count: columnCount)
    for (index, level) in (levels ?? []).enumerated() { unsafe previous[index] = level }
    var codes: UnsafeMutablePointer<Int32>?
    if transforms.contains(where: { $0 != .level }) {
      let room = UnsafeMutablePointer<Int32>.allocate(capacity: columnCount)
      for (index, transform) in transforms.enumerated() {
        unsafe (room + index).initialize(to: transform.rawValue)
      }
      unsafe codes = room
    }
    let needsPrevious = transforms.contains(where: \.needsPreviousLevel)
    var row = unsafe rot_update()
    unsafe row.struct_size = UInt32(MemoryLayout<rot_update>.size)
    unsafe row.column_count = UInt32(columnCount)
    unsafe row.row = UnsafePointer(transformed)
    unsafe row.host = host
    let rowMemory = UnsafeMutablePointer<rot_update>.allocate(capacity: 1)
    unsafe rowMemory.initialize(to: row)
    unsafe context = .allocate(capacity: 1)
    unsafe context.initialize(
      to: StreamContext(
        lane: StreamLane(
          state: state, update: functions.update, row: rowMemory, columnCount: -1,
          seriesCount: seriesCount, lastTime: lastTime),
        peek: functions.peek, columnCount: columnCount, seriesCount: seriesCount,
        transforms: codes, previous: previous, transformed: transformed,
        hasPrevious: levels != nil || !needsPrevious, isOpen: true, firstTime: .min, fault: .none))
  }

  /// The context's first field, found by its address.
  var lane: UnsafeMutablePointer<StreamLane> {
    // Only asks the type.
    precondition(unsafe MemoryLayout<StreamContext>.offset(of: \.lane) == 0)
    // The context lives as long as this object and begins with its lane.
    return unsafe UnsafeMutableRawPointer(context).assumingMemoryBound(to: StreamLane.self)
  }

  var isOpen: Bool {
    // The context lives as long as this object.
    unsafe context.pointee.isOpen
  }

  var rowCount: Int {
    // As above.
    unsafe Int(context.pointee.lane.row.pointee.row_index)
  }

  var lastTime: Int64 {
    // As above.
    unsafe context.pointee.lane.lastTime
  }

  /// The first row's; nil before it.
  var firstTime: Int64? {
    // As above.
    unsafe context.pointee.firstTime == .min ? nil : context.pointee.firstTime
  }

  /// Gives the plugin's state back, once.
  func close() {
    // The context lives as long as this object; the state is the plugin's own.
    guard unsafe context.pointee.isOpen else { return }
    unsafe context.pointee.isOpen = false
    unsafe context.pointee.lane.columnCount = -1
    unsafe functions.close(context.pointee.lane.state)
    unsafe context.pointee.lane.state = nil
  }

  /// Asks the plugin for scalars and tables as of now.
  func snapshot(_ outputs: UnsafePointer<rot_outputs>) -> rot_status {
    // The state is open; the table lives until the call returns.
    unsafe functions.snapshot(context.pointee.lane.state, outputs)
  }

  /// Why a worker failed at the last call, and forgets it.
  func takeFailure() -> RothostError? { workerStream?.takeFailure() }

  /// What the fast path found wrong, and forgets it.
  func takeFault() -> StreamFault {
    // The context lives as long as this object.
    defer { unsafe context.pointee.fault = .none }
    return unsafe context.pointee.fault
  }

  deinit {
    close()
    // Allocated in `init`.
    unsafe context.pointee.lane.row.deallocate()
    unsafe context.pointee.previous.deallocate()
    unsafe context.pointee.transformed.deallocate()
    unsafe context.pointee.transforms?.deallocate()
    unsafe context.deallocate()
  }
}
