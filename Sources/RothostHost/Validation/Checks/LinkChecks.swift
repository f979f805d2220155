/// How the file was linked: what it needs, and what it makes writable or executable.
enum LinkChecks {
  private static let loadable = ["file.shared_object", "file.machine"]

  static let all = [
    Check(
      .file, "libraries", "every library it needs is on this machine", needs: loadable,
      .file { facts in
        facts.judged { image in
          let folders = LibraryFolders(facts.path, image)
          guard let missing = image.texts(1).first(where: { !folders.have($0) }) else {
            return nil
          }
          return
            "\(missing) is neither in its own search path nor known to the system: install it, "
            + "or link it in"
        }
      }),
    Check(
      .file, "search_path", "it looks for libraries in absolute places and beside itself only",
      needs: loadable,
      .file { facts in
        facts.judged { image in
          image.relativeNeed.map {
            "it looks for \"\($0)\" from wherever the host was started; write $ORIGIN/…"
          }
        }
      }),
    Check(
      .file, "stack", "its stack is not executable", needs: loadable,
      .file { facts in
        facts.judged { image in
          guard let stack = image.headers.first(where: { $0.type == ElfImage.stackSegment }) else {
            return
              "it does not say, so that every stack becomes executable: link with -z noexecstack"
          }
          return stack.flags & 1 == 0
            ? nil : "it asks for an executable stack: link with -z noexecstack"
        }
      }),
    Check(
      .file, "text_relocations", "its code is not changed when it is loaded", needs: loadable,
      .file { facts in
        facts.judged { image in
          let flags = image.dynamicEntries()[30] ?? 0
          let has = image.dynamicEntries()[22] != nil || flags & 4 != 0
          return has ? "it has text relocations: compile every part with -fPIC" : nil
        }
      }),
    Check(
      .file, "writable_code", "no part of it is both writable and executable", needs: loadable,
      .file { facts in
        facts.judged { image in
          image.headers.contains { $0.type == 1 && $0.flags & 3 == 3 }
            ? "a segment is: link without -N and without --omagic" : nil
        }
      }),
    Check(
      .file, "relro", "its tables of addresses are read-only once it is loaded", needs: loadable,
      .file { facts in
        facts.judged { image in
          image.headers.contains { $0.type == ElfImage.relroSegment }
            ? nil : "they stay writable: link with -z relro"
        }
      }),
  ]
}

/// Where the loader looks for what a plugin needs.
private struct LibraryFolders {
  private let folders: [String]
  /// Names of the system's libraries stand in it as texts.
  private let known: [UInt8]

  init(_ path: String, _ image: ElfImage) {
    let origin = SearchPath.parent(of: path)
    let own = (image.texts(29) + image.texts(15)).flatMap { $0.split(separator: ":") }
      .map { folder in
        folder.hasPrefix("$ORIGIN") ? origin + folder.dropFirst("$ORIGIN".count) : String(folder)
      }
    let asked = (FileSystem.environment("LD_LIBRARY_PATH") ?? "").split(separator: ":")
    folders = own + asked.map(String.init) + ["/lib64", "/usr/lib64", "/lib", "/usr/lib"]
    known = FileSystem.contents("/etc/ld.so.cache", limit: 16 << 20) ?? []
  }

  func have(_ library: String) -> Bool {
    if library.contains("/") { return FileSystem.status(library) != nil }
    if folders.contains(where: { FileSystem.status("\($0)/\(library)") != nil }) { return true }
    // Names that end alike share their bytes: one may be the end of a path.
    return [0, UInt8(ascii: "/")].contains { before in
      known.firstRange(of: [before] + Array(library.utf8) + [0]) != nil
    }
  }
}
