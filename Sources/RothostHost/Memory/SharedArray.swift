/// Numbers that stay where they are for as long as anyone holds this view of them.
///
/// The view keeps its owner alive: a sealed frame, a snapshot of the cache, an output's buffer. It
/// is never written to while it is shared. Copying one costs a reference count; nothing is copied.
@safe public struct SharedArray<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  let owner: AnyObject
  private let base: UnsafePointer<Element>
  public let count: Int

  /// - Precondition: `base` is valid for `count` elements while `owner` lives, and not written to.
  @unsafe init(owner: AnyObject, base: UnsafePointer<Element>, count: Int) {
    precondition(count >= 0)
    self.owner = owner
    unsafe self.base = base
    self.count = count
  }

  /// For the doors and the tables of C; valid while a copy of this view lives.
  @unsafe public var pointer: UnsafePointer<Element> { unsafe base }

  public var indices: Range<Int> { 0..<count }

  public subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    // The index was just checked and the initialiser's caller vouched for the rest.
    return unsafe base[index]
  }

  /// Lends the elements; O(1), no copy.
  public func withSpan<Answer, Failure: Error>(
    _ body: (Span<Element>) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    defer { withExtendedLifetime(owner) {} }
    // The initialiser's caller vouched for `count` elements while `owner` lives.
    let elements = unsafe UnsafeBufferPointer(start: base, count: count)
    return try unsafe body(elements.span)
  }

  /// The part at `range`, with the same owner; O(1).
  public func slice(_ range: Range<Int>) -> SharedArray {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    // A part of what is valid is valid.
    return unsafe SharedArray(owner: owner, base: base + range.lowerBound, count: range.count)
  }

  /// Bytes from where these begin to where others of the same mapping do.
  func distance<Other>(to other: SharedArray<Other>) -> Int {
    // Only the addresses are compared.
    unsafe UnsafeRawPointer(other.pointer) - UnsafeRawPointer(base)
  }

  /// The same memory as bytes, in the machine's order; O(1).
  public var bytes: SharedArray<UInt8> {
    // Any memory may be read as bytes, and the length is that of the elements.
    unsafe SharedArray<UInt8>(
      owner: owner, base: UnsafeRawPointer(base).assumingMemoryBound(to: UInt8.self),
      count: count * MemoryLayout<Element>.stride)
  }
}

extension SharedArray {
  /// Copies the elements into memory of their own; O(n).
  public init(_ elements: Span<Element>) {
    let storage = GrowableArray<Element>(capacity: elements.count)
    for index in elements.indices { storage.append(elements[index]) }
    self = storage.shared()
  }

  public init(_ elements: [Element]) {
    self.init(elements.span)
  }
}
