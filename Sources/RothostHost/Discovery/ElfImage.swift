/// A shared object's file, read without being loaded: whether it fits, and what it exports.
///
/// Every read is checked against the file's length, so that no file, however broken, does more than
/// answer "not found". Layout after the System V ABI, chapters 4 and 5 (ELF-64, little-endian) and
/// the GNU hash section as described by Ali Bahrami, "GNU Hash ELF Sections" (2006).
struct ElfImage {
  let bytes: [UInt8]
  private let segments: [Segment]

  /// One entry of the program header table.
  private struct Segment {
    var type: UInt32
    var fileOffset: UInt64
    var address: UInt64
    var fileSize: UInt64
  }

  /// Why a file is no shared object that this process could load.
  enum Fault: Error, Equatable {
    case notELF
    case truncated
    /// The words complete "is …".
    case otherMachine(String)
    case notShared

    var words: String {
      switch self {
      case .notELF: "it is not an ELF shared object"
      case .truncated: "it is a truncated ELF file: copy or build it again"
      case .otherMachine(let words): "wrong architecture: it is \(words)"
      case .notShared: "it is no shared object: link it with -shared"
      }
    }
  }

  private static let loadSegment: UInt32 = 1
  private static let dynamicSegment: UInt32 = 2
  private static let sharedObject: UInt16 = 3
  #if arch(x86_64)
    private static let ownMachine: UInt16 = 62
  #elseif arch(arm64)
    private static let ownMachine: UInt16 = 183
  #endif

  /// Checks the header and reads the program header table; O(segments).
  init(_ bytes: [UInt8]) throws(Fault) {
    self.bytes = bytes
    guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else { throw .notELF }
    guard bytes.count >= 64 else { throw .truncated }
    guard bytes[4] == 2 else { throw .otherMachine("a 32-bit object") }
    guard bytes[5] == 1 else { throw .otherMachine("a big-endian object") }
    guard let machine = Self.read(UInt16.self, bytes, 18), machine == Self.ownMachine else {
      throw .otherMachine(Self.machineName(Self.read(UInt16.self, bytes, 18) ?? 0))
    }
    guard Self.read(UInt16.self, bytes, 16) == Self.sharedObject else { throw .notShared }
    guard let table = Self.read(UInt64.self, bytes, 32),
      let entrySize = Self.read(UInt16.self, bytes, 54), entrySize >= 56,
      let entryCount = Self.read(UInt16.self, bytes, 56)
    else { throw .truncated }
    var segments: [Segment] = []
    for index in 0..<UInt64(entryCount) {
      let at = table &+ index &* UInt64(entrySize)
      guard let type = Self.read(UInt32.self, bytes, at),
        let offset = Self.read(UInt64.self, bytes, at &+ 8),
        let address = Self.read(UInt64.self, bytes, at &+ 16),
        let size = Self.read(UInt64.self, bytes, at &+ 32)
      else { throw .truncated }
      if type == Self.loadSegment || type == Self.dynamicSegment {
        segments.append(
          Segment(type: type, fileOffset: offset, address: address, fileSize: size))
      }
    }
    self.segments = segments
  }

  /// The entries of the dynamic section, by tag; the first of each.
  func dynamicEntries() -> [Int64: UInt64] {
    Dictionary(dynamicList().map { ($0.tag, $0.value) }) { first, _ in first }
  }

  /// The entries of the dynamic section, in order.
  func dynamicList() -> [(tag: Int64, value: UInt64)] {
    guard let segment = segments.first(where: { $0.type == Self.dynamicSegment }) else { return [] }
    var entries: [(tag: Int64, value: UInt64)] = []
    for index in 0..<min(segment.fileSize / 16, 4096) {
      let at = segment.fileOffset &+ index &* 16
      guard let tag = read(Int64.self, at), tag != 0, let value = read(UInt64.self, at &+ 8) else {
        break
      }
      entries.append((tag, value))
    }
    return entries
  }

  /// Where a virtual address lies in the file; nil where no segment's file content covers it.
  func offset(ofAddress address: UInt64) -> UInt64? {
    for segment in segments where segment.type == Self.loadSegment {
      if address >= segment.address && address - segment.address < segment.fileSize {
        return segment.fileOffset &+ (address - segment.address)
      }
    }
    return nil
  }

  /// The little-endian integer at `offset`, or nil where it would lie outside the file.
  func read<Number: FixedWidthInteger>(_ type: Number.Type, _ offset: UInt64) -> Number? {
    Self.read(type, bytes, offset)
  }

  private static func read<Number: FixedWidthInteger>(
    _ type: Number.Type, _ bytes: [UInt8], _ offset: UInt64
  ) -> Number? {
    let size = Number.bitWidth / 8
    guard let start = Int(exactly: offset), start <= bytes.count - size else { return nil }
    var value: Number = 0
    for index in stride(from: size - 1, through: 0, by: -1) {
      value = (value << 8) | Number(truncatingIfNeeded: bytes[start + index])
    }
    return value
  }

  /// Names of `e_machine` a user is likely to meet (System V ABI, figure 4-3 and its supplements).
  private static func machineName(_ machine: UInt16) -> String {
    switch machine {
    case 3: "built for 32-bit x86"
    case 40: "built for 32-bit ARM"
    case 62: "built for x86-64"
    case 183: "built for AArch64"
    case 243: "built for RISC-V"
    default: "built for another machine (number \(machine))"
    }
  }
}
