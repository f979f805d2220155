/// Memory in which descriptors are built, and the choices that make them odd.
///
/// Every choice takes bytes of an input; where there are none left, the usual one is made. Each
/// struct has exactly its size, so that the address sanitizer sees whoever reads beyond it; each
/// list goes on with NULLs, as far as a count that is believed can lead.
final class DescriptorMemory {
  private var choices: ArraySlice<UInt8>
  private var blocks: [UnsafeMutableRawPointer] = []
  private static let listLength = 4097

  init(_ choices: [UInt8]) { self.choices = choices[...] }

  deinit { for block in blocks { block.deallocate() } }

  func byte() -> UInt8 { choices.popFirst() ?? 0 }

  func number(_ usual: UInt32) -> UInt32 {
    switch byte() % 8 {
    case 5: UInt32(byte())
    case 6: (0..<4).reduce(0) { value, _ in value << 8 | UInt32(byte()) }
    case 7: usual ^ (1 << UInt32(byte() % 32))
    default: usual
    }
  }

  func real(_ usual: Double) -> Double {
    guard byte() % 8 == 7 else { return usual }
    return Double(bitPattern: (0..<8).reduce(0) { value, _ in value << 8 | UInt64(byte()) })
  }

  /// `usual`, another text, one that never ends, NULL, or what is no pointer.
  func text(_ usual: String?) -> UnsafePointer<CChar>? {
    switch byte() % 8 {
    case 4: return nil
    case 5: return store((0..<(byte() % 40)).map { _ in byte() } + [0])
    case 6: return UnsafePointer(bitPattern: UInt(byte()))
    case 7: return byte() % 8 == 0 ? store(Self.endless) : store(Array("x".utf8) + [0])
    default: return usual.map { store(Array($0.utf8) + [0]) } ?? nil
    }
  }

  /// The structs' addresses as C has them; the count is that of the list, or a lie.
  func list<T>(_ items: [UnsafePointer<T>?]) -> (
    list: UnsafePointer<UnsafePointer<T>?>?, count: UInt32
  ) {
    var items = items
    switch byte() % 8 {
    case 4: items.removeLast(min(items.count, Int(byte() % 4)))
    case 5 where !items.isEmpty: items += (0..<Int(byte())).map { items[$0 % items.count] }
    case 6 where !items.isEmpty: items = (0..<4096).map { items[$0 % items.count] }
    case 7: return (UnsafePointer(bitPattern: UInt(byte())), number(UInt32(items.count)))
    default: break
    }
    let size = Self.listLength * MemoryLayout<UnsafePointer<T>?>.stride
    let start = block(size, 8).bindMemory(to: UnsafePointer<T>?.self, capacity: Self.listLength)
    for (index, item) in items.enumerated() { start[index] = odd(item) }
    return (UnsafePointer(start), number(UInt32(items.count)))
  }

  func store<T: BitwiseCopyable>(_ value: T) -> UnsafePointer<T> {
    let start = block(MemoryLayout<T>.size, MemoryLayout<T>.alignment)
    start.storeBytes(of: value, as: T.self)
    return UnsafePointer(start.assumingMemoryBound(to: T.self))
  }

  /// The pointer, NULL, or one that is none.
  private func odd<T>(_ pointer: UnsafePointer<T>?) -> UnsafePointer<T>? {
    switch byte() % 16 {
    case 13: nil
    case 14: UnsafePointer(bitPattern: UInt(byte()))
    case 15: pointer.flatMap { UnsafePointer(bitPattern: UInt(bitPattern: $0) + 1) }
    default: pointer
    }
  }

  private func store(_ bytes: [UInt8]) -> UnsafePointer<CChar> {
    let start = block(bytes.count, 1)
    start.copyMemory(from: bytes, byteCount: bytes.count)
    return UnsafePointer(start.assumingMemoryBound(to: CChar.self))
  }

  private func block(_ size: Int, _ alignment: Int) -> UnsafeMutableRawPointer {
    let block = UnsafeMutableRawPointer.allocate(byteCount: max(size, 1), alignment: alignment)
    block.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    blocks.append(block)
    return block
  }

  /// Longer than any text that is believed, without an end.
  private static let endless = [UInt8](repeating: 120, count: 1 << 20)
}
