/// The libraries an object asks for, and where it has them looked for (System V ABI, chapter 5;
/// tokens after ld.so(8)).
extension ElfImage {
  private enum Tag {
    static let needed: Int64 = 1
    static let stringTable: Int64 = 5
    static let soname: Int64 = 14
    static let rpath: Int64 = 15
    static let runpath: Int64 = 29
  }

  private static let origins = ["$ORIGIN", "${ORIGIN}"]

  /// The name by which other objects ask for this one; nil where it has none.
  var soname: String? { texts(Tag.soname).first }

  /// Folders in which the loader looks for what the object needs, as they are written.
  private var searchFolders: [String] {
    let paths = texts(Tag.runpath)
    // A RUNPATH makes the loader pass over the RPATH.
    return (paths.isEmpty ? texts(Tag.rpath) : paths).flatMap { path in
      path.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Needed libraries that lie where the object's `$ORIGIN` leads, by the name they are asked for.
  ///
  /// - Parameter folder: the object's own.
  func needsBeside(_ folder: String) -> [(name: String, path: String)] {
    let folders = searchFolders
    guard folders.contains(where: Self.hasOrigin) else { return [] }
    return texts(Tag.needed).compactMap { name in
      guard !name.contains("/") else { return nil }
      for place in folders {
        let isOwn = Self.hasOrigin(place)
        let path = (isOwn ? Self.expanded(place, folder) : place) + "/\(name)"
        // The first folder that has it wins, as for the loader.
        if FileSystem.status(path)?.isRegular == true { return isOwn ? (name, path) : nil }
      }
      return nil
    }
  }

  /// A library that the loader would look for relative to the working folder; nil where there is none.
  var relativeNeed: String? {
    texts(Tag.needed).first { $0.contains("/") && !$0.hasPrefix("/") && !Self.hasOrigin($0) }
      ?? searchFolders.first { !$0.hasPrefix("/") && !Self.hasOrigin($0) }
  }

  private static func hasOrigin(_ text: String) -> Bool {
    origins.contains(where: text.hasPrefix)
  }

  private static func expanded(_ text: String, _ folder: String) -> String {
    for origin in origins where text.hasPrefix(origin) {
      return folder + text.dropFirst(origin.count)
    }
    return text
  }

  /// The texts of all entries of a tag, in order.
  func texts(_ tag: Int64) -> [String] {
    let entries = dynamicList()
    guard let table = entries.first(where: { $0.tag == Tag.stringTable })?.value,
      let strings = offset(ofAddress: table)
    else { return [] }
    return entries.filter { $0.tag == tag }.compactMap { text(at: strings &+ $0.value) }
  }

  /// A text that ends with NUL; nil where it is longer than a path may be, or leaves the file.
  func text(at offset: UInt64) -> String? {
    var characters: [UInt8] = []
    while let byte = read(UInt8.self, offset &+ UInt64(characters.count)) {
      if byte == 0 { return String(decoding: characters, as: UTF8.self) }
      guard characters.count < 4096 else { return nil }
      characters.append(byte)
    }
    return nil
  }
}
