import RothostSeries

/// Keys of a table.
extension TOMLNode {
  /// What the key holds; nil where it is not there or this is no table. O(keys).
  public subscript(key: String) -> TOMLNode? {
    guard case .table(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.node
  }

  /// What the key holds, which must be there; `remedy` says what to write.
  ///
  /// - Throws: `.data` at the table's place where the key is missing, or where this is no table.
  public func required(_ key: String, remedy: String) throws(RothostError) -> TOMLNode {
    guard let node = try entries().first(where: { $0.key == key })?.node else {
      throw error("the key `\(key)` is missing; \(remedy)")
    }
    return node
  }

  /// Refuses the first key that is not one of `known`, so that no misspelled key is passed over.
  ///
  /// - Throws: `.data` at the key's place, with the keys that may stand there.
  public func refuseKeys(besides known: [String]) throws(RothostError) {
    for entry in try entries() where !known.contains(entry.key) {
      throw entry.node.error(
        "there is no such key; remove it, or write one of \(known.joined(separator: ", "))")
    }
  }
}
