import CRothost
import Glibc
import RothostSeries
import RothostLock

/// A plugin whose descriptor was read and found good.
///
/// Shared objects are never closed again: metadata, exit handlers and thread-locals of their
/// languages would dangle.
final class LoadedPlugin: Sendable {
  let identity: PluginIdentity
  let name: String
  let version: String
  let indicators: [LoadedIndicator]

  /// Reads a descriptor: from a file's entry function, a manifest or the embedding program.
  ///
  /// - Parameters:
  ///   - digest: the file's, where it is known already.
  ///   - arithmetic: ids of the indicators that infinite inputs do no harm.
  init(
    _ pointer: UnsafePointer<rot_plugin>?, path: String, digest: String? = nil,
    arithmetic: Set<String> = []
  ) throws(RothostError) {
    let reader = DescriptorReader()
    // The reader checks the struct and every text in it.
    let raw: rot_plugin = unsafe try reader.structure(
      pointer, "rot_plugin", versionOne: VersionOne.plugin)
    let abi = unsafe raw.abi_version
    guard abi == ROT_ABI_VERSION else {
      throw RothostError(
        .plugin,
        "built for ABI version \(abi), this host has version \(ROT_ABI_VERSION): build it again "
          + "with this version's rothost/plugin.h")
    }
    let identity =
      digest.map { PluginIdentity(path: path, sha256: $0) } ?? PluginIdentity(path: path)
    self.identity = identity
    // Texts are read through the reader only.
    name = unsafe try reader.text(raw.name, "name")
    version = unsafe try reader.text(raw.version, "version")
    // The reader checks the array and each element.
    indicators = unsafe try reader.elements(
      raw.indicators, raw.indicator_count, "indicators", "indicator"
    ) { pointer, reader throws(RothostError) in
      // Not NULL, as `elements` found.
      let (description, functions) = unsafe try IndicatorReader.read(pointer, reader)
      return unsafe LoadedIndicator(
        description, functions, identity, isArithmetic: arithmetic.contains(description.id))
    }
    guard !indicators.isEmpty else { throw reader.fault("it has no indicators") }
    try reader.unique(indicators.map(\.description.id), "indicator")
  }

  /// What came of every plugin this process has loaded, by the content of its files.
  private static let loaded = Mutex<[[FileDigest]: Result<LoadedPlugin, RothostError>]>([:])

  /// Bundled shared objects this process has loaded, by the loader's handle.
  private static let bundled = Mutex<[UInt: Result<LoadedPlugin, RothostError>]>([:])

  /// Loads a bundled plugin's file into this process, as it lies there.
  static func open(_ path: String) throws(RothostError) -> LoadedPlugin {
    if PluginSource.isManifest(path) {
      return try open(SealedPlugin(PluginSource(path, isBundled: true)))
    }
    let answer: Result<LoadedPlugin, RothostError> = bundled.withLock { bundled in
      // The path is a C string for the call. All symbols are bound now, and seen by nobody else.
      guard let handle = unsafe dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
        return .failure(refusal(loaderMessage()))
      }
      let key = UInt(bitPattern: handle)
      if let known = bundled[key] { return known }
      let result = Result { () throws(RothostError) in
        // The handle is open and stays so.
        unsafe try LoadedPlugin(entry(handle), path: path)
      }
      bundled[key] = result
      return result
    }
    return try answer.get()
  }

  /// Loads any kind of plugin into this process; once for one content, whoever asks.
  ///
  /// Its constructors and its entry function run here.
  static func open(_ files: SealedPlugin) throws(RothostError) -> LoadedPlugin {
    if PluginSource.isManifest(files.main.path) { return try ManifestPlugin.load(files) }
    let answer: Result<LoadedPlugin, RothostError> = loaded.withLock { loaded in
      if let known = loaded[files.digests] { return known }
      if let fault = needFault(files) { return .failure(fault) }
      // The name is a C string for the call. All symbols are bound now, and seen by nobody else.
      guard let handle = unsafe dlopen(files.main.name, RTLD_NOW | RTLD_LOCAL) else {
        return .failure(refusal(files.main.shown(loaderMessage())))
      }
      let result = Result { () throws(RothostError) in
        // The handle is open and stays so.
        unsafe try LoadedPlugin(entry(handle), path: files.main.path, digest: files.main.sha256)
      }
      loaded[files.digests] = result
      return result
    }
    return try answer.get()
  }

  /// Opens what the plugin brought along; answers why it cannot be.
  private static func needFault(_ files: SealedPlugin) -> RothostError? {
    for file in files.needed {
      do {
        try OpenedLibraries.need(file)
      } catch {
        return error
      }
    }
    return nil
  }

  private static func refusal(_ sentence: String) -> RothostError {
    RothostError(.plugin, "the loader refused it: \(sentence)")
  }

  static func loaderMessage() -> String {
    // dlerror answers a C string that lives until this thread's next call.
    unsafe dlerror().map { unsafe String(cString: $0) } ?? "unknown reason"
  }

  private static func entry(
    _ handle: UnsafeMutableRawPointer
  ) throws(RothostError) -> UnsafePointer<rot_plugin> {
    // The handle is open; the name is a C string for the call.
    guard let symbol = unsafe dlsym(handle, ROT_PLUGIN_ENTRY_SYMBOL) else {
      throw RothostError(.plugin, "it does not export \(ROT_PLUGIN_ENTRY_SYMBOL)")
    }
    typealias Entry = @convention(c) () -> UnsafePointer<rot_plugin>?
    // By contract the symbol of this name is a function of this type.
    let entry = unsafe unsafeBitCast(symbol, to: Entry.self)
    guard let plugin = unsafe entry() else {
      throw RothostError(.plugin, "\(ROT_PLUGIN_ENTRY_SYMBOL) answered NULL")
    }
    return unsafe plugin
  }
}
