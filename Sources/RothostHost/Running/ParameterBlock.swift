import CRothost
import Glibc

/// Parameters as a plugin reads them: `rot_value`s and what they point to, at fixed addresses.
///
/// Immutable after `init`, so one block serves any number of calls on any threads.
@safe final class ParameterBlock: @unchecked Sendable {
  private let base: UnsafeMutablePointer<rot_value>
  private let count: Int
  private var owned = unsafe [UnsafeMutableRawPointer]()

  init(_ values: [Value]) {
    count = values.count
    // One element at least, so that the pointer is never NULL; freed in deinit.
    unsafe base = .allocate(capacity: max(count, 1))
    unsafe base.initialize(repeating: rot_value(), count: max(count, 1))
    for (index, value) in values.enumerated() {
      // There are `count` elements.
      unsafe base[index] = convert(value)
    }
  }

  deinit {
    // Allocated in `init`, freed once; no call outlives the block.
    unsafe owned.forEach { unsafe free($0) }
    unsafe base.deallocate()
  }

  /// Valid while this object lives.
  @unsafe var pointer: UnsafePointer<rot_value> { unsafe UnsafePointer(base) }

  private func convert(_ value: Value) -> rot_value {
    var converted = unsafe rot_value()
    unsafe converted.type = value.type.rawValue | (value.isList ? ROT_LIST : 0)
    unsafe converted.count = 1
    // The member written is the one that the type names.
    switch value.storage {
    case .real(let real): unsafe converted.as.real = real
    case .integer(let integer): unsafe converted.as.integer = integer
    case .text(let text): unsafe converted.as.text = copy(text)
    case .reals(let reals):
      unsafe converted.count = UInt32(reals.count)
      unsafe converted.as.reals = UnsafePointer(copy(reals))
    case .integers(let integers):
      unsafe converted.count = UInt32(integers.count)
      unsafe converted.as.integers = UnsafePointer(copy(integers))
    case .texts(let texts):
      unsafe converted.count = UInt32(texts.count)
      unsafe converted.as.texts = UnsafePointer(copy(texts.map { unsafe Optional(copy($0)) }))
    }
    return unsafe converted
  }

  private func copy(_ text: String) -> UnsafePointer<CChar> {
    // A copy of its UTF-8 bytes and NUL, freed in deinit.
    unsafe UnsafePointer(copy(text.utf8.map { CChar(bitPattern: $0) } + [0]))
  }

  private func copy<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
    let size = max(elements.count, 1) * MemoryLayout<Element>.stride
    guard let raw = unsafe malloc(size) else {
      preconditionFailure("no memory left for parameters")
    }
    // Freed in deinit; the block has room for all elements.
    unsafe owned.append(raw)
    let target = unsafe raw.bindMemory(to: Element.self, capacity: max(elements.count, 1))
    for (index, element) in elements.enumerated() {
      unsafe (target + index).initialize(to: element)
    }
    return unsafe target
  }
}
