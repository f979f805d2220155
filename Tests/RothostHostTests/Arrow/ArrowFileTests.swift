import RothostSeries
import Testing

@testable import RothostHost

@Suite struct ArrowFileTests {
  /// Two columns, x = [1.5, -2.0] and t = ["a", null], as pyarrow 26.0.1 and polars 2.1.0 read them.
  static let golden = """
    4152524f57310000ffffffffb800000014000000000000000c001400100013000c0004000c000000
    00000000000000001000000004000001080008000000040008000000040000000200000050000000
    14000000100014000c00130012000800000004001000000020000000100000001000000000001401
    0400040004000000010000007400000000000000100012000c001100100008000000040010000000
    24000000100000001400000003010600080006000600000000000200010000007800000000000000
    ffffffffc800000014000000000000000c001600120015000c0004000c0000003800000000000000
    140000000000040000030a0018000400140010000a00000002000000000000000000000008000000
    5c000000050000000000000000000000000000000000000000000000000000001000000000000000
    10000000000000000100000000000000180000000000000018000000000000003000000000000000
    01000000000000000000000002000000020000000000000000000000000000000200000000000000
    0100000000000000000000000000f83f00000000000000c001000000000000000000000000000000
    010000000000000001000000000000006100000000000000ffffffff00000000100000000c001400
    12000c00080004000c000000100000002c000000340000000000040001000000c800000000000000
    d0000000000000003800000000000000000000000000000008000800000004000800000004000000
    020000005000000014000000100014000c0013001200080000000400100000002000000010000000
    10000000000014010400040004000000010000007400000000000000100012000c00110010000800
    00000400100000002400000010000000140000000301060008000600060000000000020001000000
    7800000000000000d80000004152524f5731
    """

  /// A little-endian number of a file.
  func number<Number: FixedWidthInteger>(_ bytes: [UInt8], _ offset: Int, as: Number.Type) -> Int {
    var value: Number = 0
    for byte in 0..<Number.bitWidth / 8 {
      value |= Number(truncatingIfNeeded: bytes[offset + byte]) << Number(8 * byte)
    }
    return Int(value)
  }

  /// Where a table's field lies, after the FlatBuffers rules; nil where it is left out.
  func field(_ bytes: [UInt8], table: Int, _ index: Int) -> Int? {
    let vtable = table - number(bytes, table, as: Int32.self)
    guard 4 + 2 * index < number(bytes, vtable, as: UInt16.self) else { return nil }
    let offset = number(bytes, vtable + 4 + 2 * index, as: UInt16.self)
    return offset == 0 ? nil : table + offset
  }

  func follow(_ bytes: [UInt8], _ place: Int) -> Int {
    place + number(bytes, place, as: UInt32.self)
  }

  @Test("a small file is what other readers of Arrow accepted, byte for byte")
  func goldenFile() {
    let columns: [ArrowColumn] = [.reals("x", SharedArray([1.5, -2])), .texts("t", ["a", nil])]
    let bytes = ArrowFile.encode(.structure("", length: 2, columns))
    let hex = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    #expect(hex == Self.golden.filter { !$0.isWhitespace })
  }

  @Test("a file begins and ends with its magic, and its footer leads to the batch and its buffers")
  func structure() throws {
    let bytes = try ResultFixture.result().arrowFile()
    let magic = Array("ARROW1".utf8)
    #expect(bytes.starts(with: magic) && bytes.suffix(6).elementsEqual(magic))
    let footerLength = number(bytes, bytes.count - 10, as: Int32.self)
    let footerStart = bytes.count - 10 - footerLength
    let footer = follow(bytes, footerStart)
    #expect(number(bytes, try #require(field(bytes, table: footer, 0)), as: Int16.self) == 4)
    let schema = follow(bytes, try #require(field(bytes, table: footer, 1)))
    let fields = follow(bytes, try #require(field(bytes, table: schema, 1)))
    #expect(number(bytes, fields, as: UInt32.self) == 11)
    let blocks = follow(bytes, try #require(field(bytes, table: footer, 3)))
    #expect(number(bytes, blocks, as: UInt32.self) == 1 && (blocks + 4) % 8 == footerStart % 8)
    let offset = number(bytes, blocks + 4, as: Int64.self)
    let metadata = number(bytes, blocks + 12, as: Int32.self)
    let bodyLength = number(bytes, blocks + 20, as: Int64.self)
    #expect(offset % 8 == 0 && metadata % 8 == 0 && bodyLength % 8 == 0)
    #expect(number(bytes, offset, as: UInt32.self) == 0xFFFF_FFFF)
    #expect(number(bytes, offset + 4, as: Int32.self) == metadata - 8)
    #expect(offset + metadata + bodyLength + 8 == footerStart)

    let message = follow(bytes, offset + 8)
    #expect(bytes[try #require(field(bytes, table: message, 1))] == 3)
    let batch = follow(bytes, try #require(field(bytes, table: message, 2)))
    #expect(number(bytes, try #require(field(bytes, table: batch, 0)), as: Int64.self) == 1)
    let buffers = follow(bytes, try #require(field(bytes, table: batch, 2)))
    var last = 0
    for index in 0..<number(bytes, buffers, as: UInt32.self) {
      let start = number(bytes, buffers + 4 + 16 * index, as: Int64.self)
      let length = number(bytes, buffers + 12 + 16 * index, as: Int64.self)
      #expect(start % 8 == 0 && start >= last && start + length <= bodyLength)
      last = start + length
    }
    // The first column is r = 0.1: an absent validity, then one value.
    let value = number(bytes, offset + metadata, as: Int64.self)
    #expect(Double(bitPattern: UInt64(bitPattern: Int64(value))) == 0.1)
  }

  @Test("one output is a file of its own columns, and an unknown one is refused")
  func oneOutput() throws {
    let result = try ResultFixture.result()
    let bytes = try result.arrowFile(output: "events")
    let footer = follow(bytes, bytes.count - 10 - number(bytes, bytes.count - 10, as: Int32.self))
    let schema = follow(bytes, try #require(field(bytes, table: footer, 1)))
    let fields = follow(bytes, try #require(field(bytes, table: schema, 1)))
    #expect(number(bytes, fields, as: UInt32.self) == 3)
    #expect(throws: RothostError.self) { try result.arrowFile(output: "nothing") }
  }
}
