import CRothostKernels

/// One tick clock moved against another, lag by ascending lag; remembers where each stamp stands.
struct ShiftedClock: ~Copyable {
  private let scratch: AlignedDoubles
  private let stamps: Int
  private var lag = Int64.min

  init(stamps: Int) {
    precondition(stamps >= 2)
    self.stamps = stamps
    scratch = AlignedDoubles(rot_clock_scratch(stamps))
    // As many doubles as it asks for.
    unsafe rot_start_clock(stamps, scratch.pointer)
  }

  /// Writes the move of `level` around each interval of `from`, shifted by `lag`; see the C header.
  mutating func shift(
    _ from: Span<Int64>, by lag: Int64, times: Span<Int64>, level: Span<Double>,
    change: inout [Double]
  ) {
    precondition(from.count == stamps && times.count == level.count && times.count >= 1)
    precondition(change.count >= stamps - 1 && lag >= self.lag)
    self.lag = lag
    let count = times.count
    // from holds `stamps` values, times and level `count`, change one fewer than stamps.
    unsafe from.withUnsafeBufferPointer { from in
      unsafe times.withUnsafeBufferPointer { times in
        unsafe level.withUnsafeBufferPointer { level in
          unsafe change.withUnsafeMutableBufferPointer { change in
            guard let from = from.baseAddress, let times = times.baseAddress,
              let level = level.baseAddress, let change = change.baseAddress
            else { return }
            unsafe rot_shift_clock(
              from, stamps, lag, times, level, count, scratch.pointer, change)
          }
        }
      }
    }
  }
}
