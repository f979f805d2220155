/// Looking up an exported symbol the way the loader does, by hash.
extension ElfImage {
  private enum Tag {
    static let hash: Int64 = 4
    static let stringTable: Int64 = 5
    static let symbolTable: Int64 = 6
    static let gnuHash: Int64 = 0x6FFF_FEF5
  }

  private struct Tables {
    var strings: UInt64
    var symbols: UInt64
  }

  /// Whether the object defines and exports a function of this name; O(1) by GNU hash.
  func exports(_ name: String) -> Bool {
    let entries = dynamicEntries()
    guard let strings = entries[Tag.stringTable].flatMap(offset(ofAddress:)),
      let symbols = entries[Tag.symbolTable].flatMap(offset(ofAddress:))
    else { return false }
    let tables = Tables(strings: strings, symbols: symbols)
    if let hash = entries[Tag.gnuHash].flatMap(offset(ofAddress:)) {
      return exports(name, tables, gnuHash: hash)
    }
    if let hash = entries[Tag.hash].flatMap(offset(ofAddress:)) {
      return exports(name, tables, hash: hash)
    }
    return false
  }

  private func exports(_ name: String, _ tables: Tables, gnuHash table: UInt64) -> Bool {
    guard let bucketCount = read(UInt32.self, table), bucketCount > 0,
      let firstSymbol = read(UInt32.self, table &+ 4), let bloomSize = read(UInt32.self, table &+ 8)
    else { return false }
    let hash = name.utf8.reduce(UInt32(5381)) { $0 &* 33 &+ UInt32($1) }
    let buckets = table &+ 16 &+ UInt64(bloomSize) &* 8
    let chains = buckets &+ UInt64(bucketCount) &* 4
    guard var symbol = read(UInt32.self, buckets &+ UInt64(hash % bucketCount) &* 4),
      symbol >= firstSymbol
    else { return false }
    // Ends at the chain's last entry (bit 0) or, in a broken file, at the end of its bytes.
    while let entry = read(UInt32.self, chains &+ UInt64(symbol - firstSymbol) &* 4) {
      if entry | 1 == hash | 1 && isExportedFunction(symbol, name, tables) { return true }
      if entry & 1 == 1 || symbol == .max { return false }
      symbol += 1
    }
    return false
  }

  private func exports(_ name: String, _ tables: Tables, hash table: UInt64) -> Bool {
    // Every symbol is in exactly one chain, so their count is the table's second word.
    guard let symbolCount = read(UInt32.self, table &+ 4) else { return false }
    let fitting = UInt64(bytes.count) / 24
    return (0..<min(UInt64(symbolCount), fitting)).contains {
      isExportedFunction(UInt32($0), name, tables)
    }
  }

  /// Elf64_Sym: name 4, info 1, other 1, section 2, value 8, size 8.
  private func isExportedFunction(_ index: UInt32, _ name: String, _ tables: Tables) -> Bool {
    let at = tables.symbols &+ UInt64(index) &* 24
    guard let nameOffset = read(UInt32.self, at), let info = read(UInt8.self, at &+ 4),
      let section = read(UInt16.self, at &+ 6)
    else { return false }
    let isFunction = info & 0xF == 2
    let isVisible = info >> 4 == 1 || info >> 4 == 2
    return isFunction && isVisible && section != 0
      && text(at: tables.strings &+ UInt64(nameOffset), equals: name)
  }

  private func text(at offset: UInt64, equals name: String) -> Bool {
    var position = offset
    for byte in name.utf8 {
      guard read(UInt8.self, position) == byte else { return false }
      position &+= 1
    }
    return read(UInt8.self, position) == 0
  }
}
