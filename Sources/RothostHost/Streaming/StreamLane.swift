import CRothost

/// What a plain row touches: levels as they are, and nothing to refuse.
///
/// Small and public so that `rot_update_stream` holds the whole way into the plugin; every other
/// row goes through `StreamContext`, whose first field this is.
@unsafe public struct StreamLane {
  @usableFromInline var state: UnsafeMutableRawPointer?
  @usableFromInline var update:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<rot_update>?) -> rot_status
  /// What the plugin receives; time, index and pointers are set at each row.
  @usableFromInline let row: UnsafeMutablePointer<rot_update>
  /// -1 while no row may take the lane: before the first one, with transforms, after closing.
  @usableFromInline var columnCount: Int
  /// At least 1 where the lane is open.
  @usableFromInline let seriesCount: Int
  @usableFromInline var lastTime: Int64
}

/// `IndicatorStream.update` for a door that counts nanoseconds: no object, not even a type, is
/// touched, and nothing is allocated.
///
/// `lane` is a living stream's. A status other than 0 is put into words by `failure(_:phase:)` of
/// that stream, before its next call.
@inlinable @inline(__always)
public func updateStream(
  _ lane: UnsafeMutablePointer<StreamLane>, _ time: Int64, _ levels: UnsafePointer<Double>?,
  _ count: Int, _ series: UnsafeMutablePointer<Double>?
) -> rot_status {
  // By contract the lane of a living stream, `count` levels and room for one value per series
  // output; the lane's count is never that of another array.
  guard let levels = unsafe levels, let series = unsafe series,
    unsafe count == lane.pointee.columnCount, unsafe time > lane.pointee.lastTime
  else { return unsafe updateWithCare(lane, time, levels, count, series) }
  var column = 0
  repeat {
    if unsafe levels[column].isInfinite {
      return unsafe updateWithCare(lane, time, levels, count, series)
    }
    column &+= 1
  } while column < count
  var output = 0
  repeat {
    unsafe series[output] = .nan
    output &+= 1
  } while unsafe output < lane.pointee.seriesCount
  let row = unsafe lane.pointee.row
  unsafe row.pointee.row = levels
  unsafe row.pointee.time_ns = time
  unsafe row.pointee.series = series
  let status = unsafe lane.pointee.update(lane.pointee.state, row)
  if status == ROT_OK {
    unsafe row.pointee.row_index &+= 1
    unsafe lane.pointee.lastTime = time
  }
  return status
}

/// Any row, also the first and those that are refused.
@inline(never)
public func updateWithCare(
  _ lane: UnsafeMutablePointer<StreamLane>, _ time: Int64, _ levels: UnsafePointer<Double>?,
  _ count: Int, _ series: UnsafeMutablePointer<Double>?
) -> rot_status {
  // The lane is the first field of a living stream's context.
  unsafe StreamContext.update(
    UnsafeMutableRawPointer(lane).assumingMemoryBound(to: StreamContext.self), time, levels, count,
    series)
}
