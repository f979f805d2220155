/// Memory for vectors of eight doubles: aligned so that none straddles two cache lines.
///
/// Owns its memory, which starts as zeros unless asked for unwritten. Tasks on several threads may share it where each writes
/// places of its own and reads none that another writes.
@safe struct AlignedDoubles: ~Copyable, @unchecked Sendable {
  let count: Int
  private let start: UnsafeMutablePointer<Double>

  init(_ count: Int) {
    self.init(unwritten: count)
    reset()
  }

  /// Values that hold anything until they are written: so many that to set each to 0 would take long.
  init(unwritten count: Int) {
    self.count = count
    // Freshly allocated, of that size and alignment, bound once; any bits are a double.
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 8, alignment: 64)
      .bindMemory(to: Double.self, capacity: count)
  }

  deinit {
    // Allocated by this value, which nothing else refers to.
    unsafe start.deallocate()
  }

  /// Sets every value to 0.
  mutating func reset() {
    // The allocation holds exactly this many values.
    unsafe start.initialize(repeating: 0, count: count)
  }

  subscript(index: Int) -> Double {
    get {
      precondition(index >= 0 && index < count)
      // Inside the allocation, checked above.
      return unsafe start[index]
    }
    set {
      precondition(index >= 0 && index < count)
      // Inside the allocation, checked above.
      unsafe start[index] = newValue
    }
  }

  /// Writes a place that this task alone writes.
  func store(_ value: Double, at index: Int) {
    precondition(index >= 0 && index < count)
    // Inside the allocation, checked above.
    unsafe start[index] = value
  }

  /// Writes all of `values` from place `first` on, which this task alone writes.
  func write(_ values: Span<Double>, at first: Int) {
    precondition(first >= 0 && values.count <= count - first)
    // Inside the allocation, checked above; the values are another memory's.
    unsafe values.withUnsafeBufferPointer { values in
      guard let from = values.baseAddress else { return }
      unsafe (start + first).update(from: from, count: values.count)
    }
  }

  /// The first of `count` values; valid while this value lives.
  @unsafe var pointer: UnsafeMutablePointer<Double> { unsafe start }
}
