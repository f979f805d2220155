/// Values that the tasks of one call read; valid inside `withShared`, which outlives the tasks' threads.
@safe public struct SharedValues: @unchecked Sendable {
  private let values: UnsafeBufferPointer<Double>
  public let count: Int

  fileprivate init(_ values: UnsafeBufferPointer<Double>) {
    // Only the buffer's address is kept; withShared says how long it holds.
    unsafe self.values = values
    count = values.count
  }

  /// The values themselves; valid while `withShared` runs.
  @unsafe public var buffer: UnsafeBufferPointer<Double> { unsafe values }

  /// The values at `first`, `first + stride`, …, `count` of them, copied.
  public func strided(from first: Int, by stride: Int, count: Int) -> [Double] {
    precondition(first >= 0 && stride >= 1 && count >= 0)
    precondition(count == 0 || first + (count - 1) * stride < self.count)
    // Inside the values, checked above.
    return (0..<count).map { unsafe values[first + $0 * stride] }
  }
}

/// An output that the tasks of one call fill, each in places of its own; valid inside `withShared`.
@safe public struct SharedOutput: @unchecked Sendable {
  private let out: UnsafeMutableBufferPointer<Double>
  public let count: Int

  fileprivate init(_ out: UnsafeMutableBufferPointer<Double>) {
    // As for SharedValues.
    unsafe self.out = out
    count = out.count
  }

  /// Writes all of `values` from place `first` on; no other task may write there.
  public func write(_ values: Span<Double>, at first: Int) {
    precondition(first >= 0 && first <= count && values.count <= count - first)
    // Inside the output, checked above; the values are another memory's.
    unsafe values.withUnsafeBufferPointer { values in
      guard let from = values.baseAddress, let to = unsafe out.baseAddress else { return }
      unsafe (to + first).update(from: from, count: values.count)
    }
  }
}

/// Lends what may be read and what is to be written to tasks, for the time of `body`.
///
/// `body` must let neither out and return after its threads: `TaskQueue.run` does.
public func withShared<Result>(
  _ values: Span<Double>, _ out: inout MutableSpan<Double>,
  _ body: (SharedValues, SharedOutput) -> Result
) -> Result {
  // Both buffers live as long as the spans, which this function holds until `body` has returned.
  unsafe values.withUnsafeBufferPointer { values in
    unsafe out.withUnsafeMutableBufferPointer { out in
      unsafe body(SharedValues(values), SharedOutput(out))
    }
  }
}
