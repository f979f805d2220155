import Glibc
import RothostLock
import RothostSeries

/// The libraries that plugins brought along or manifests bind, opened in this process.
///
/// What a plugin needs is opened before it, and found by the loader by its SONAME, so that no folder
/// is looked into. There is one needed library of each name in a process.
enum OpenedLibraries {
  private struct State {
    /// The loader's names, by content.
    var names: [FileDigest: String] = [:]
    /// By SONAME.
    var needed: [String: FileDigest] = [:]
  }

  private static let state = Mutex(State())

  /// Opens what a plugin needs.
  ///
  /// - Throws: `.plugin` where the loader refuses it, or another library of its name is open.
  static func need(_ file: SealedFile) throws(RothostError) {
    let soname = (try? ElfImage(file.contents()))?.soname ?? file.path
    let other: FileDigest? = state.withLock { state in
      if let known = state.needed[soname] { return known.sha256 == file.sha256 ? nil : known }
      state.needed[soname] = file.digest
      return nil
    }
    if let other {
      throw RothostError(
        .plugin,
        "library \(file.path): another \(soname) is open in this process, from \(other.path); run the "
          + "plugin with --isolation process")
    }
    do {
      _ = try open(file)
    } catch {
      throw RothostError(.plugin, "library \(file.path): the loader refused it: \(error.message)")
    }
  }

  /// Opens a library, once for one content; answers the name by which the loader knows it.
  ///
  /// - Throws: `.notFound` with the loader's sentence where it cannot be opened.
  static func open(_ file: SealedFile) throws(RothostError) -> String {
    let answer: Result<String, RothostError> = state.withLock { state in
      if let known = state.names[file.digest] { return .success(known) }
      // The name is a C string for the call. All symbols are bound now, and seen by nobody else.
      guard unsafe dlopen(file.name, RTLD_NOW | RTLD_LOCAL) != nil else {
        return .failure(RothostError(.notFound, file.shown(LoadedPlugin.loaderMessage())))
      }
      state.names[file.digest] = file.name
      return .success(file.name)
    }
    return try answer.get()
  }
}
