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

  /// Opens what a plugin needs; answers the name by which the loader knows it.
  ///
  /// - Throws: `.plugin` where the loader refuses it, or another library of its name is open.
  @discardableResult
  static func need(_ file: SealedFile) throws(RothostError) -> String {
    let soname = (try? ElfImage(file.contents()))?.soname ?? file.path
    // One step: what the loader refuses is not there, and another of its name may be mended.
    let (name, fault): (String, String?) = state.withLock { state in
      if let known = state.needed[soname] {
        guard known.sha256 != file.sha256 else { return (state.names[known] ?? file.name, nil) }
        let words =
          "another \(soname) is open in this process, from \(known.path); run the plugin with "
          + "--isolation process"
        return ("", words)
      }
      switch opened(file, &state) {
      case .failure(let error): return ("", "the loader refused it: \(error.message)")
      case .success(let name):
        state.needed[soname] = file.digest
        return (name, nil)
      }
    }
    if let fault { throw RothostError(.plugin, "library \(file.path): \(fault)") }
    return name
  }

  /// Opens a library, once for one content; answers the name by which the loader knows it.
  ///
  /// - Throws: `.notFound` with the loader's sentence where it cannot be opened.
  static func open(_ file: SealedFile) throws(RothostError) -> String {
    try state.withLock { state in opened(file, &state) }.get()
  }

  private static func opened(
    _ file: SealedFile, _ state: inout State
  ) -> Result<String, RothostError> {
    if let known = state.names[file.digest] { return .success(known) }
    // The name is a C string for the call. All symbols are bound now, and seen by nobody else.
    guard unsafe dlopen(file.name, RTLD_NOW | RTLD_LOCAL) != nil else {
      return .failure(RothostError(.notFound, file.shown(LoadedPlugin.loaderMessage())))
    }
    state.names[file.digest] = file.name
    return .success(file.name)
  }
}
