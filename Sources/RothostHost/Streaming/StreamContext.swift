import CRothost
import RothostSeries

/// Everything one streaming update touches, at a fixed address: no object, no reference count.
///
/// Belongs to one thread at a time, like the stream that owns it.
@unsafe struct StreamContext {
  /// First, so that both have one address.
  var lane: StreamLane
  var peek: IndicatorFunctions.Streaming.Peek?
  var columnCount: Int
  var seriesCount: Int
  /// nil where every input is taken as it is, so that rows are passed on in place.
  var transforms: UnsafeMutablePointer<Int32>?
  /// Levels of the last row; only where there are transforms.
  var previous: UnsafeMutablePointer<Double>
  /// The transformed row.
  var transformed: UnsafeMutablePointer<Double>
  var hasPrevious: Bool
  var isOpen: Bool
  /// `Int64.min` before the first row.
  var firstTime: Int64
  /// Why the last row failed before the plugin saw it.
  var fault: StreamFault
}

/// What the fast path can find wrong; turned into words off it.
enum StreamFault: Equatable {
  case none
  case closed
  case null
  case count(Int)
  case order(Int64)
  case level(Int, previous: Double, current: Double)
  case noPeek
}

extension StreamContext {
  /// One finished row through transform and indicator; the stream moves on only if both succeed.
  static func update(
    _ context: UnsafeMutablePointer<StreamContext>, _ time: Int64,
    _ levels: UnsafePointer<Double>?, _ count: Int, _ series: UnsafeMutablePointer<Double>?
  ) -> rot_status {
    // The owner keeps the context; the caller vouches for `count` levels and room for the series.
    guard let levels = unsafe levels, let series = unsafe series,
      unsafe enter(context, time, levels, count, series)
    else { return unsafe refuse(context, levels, series) }
    if unsafe context.pointee.transforms != nil {
      guard unsafe transform(context, levels) else { return ROT_ERR_INPUT }
      if unsafe !context.pointee.hasPrevious {
        unsafe keep(context, time, levels)
        return ROT_OK
      }
    }
    let status = unsafe context.pointee.lane.update(
      context.pointee.lane.state, context.pointee.lane.row)
    if status == ROT_OK {
      unsafe context.pointee.lane.row.pointee.row_index &+= 1
      unsafe keep(context, time, levels)
    }
    return status
  }

  /// The same for a row that is not finished; changes nothing.
  static func peek(
    _ context: UnsafeMutablePointer<StreamContext>, _ time: Int64,
    _ levels: UnsafePointer<Double>?, _ count: Int, _ series: UnsafeMutablePointer<Double>?
  ) -> rot_status {
    // As `update`.
    guard let levels = unsafe levels, let series = unsafe series,
      unsafe enter(context, time, levels, count, series)
    else { return unsafe refuse(context, levels, series) }
    guard let peek = unsafe context.pointee.peek else {
      unsafe context.pointee.fault = .noPeek
      return ROT_ERR_UNSUPPORTED
    }
    if unsafe context.pointee.transforms != nil {
      guard unsafe transform(context, levels) else { return ROT_ERR_INPUT }
      if unsafe !context.pointee.hasPrevious { return ROT_OK }
    }
    return unsafe peek(context.pointee.lane.state, context.pointee.lane.row)
  }

  /// Checks the call and sets the row up, its outputs missing; false where it must not go on.
  private static func enter(
    _ context: UnsafeMutablePointer<StreamContext>, _ time: Int64,
    _ levels: UnsafePointer<Double>, _ count: Int, _ series: UnsafeMutablePointer<Double>
  ) -> Bool {
    // The caller vouches for room for one value per series output.
    for index in 0..<(unsafe context.pointee.seriesCount) { unsafe series[index] = .nan }
    guard unsafe context.pointee.isOpen, unsafe count == context.pointee.columnCount,
      unsafe time > context.pointee.lane.lastTime
    else {
      unsafe explain(context, time, count)
      return false
    }
    if unsafe context.pointee.transforms == nil {
      for index in 0..<count where unsafe levels[index].isInfinite {
        let level = unsafe levels[index]
        unsafe context.pointee.fault = .level(index, previous: .nan, current: level)
        return false
      }
      unsafe context.pointee.lane.row.pointee.row = levels
    }
    unsafe context.pointee.lane.row.pointee.time_ns = time
    unsafe context.pointee.lane.row.pointee.series = series
    return true
  }

  /// False where an input has no such return.
  private static func transform(
    _ context: UnsafeMutablePointer<StreamContext>, _ levels: UnsafePointer<Double>
  ) -> Bool {
    // All four arrays have one element per column.
    guard let transforms = unsafe context.pointee.transforms else { return true }
    let hasPrevious = unsafe context.pointee.hasPrevious
    for index in 0..<(unsafe context.pointee.columnCount) {
      let transform = unsafe Transform(rawValue: transforms[index]) ?? .level
      let previous = hasPrevious ? unsafe context.pointee.previous[index] : .nan
      let current = unsafe levels[index]
      let value = transform.value(previous: previous, current: current)
      if !value.isFinite, transform.fault(previous: previous, current: current) != nil {
        unsafe context.pointee.fault = .level(index, previous: previous, current: current)
        return false
      }
      unsafe context.pointee.transformed[index] = value
    }
    return true
  }

  private static func keep(
    _ context: UnsafeMutablePointer<StreamContext>, _ time: Int64,
    _ levels: UnsafePointer<Double>
  ) {
    unsafe context.pointee.lane.lastTime = time
    if unsafe context.pointee.firstTime == .min { unsafe context.pointee.firstTime = time }
    if unsafe context.pointee.transforms == nil {
      // From the second row on, rows that need no more than the lane does take it.
      if unsafe context.pointee.seriesCount > 0 {
        unsafe context.pointee.lane.columnCount = context.pointee.columnCount
      }
      return
    }
    // One element per column.
    for index in 0..<(unsafe context.pointee.columnCount) {
      unsafe context.pointee.previous[index] = levels[index]
    }
    unsafe context.pointee.hasPrevious = true
  }

  private static func explain(
    _ context: UnsafeMutablePointer<StreamContext>, _ time: Int64, _ count: Int
  ) {
    if unsafe !context.pointee.isOpen {
      unsafe context.pointee.fault = .closed
    } else if unsafe count != context.pointee.columnCount {
      unsafe context.pointee.fault = .count(count)
    } else {
      unsafe context.pointee.fault = .order(time)
    }
  }

  private static func refuse(
    _ context: UnsafeMutablePointer<StreamContext>, _ levels: UnsafePointer<Double>?,
    _ series: UnsafeMutablePointer<Double>?
  ) -> rot_status {
    if unsafe levels == nil || series == nil { unsafe context.pointee.fault = .null }
    return switch unsafe context.pointee.fault {
    case .closed: ROT_ERR_CLOSED
    case .level: ROT_ERR_INPUT
    default: ROT_ERR_ARGUMENT
    }
  }
}
