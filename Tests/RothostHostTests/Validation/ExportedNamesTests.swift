import Testing

@testable import RothostHost

@Suite("Names that a file exports")
struct ExportedNamesTests {
  private static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A shared object of nothing but `count` symbols of one long name.
  ///
  /// - Parameters:
  ///   - kind: what `st_info` says of each.
  ///   - claimed: as many as the file says that there are, however short it is.
  private static func image(
    _ count: Int, kind: UInt8 = 0x12, claimed: Int? = nil
  ) throws -> ElfImage {
    let (dynamic, texts) = (64 + 2 * 56, 64 + 2 * 56 + 4 * 16)
    let symbols = texts + 4096
    #if arch(x86_64)
      let machine: UInt16 = 62
    #else
      let machine: UInt16 = 183
    #endif
    var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
    file += bytes(UInt16(3)) + bytes(machine) + bytes(UInt32(1)) + bytes(UInt64(0))
    file += bytes(UInt64(64)) + bytes(UInt64(0)) + bytes(UInt32(0)) + bytes(UInt16(64))
    file += bytes(UInt16(56)) + bytes(UInt16(2)) + [UInt8](repeating: 0, count: 6)
    for (type, offset, length) in [(1, 0, 1 << 50), (2, dynamic, 64)] {
      file += bytes(UInt32(type)) + bytes(UInt32(4))
      for value in [offset, offset, offset, length, length, 8] { file += bytes(UInt64(value)) }
    }
    // The symbols end where the hash table begins.
    for (tag, value) in [(6, symbols), (5, texts), (4, symbols + 24 * (claimed ?? count)), (0, 0)] {
      file += bytes(Int64(tag)) + bytes(UInt64(value))
    }
    file += [UInt8](repeating: 0x61, count: 4000) + [UInt8](repeating: 0, count: 96)
    let symbol =
      bytes(UInt32(0)) + [kind, 0] + bytes(UInt16(1)) + [UInt8](repeating: 0, count: 16)
    for _ in 0..<count { file += symbol }
    return try ElfImage(file)
  }

  @Test("No more are told apart than there is a use for, however many there are")
  func bounded() throws {
    let name = String(repeating: "a", count: 4000)
    #expect(try Self.image(3).exportedNames() == [name, name, name])
    #expect(try Self.image(20_000).exportedNames().count == ElfImage.mostNames)
  }

  @Test("Symbols end with the file, however many it says that there are")
  func cut() throws {
    #expect(try Self.image(3, claimed: 1 << 40).exportedNames().count == 3)
    #expect(try Self.image(3, claimed: 2).exportedNames().count == 2)
  }

  @Test("Weak and unique ones are not the plugin's own")
  func weak() throws {
    for (kind, count) in [(UInt8(0x11), 3), (0x12, 3), (0x22, 0), (0xA1, 0), (0x02, 0), (0x13, 0)] {
      #expect(try Self.image(3, kind: kind).exportedNames().count == count, "kind \(kind)")
    }
  }
}
