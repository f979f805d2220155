import RothostSeries

/// Where an indicator came from; its digest is taken at the first question for it.
final class PluginIdentity: Sendable {
  /// Absolute path; "" for plugins registered by the embedding program.
  let path: String
  private let digest: Once<String>

  init(path: String) {
    self.path = path
    digest = Once { path.isEmpty ? "" : FileSystem.sha256(path) ?? "" }
  }

  /// An identity whose digest is known.
  init(path: String, sha256: String) {
    self.path = path
    digest = Once { sha256 }
  }

  var sha256: String { digest.value }
}

/// An indicator that can be called: what it declares, and its functions.
///
/// Lives as long as the process, like the code it points to. Shared by all engines, so that calls
/// of an indicator without `ROT_THREAD_SAFE` are serialised in the whole process.
@safe final class LoadedIndicator: @unchecked Sendable {
  let description: IndicatorDescription
  let plugin: PluginIdentity
  let functions: IndicatorFunctions
  /// Whether an infinity among its inputs does the code no harm, as a manifest may say of it.
  let isArithmetic: Bool
  private let turn = RecursiveLock()

  init(
    _ description: IndicatorDescription, _ functions: IndicatorFunctions,
    _ plugin: PluginIdentity, isArithmetic: Bool = false
  ) {
    self.isArithmetic = isArithmetic
    self.description = description
    self.plugin = plugin
    // Function pointers of a plugin that is never unloaded.
    unsafe self.functions = functions
  }

  var hasLookBack: Bool { unsafe functions.lookBack != nil }

  /// Runs `body` at once where the indicator is thread-safe, else when no other thread is in it.
  func serialised<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if description.flags.contains(.threadSafe) { return try body() }
    return try turn.holding(body)
  }
}
