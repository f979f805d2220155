/// What a plugin's file says of itself before any of its code runs.
struct FileFacts: Sendable {
  let path: String
  let status: FileStatus?
  let bytes: [UInt8]
  let image: Result<ElfImage, ElfImage.Fault>

  init(_ path: String) {
    self.path = path
    status = FileSystem.status(path)
    bytes = FileSystem.contents(path, limit: .max) ?? []
    do throws(ElfImage.Fault) {
      image = .success(try ElfImage(bytes))
    } catch {
      image = .failure(error)
    }
  }

  /// Why nothing is said of its code; nil where it holds some.
  var inapplicable: CheckOutcome? {
    PluginSource.isManifest(path) ? .notApplicable("a manifest holds no code of its own") : nil
  }

  var sha256: String { bytes.isEmpty ? "" : FileSystem.sha256(of: bytes) }

  /// The check's word on the image, where the file is one.
  func judged(_ objection: (ElfImage) -> String?) -> CheckOutcome {
    if let inapplicable { return inapplicable }
    switch image {
    case .failure(let fault): return .blocked(fault.words)
    case .success(let image): return .of(objection(image))
    }
  }
}

/// What the checks read beside what the loader needs; offsets after the System V ABI, chapter 5.
extension ElfImage {
  struct Header {
    var type: UInt32
    var flags: UInt32
    var offset: UInt64
    var size: UInt64
  }

  static let stackSegment: UInt32 = 0x6474_E551
  static let relroSegment: UInt32 = 0x6474_E552

  /// The program header table.
  var headers: [Header] {
    guard let table = read(UInt64.self, 32), let size = read(UInt16.self, 54),
      let count = read(UInt16.self, 56)
    else { return [] }
    return (0..<UInt64(count)).compactMap { index in
      let at = table &+ index &* UInt64(size)
      guard let type = read(UInt32.self, at), let flags = read(UInt32.self, at &+ 4),
        let offset = read(UInt64.self, at &+ 8), let size = read(UInt64.self, at &+ 32)
      else { return nil }
      return Header(type: type, flags: flags, offset: offset, size: size)
    }
  }

  /// As many names as are told apart; a count of more is none.
  static let mostNames = 1000

  /// Functions and data of its own that other objects could bind to, by name; at most `mostNames`.
  ///
  /// Not those that are weak or unique: templates and inline functions are in many objects, and the
  /// same in each. O(bytes), and at most 4 KiB for a name.
  func exportedNames() -> [String] {
    let entries = dynamicEntries()
    guard let strings = entries[5].flatMap(offset(ofAddress:)),
      let symbols = entries[6].flatMap(offset(ofAddress:))
    else { return [] }
    // No entry counts the symbols; they end where the next table of the file begins: texts, hashes
    // or versions. Each takes 24 bytes.
    let tables: [Int64] = [4, 5, 0x6FFF_FEF5, 0x6FFF_FFF0, 0x6FFF_FFFC, 0x6FFF_FFFE]
    let end = tables.compactMap { entries[$0].flatMap(offset(ofAddress:)) }
      .filter { $0 > symbols }.min()
    let fitting = UInt64(bytes.count) / 24
    var names: [String] = []
    for index in 0..<min(((end ?? symbols) - symbols) / 24, fitting)
    where names.count < Self.mostNames {
      if let name = exportedName(at: symbols &+ index &* 24, strings) { names.append(name) }
    }
    return names
  }

  /// Elf64_Sym: name 4, info 1, other 1, section 2.
  private func exportedName(at symbol: UInt64, _ strings: UInt64) -> String? {
    guard let name = read(UInt32.self, symbol), let info = read(UInt8.self, symbol &+ 4),
      let other = read(UInt8.self, symbol &+ 5), let section = read(UInt16.self, symbol &+ 6)
    else { return nil }
    let isCodeOrData = (1...2).contains(info & 0xF)
    let isGlobal = info >> 4 == 1
    // Default or protected visibility.
    let isVisible = other & 3 == 0 || other & 3 == 3
    guard isCodeOrData, isGlobal, isVisible, section != 0 else { return nil }
    return text(at: strings &+ UInt64(name))
  }
}
