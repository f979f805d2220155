/// Appends little-endian numbers and length-prefixed texts.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func put<Number: FixedWidthInteger>(_ number: Number) {
    for byte in 0..<(Number.bitWidth / 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> (byte * 8)))
    }
  }

  mutating func put(_ text: String) {
    put(UInt32(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  mutating func pad(to multiple: Int) {
    while bytes.count % multiple != 0 { bytes.append(0) }
  }

  /// The bytes as whole words.
  var words: [UInt64] { ByteReader.words(bytes.span) }
}

/// Reads what `ByteWriter` wrote; every read answers nil past the end.
struct ByteReader {
  private let bytes: [UInt8]
  private let end: Int
  private var position: Int

  init(_ bytes: [UInt8], in range: Range<Int>) {
    self.bytes = bytes
    position = range.lowerBound
    end = range.upperBound
  }

  mutating func unsigned64() -> UInt64? { number() }
  mutating func unsigned32() -> UInt32? { number() }
  mutating func signed64() -> Int64? { number() }

  mutating func text() -> String? {
    guard let length = unsigned32(), Int(length) <= end - position else { return nil }
    defer { position += Int(length) }
    return String(validating: bytes[position..<(position + Int(length))], as: UTF8.self)
  }

  /// Whole little-endian words.
  static func words(_ bytes: Span<UInt8>) -> [UInt64] {
    precondition(bytes.count % 8 == 0)
    var words: [UInt64] = []
    words.reserveCapacity(bytes.count / 8)
    for start in stride(from: 0, to: bytes.count, by: 8) {
      words.append((0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << ($1 * 8) })
    }
    return words
  }

  private mutating func number<Number: FixedWidthInteger>() -> Number? {
    let size = Number.bitWidth / 8
    guard end - position >= size else { return nil }
    var number: Number = 0
    for byte in 0..<size {
      number |= Number(truncatingIfNeeded: bytes[position + byte]) << (byte * 8)
    }
    position += size
    return number
  }
}
