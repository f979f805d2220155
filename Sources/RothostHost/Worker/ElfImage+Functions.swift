import RothostSeries

/// Naming an address by the object's own symbols, as a debugger would.
extension ElfImage {
  /// Types of `sh_type` that hold symbols: all of them, and those for the loader.
  private enum Section {
    static let symbols: UInt32 = 2
    static let dynamicSymbols: UInt32 = 11
  }

  /// The function an address of the object lies in, and how far behind its beginning; O(bytes).
  func function(at address: UInt64) -> (name: String, distance: UInt64)? {
    for type in [Section.symbols, Section.dynamicSymbols] {
      if let found = function(at: address, section: type) { return found }
    }
    return nil
  }

  /// Elf64_Ehdr: section table at 40, entry size 58, count 60. Elf64_Shdr: type 4, offset 24,
  /// size 32, link 40. Elf64_Sym as in `isExportedFunction`.
  private func function(at address: UInt64, section wanted: UInt32) -> (String, UInt64)? {
    guard let table = read(UInt64.self, 40), let entrySize = read(UInt16.self, 58),
      entrySize >= 64, let count = read(UInt16.self, 60)
    else { return nil }
    // However many sections say that they hold the same bytes, no more are looked at than there are.
    var left = UInt64(bytes.count) / 24
    func header(_ index: UInt64) -> UInt64 { table &+ index &* UInt64(entrySize) }
    for index in 0..<UInt64(count) where read(UInt32.self, header(index) &+ 4) == wanted {
      guard let start = read(UInt64.self, header(index) &+ 24),
        let size = read(UInt64.self, header(index) &+ 32),
        let link = read(UInt32.self, header(index) &+ 40),
        let strings = read(UInt64.self, header(UInt64(link)) &+ 24)
      else { continue }
      let symbols = min(size / 24, left)
      left -= symbols
      for symbol in 0..<symbols {
        let at = start &+ symbol &* 24
        guard let info = read(UInt8.self, at &+ 4), info & 0xF == 2,
          let value = read(UInt64.self, at &+ 8), let length = read(UInt64.self, at &+ 16),
          value != 0, address >= value, address - value < max(length, 1),
          let nameOffset = read(UInt32.self, at)
        else { continue }
        return (name(at: strings &+ UInt64(nameOffset)), address - value)
      }
    }
    return nil
  }

  /// A symbol's name, printable, of at most 256 bytes.
  private func name(at offset: UInt64) -> String {
    var characters: [UInt8] = []
    while characters.count < 256, let byte = read(UInt8.self, offset &+ UInt64(characters.count)),
      byte > 32
    {
      characters.append(byte)
    }
    return String(decoding: characters, as: UTF8.self).printable
  }
}
