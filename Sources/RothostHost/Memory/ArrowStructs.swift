public import CRothost
import RothostSeries

/// An Arrow structure that was handed over; its producer's `release` is called when this goes.
///
/// All reads of foreign memory are here: what the producer promises by the C data interface
/// (lengths, offsets, terminated texts) is relied on, what it may leave out (validity) is not.
@safe final class ArrowStructs: @unchecked Sendable {
  private let schema: UnsafeMutablePointer<ArrowSchema>
  private let array: UnsafeMutablePointer<ArrowArray>

  /// Moves both structs here; the caller's are marked as released, whatever happens next.
  ///
  /// - Precondition: both point to structs of the C data interface.
  @unsafe init(
    taking schema: UnsafeMutablePointer<ArrowSchema>, _ array: UnsafeMutablePointer<ArrowArray>
  ) {
    unsafe self.schema = .allocate(capacity: 1)
    unsafe self.array = .allocate(capacity: 1)
    // Moving is what the interface asks for: copy, then clear `release` in the source.
    unsafe self.schema.initialize(to: schema.pointee)
    unsafe self.array.initialize(to: array.pointee)
    unsafe schema.pointee.release = nil
    unsafe array.pointee.release = nil
  }

  deinit {
    // Called once: this object is the only holder.
    unsafe array.pointee.release?(array)
    unsafe schema.pointee.release?(schema)
    unsafe array.deallocate()
    unsafe schema.deallocate()
  }

  /// Whether the producer had already released them.
  var isReleased: Bool {
    // Both were moved here at the beginning.
    unsafe array.pointee.release == nil || schema.pointee.release == nil
  }

  var format: String {
    // The format is a C string by the interface.
    unsafe schema.pointee.format.map { unsafe String(cString: $0) } ?? ""
  }

  var length: Int { unsafe Int(array.pointee.length) }

  /// Whether the structure itself has missing rows (-1 counts as unknown, so the bits are asked).
  var hasMissingRows: Bool {
    // A structure has one buffer, its validity.
    let bits = unsafe array.pointee.buffers.flatMap { unsafe $0[0] }
    guard unsafe array.pointee.null_count != 0, let bits = unsafe bits else { return false }
    return (0..<length).contains { row in
      unsafe !Self.bit(bits, row + Int(array.pointee.offset))
    }
  }

  /// The columns, in the structure's order; empty where schema and array disagree.
  var columns: [Column] {
    let count = unsafe schema.pointee.n_children
    guard count > 0, unsafe count == array.pointee.n_children else { return [] }
    return (0..<Int(count)).compactMap { index in
      // As many children as said, by the interface.
      guard let child = unsafe schema.pointee.children?[index],
        let values = unsafe array.pointee.children?[index]
      else { return nil }
      return unsafe Column(owner: self, schema: child, array: values)
    }
  }

  /// One column of the structure.
  @safe struct Column {
    let name: String
    let format: String
    let isDictionary: Bool
    let length: Int
    private let owner: ArrowStructs
    private let offset: Int
    private let validity: UnsafeRawPointer?
    private let values: UnsafeRawPointer?

    @unsafe init(
      owner: ArrowStructs, schema: UnsafePointer<ArrowSchema>, array: UnsafePointer<ArrowArray>
    ) {
      self.owner = owner
      // Names and formats are C strings or NULL by the interface.
      name = unsafe schema.pointee.name.map { unsafe String(cString: $0) } ?? ""
      format = unsafe schema.pointee.format.map { unsafe String(cString: $0) } ?? ""
      isDictionary = unsafe schema.pointee.dictionary != nil
      // Rows of a structure are its children's from its own offset on.
      let start = unsafe Int(owner.array.pointee.offset)
      length = unsafe max(0, Int(array.pointee.length) - start)
      offset = unsafe Int(array.pointee.offset) + start
      let hasBuffers = unsafe array.pointee.n_buffers >= 2 && array.pointee.buffers != nil
      let mayMiss = unsafe array.pointee.null_count != 0
      // Columns of numbers have two buffers, validity and values; others are not read.
      unsafe validity = hasBuffers && mayMiss ? array.pointee.buffers[0] : nil
      unsafe values = hasBuffers ? array.pointee.buffers[1] : nil
    }

    func isMissing(_ row: Int) -> Bool {
      precondition(row >= 0 && row < length)
      // The validity has a bit per element, by the interface.
      return unsafe validity.map { unsafe !ArrowStructs.bit($0, row + offset) } ?? false
    }

    /// Whether any of the first `count` rows is missing; O(n) where there are validity bits.
    func hasMissing(_ count: Int) -> Bool {
      guard unsafe validity != nil else { return false }
      return (0..<count).contains(where: isMissing)
    }

    /// The first `count` values where they lie, or nil where they are not aligned for that. O(1).
    func inPlace<Element: BitwiseCopyable & Sendable>(
      as type: Element.Type, count: Int
    ) -> SharedArray<Element>? {
      guard count > 0 else { return SharedArray([]) }
      let stride = MemoryLayout<Element>.stride
      guard count <= length, let start = unsafe values.map({ unsafe $0 + offset * stride }),
        UInt(bitPattern: start) % UInt(MemoryLayout<Element>.alignment) == 0
      else { return nil }
      // The producer vouches for `length` values while its structs are not released.
      return unsafe SharedArray(
        owner: owner, base: start.assumingMemoryBound(to: type), count: count)
    }

    /// One value of the given type, wherever it lies.
    func value<Element: BitwiseCopyable>(_ row: Int, as type: Element.Type) -> Element? {
      precondition(row >= 0 && row < length)
      // The producer vouches for `length` values.
      return unsafe values.map { values in
        unsafe values.loadUnaligned(
          fromByteOffset: (row + offset) * MemoryLayout<Element>.stride, as: type)
      }
    }
  }

  private static func bit(_ bits: UnsafeRawPointer, _ index: Int) -> Bool {
    // Within the validity bitmap, by the callers.
    unsafe bits.load(fromByteOffset: index / 8, as: UInt8.self) >> UInt8(index % 8) & 1 == 1
  }
}

extension ArrowSeries {
  /// Takes the structs over: from here on the caller's count as released, also on an error.
  ///
  /// - Throws: `.argument` for what is no structure of one stamp column and columns of numbers,
  ///   naming the column; `.data` for a missing stamp or one beyond the years 1678 to 2261.
  /// - Precondition: both point to structs of the C data interface.
  @unsafe public convenience init(
    taking schema: UnsafeMutablePointer<ArrowSchema>, _ array: UnsafeMutablePointer<ArrowArray>
  ) throws(RothostError) {
    // The caller vouches for both.
    try self.init(unsafe ArrowStructs(taking: schema, array))
  }
}
