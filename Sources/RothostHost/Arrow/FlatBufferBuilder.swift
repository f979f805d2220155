/// Builds one FlatBuffer, as Arrow's messages need them: tables, vectors, texts, no verification.
///
/// A FlatBuffer is built from its end, so bytes are kept in reverse; a position is a distance from
/// the end. Layout: https://flatbuffers.dev/internals/
struct FlatBufferBuilder {
  /// The place of a finished object: its distance from the end of the buffer.
  struct Position: Equatable {
    fileprivate var distance: Int
  }

  /// The value of one field of a table; the field's number is its index in the list given.
  enum Field {
    case absent
    case byte(UInt8)
    case short(Int16)
    case int(Int32)
    case long(Int64)
    case object(Position)

    fileprivate var size: Int {
      switch self {
      case .absent: 0
      case .byte: 1
      case .short: 2
      case .int, .object: 4
      case .long: 8
      }
    }
  }

  private var reversed: [UInt8] = []

  /// O(fields). Fields of eight bytes come first, so that no padding falls between them.
  mutating func table(_ fields: [Field]) -> Position {
    let end = reversed.count
    var places = [Int](repeating: 0, count: fields.count)
    for size in [1, 2, 4, 8] {
      for (index, field) in fields.enumerated() where field.size == size {
        align(size, after: size)
        switch field {
        case .absent: break
        case .byte(let value): push(value)
        case .short(let value): push(value)
        case .int(let value): push(value)
        case .long(let value): push(value)
        case .object(let position): pushOffset(to: position)
        }
        places[index] = reversed.count
      }
    }
    align(4, after: 4)
    let vtableSize = 4 + 2 * fields.count
    // The vtable lies right before the table.
    push(Int32(vtableSize))
    let start = reversed.count
    for place in places.reversed() { push(UInt16(place == 0 ? 0 : start - place)) }
    push(UInt16(start - end))
    push(UInt16(vtableSize))
    return Position(distance: start)
  }

  mutating func text(_ text: String) -> Position {
    let bytes = Array(text.utf8)
    align(4, after: bytes.count + 1)
    push(UInt8(0))
    reversed.append(contentsOf: bytes.reversed())
    push(UInt32(bytes.count))
    return Position(distance: reversed.count)
  }

  mutating func vector(_ objects: [Position]) -> Position {
    align(4, after: 4 * objects.count)
    for object in objects.reversed() { pushOffset(to: object) }
    push(UInt32(objects.count))
    return Position(distance: reversed.count)
  }

  /// A vector of structs of 64-bit numbers; `words` holds them one after the other.
  mutating func vector(structs words: [Int64], wordsEach: Int) -> Position {
    align(8, after: 8 * words.count)
    for word in words.reversed() { push(word) }
    push(UInt32(words.count / wordsEach))
    return Position(distance: reversed.count)
  }

  /// The finished buffer, a multiple of eight bytes long.
  consuming func finish(root: Position) -> [UInt8] {
    align(8, after: 4)
    pushOffset(to: root)
    return reversed.reversed()
  }

  /// Pads so that after `bytes` more the distance from the end is a multiple of `size`.
  private mutating func align(_ size: Int, after bytes: Int) {
    while (reversed.count + bytes) % size != 0 { reversed.append(0) }
  }

  /// An offset counts from where it lies to where its object begins.
  private mutating func pushOffset(to object: Position) {
    align(4, after: 4)
    push(UInt32(reversed.count + 4 - object.distance))
  }

  private mutating func push<Number: FixedWidthInteger>(_ value: Number) {
    for byte in (0..<Number.bitWidth / 8).reversed() {
      reversed.append(UInt8(truncatingIfNeeded: value >> (8 * byte)))
    }
  }
}
