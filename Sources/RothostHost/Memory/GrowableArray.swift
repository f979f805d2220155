/// A list of numbers that grows by doubling and then becomes a `SharedArray` without a copy.
@safe final class GrowableArray<Element: BitwiseCopyable & Sendable> {
  private var storage: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int = 16) {
    self.capacity = max(capacity, 1)
    unsafe storage = .allocate(capacity: self.capacity)
  }

  deinit {
    // Allocated by this object and freed nowhere else; the elements are trivial.
    unsafe storage.deallocate()
  }

  /// Amortised O(1).
  func append(_ element: Element) {
    if count == capacity { grow() }
    // There is room for one more.
    unsafe (storage + count).initialize(to: element)
    count += 1
  }

  private func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    // `count` elements are initialised and both blocks hold as many.
    unsafe larger.moveInitialize(from: storage, count: count)
    unsafe storage.deallocate()
    unsafe storage = larger
    capacity *= 2
  }

  /// Hands the elements out; nothing may be appended afterwards. O(1).
  func shared() -> SharedArray<Element> {
    // The view keeps this object, and so its block, alive.
    unsafe SharedArray(owner: self, base: UnsafePointer(storage), count: count)
  }
}
