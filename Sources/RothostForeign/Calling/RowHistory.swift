/// The rows a stream has seen before its function could be opened: one growing array per input.
@unsafe struct RowHistory {
  private(set) var columns: UnsafeMutablePointer<UnsafePointer<Double>?>
  private let inputs: Int
  private var capacity: Int
  private(set) var count = 0

  init(inputs: Int, capacity: Int) {
    // Freed by `free`.
    unsafe self.inputs = inputs
    unsafe self.capacity = max(capacity, 1)
    unsafe columns = .allocate(capacity: inputs)
    for input in 0..<inputs {
      unsafe (columns + input).initialize(
        to: UnsafePointer(UnsafeMutablePointer<Double>.allocate(capacity: self.capacity)))
    }
  }

  /// Adds a row behind the last one; amortised O(inputs).
  mutating func append(_ row: UnsafePointer<Double>) {
    // One value per input, as the host vouches.
    unsafe stage(row)
    unsafe count += 1
  }

  /// Writes a row behind the last one without counting it.
  mutating func stage(_ row: UnsafePointer<Double>) {
    if unsafe count == capacity { unsafe grow() }
    // There is room for one more row in every column.
    for input in 0..<(unsafe inputs) {
      unsafe UnsafeMutablePointer(mutating: columns[input]!)[count] = row[input]
    }
  }

  private mutating func grow() {
    // Each column moves to an array of twice the length; the old one is freed.
    let larger = unsafe 2 * capacity
    for input in 0..<(unsafe inputs) {
      let old = unsafe UnsafeMutablePointer(mutating: columns[input]!)
      let new = UnsafeMutablePointer<Double>.allocate(capacity: larger)
      unsafe new.update(from: old, count: count)
      unsafe old.deallocate()
      unsafe columns[input] = UnsafePointer(new)
    }
    unsafe capacity = larger
  }

  func free() {
    // Allocated in `init` and `grow`.
    for input in 0..<(unsafe inputs) { unsafe columns[input]?.deallocate() }
    unsafe columns.deallocate()
  }
}
