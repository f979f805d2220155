import CRothostSystem
import RothostSeries
import RothostLock

/// Workers waiting to be used again; one has loaded one plugin and never another.
///
/// Safe from any thread. The processes end with the pool.
final class WorkerPool: Sendable {
  /// A plugin's file by path and content.
  struct Plugin: Sendable {
    var path: String
    var sha256: String
    /// What it brings along.
    var needed: [FileDigest] = []
    /// Whether its files are as trusted as this program.
    var isBundled = false
    /// Its version, once it said it.
    var version: String?

    /// The beginning of a sentence about it.
    var called: String { version.map { "version \($0)" } ?? "it" }

    /// The same file, whatever is known of it.
    func isSame(_ other: Plugin) -> Bool { path == other.path && digests == other.digests }

    var digests: [FileDigest] { [FileDigest(path: path, sha256: sha256)] + needed }
  }

  private struct Waiting {
    var plugin: Plugin
    var worker: WorkerProcess
  }

  private struct State {
    /// Least recently used first.
    var waiting: [Waiting] = []
    /// The content last asked for, by path: workers of another are of no more use.
    var contents: [String: [FileDigest]] = [:]
  }

  private let state = Mutex(State())
  let executable: String?
  let limits: WorkerLimits
  let files = WorkerFiles()
  let lookBacks = LookBackMemory()
  /// Idle processes kept: each costs some megabytes.
  private static let mostWaiting = 8

  init(_ limits: WorkerLimits, executable: String? = WorkerStart.executable()) {
    self.limits = limits
    self.executable = executable
  }

  /// Workers waiting now.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Lends a worker that has loaded the plugin; takes it back where `body` answers, and ends it where
  /// it throws a fault, which becomes an error that names the phase.
  func with<Answer>(
    _ plugin: Plugin, _ phase: String, _ watch: WorkerWatch,
    _ body: (WorkerProcess) throws(WorkerFault) -> Answer
  ) throws(RothostError) -> Answer {
    let worker = try lend(plugin, watch)
    let answer = try use(worker, plugin, phase, body)
    give(worker, plugin)
    return answer
  }

  /// A worker that has loaded the plugin and is the caller's until it is given back.
  func lend(_ plugin: Plugin, _ watch: WorkerWatch) throws(RothostError) -> WorkerProcess {
    dropOutdated(plugin)
    if let known = take(plugin) { return known }
    let source = try PluginSource(plugin.path, isBundled: plugin.isBundled)
    let worker = try start(watch)
    _ = try loaded(plugin, source, worker, watch)
    return worker
  }

  /// Starts a worker for the plugin, reads its description there, and keeps the worker.
  ///
  /// - Throws: `.plugin` where the plugin is refused, `.crashed` or `.timeout` where its
  ///   constructors or its entry do not return, `.cancelled`; all with the phase `load`.
  func describe(
    _ source: PluginSource, _ watch: WorkerWatch = WorkerWatch()
  ) throws(RothostError) -> PluginDescription {
    let plugin = Plugin(
      path: source.main.path, sha256: source.main.sha256, needed: source.needed.map(\.digest))
    dropOutdated(plugin)
    let worker = try start(watch)
    let description = try loaded(plugin, source, worker, watch)
    // One of them is enough for the next evaluation.
    if !state.withLock({ $0.waiting.contains { $0.plugin.isSame(plugin) } }) {
      give(worker, plugin)
    }
    return description
  }

  /// What of the sandbox is in force in a worker started now.
  func sandbox() throws(RothostError) -> UInt32 {
    let watch = WorkerWatch(milliseconds: limits.loadMilliseconds)
    let worker = try start(watch)
    // Any request is answered after the sandbox was entered; this one is refused.
    do {
      _ = try worker.ask(.load(files: []), watch)
    } catch {
      throw RothostError(.unsupported, "the worker did not start: \(error)")
    }
    return worker.sandbox
  }

  /// Hands the bytes that were read and hashed here to the worker, which opens no file.
  private func loaded(
    _ plugin: Plugin, _ source: PluginSource, _ worker: WorkerProcess, _ watch: WorkerWatch
  ) throws(RothostError) -> PluginDescription {
    // Of a bundled plugin the libraries beside it were never listed; they are as trusted as it is.
    let isSame =
      plugin.isBundled
      ? source.main.digest == plugin.digests[0] : source.digests == plugin.digests
    guard isSame else {
      throw RothostError(.plugin, "the file changed while it was being loaded; try again")
    }
    let sealed = try SealedPlugin(source)
    worker.image = sealed.main
    return try use(worker, plugin, "load") { worker throws(WorkerFault) in
      for file in sealed.files { try worker.hand(over: WorkerFile(file)) }
      let bytes = try worker.ask(
        .load(files: sealed.digests), watch.limited(to: limits.loadMilliseconds))
      return try WorkerReply.read(bytes) { message throws(RothostError) in
        try PluginDescription(from: &message)
      }.sound()
    }.get()
  }

  /// - Throws: `.cancelled` or `.timeout` where nobody waits for it any more.
  private func start(_ watch: WorkerWatch) throws(RothostError) -> WorkerProcess {
    switch watch.fault() {
    case .cancelled: throw RothostError(.cancelled, "cancelled", phase: "load")
    case .timedOut:
      throw RothostError(
        .timeout, "the time limit passed before it was loaded; raise the limit", phase: "load")
    default: break
    }
    guard let executable else {
      throw RothostError(
        .unsupported,
        "rothost-worker is neither beside this program nor in libexec/rothost: install it again "
          + "(`make install`), name it in $ROTHOST_WORKER, or trust the plugin and run it with "
          + "--isolation none")
    }
    return try WorkerProcess(executable: executable, memoryBytes: limits.memoryBytes)
  }

  /// Runs `body` and puts a fault into words.
  func use<Answer>(
    _ worker: WorkerProcess, _ plugin: Plugin, _ phase: String,
    _ body: (WorkerProcess) throws(WorkerFault) -> Answer
  ) throws(RothostError) -> Answer {
    do {
      return try body(worker)
    } catch {
      throw described(error, worker, plugin, phase)
    }
  }

  private func described(
    _ fault: WorkerFault, _ worker: WorkerProcess, _ plugin: Plugin, _ phase: String
  ) -> RothostError {
    switch fault {
    case .ended:
      let words = CrashWords(worker, path: plugin.path, memoryBytes: limits.memoryBytes).text
      return RothostError(
        .crashed, "\(plugin.called) \(words); the host goes on: tell the plugin's author",
        phase: phase)
    case .timedOut:
      return RothostError(
        .timeout,
        "the time limit passed\(Self.place(phase)) and it did not stop by itself, so its worker was "
          + "ended; \(remedy(phase))", phase: phase)
    case .cancelled: return RothostError(.cancelled, "cancelled", phase: phase)
    case .unsent(let code):
      return RothostError(
        .inputOutput,
        "its files could not be handed to its worker (\(systemMessage(code))); give fewer inputs at "
          + "once, or try again", phase: phase)
    case .broken(let error): return RothostError(error.status, error.message, phase: phase)
    }
  }

  private static func place(_ phase: String) -> String {
    switch phase {
    case "load": " in its constructors or its entry function"
    case "prepare": " in its look_back"
    default: ""
    }
  }

  /// What to do about a call that did not return; before there are rows, fewer are no help.
  private func remedy(_ phase: String) -> String {
    phase == "load" || phase == "prepare"
      ? "take the file away or tell its author, or raise a limit below "
        + "\(limits.loadMilliseconds / 1000) s"
      : "raise the limit or ask for fewer rows"
  }

  private func take(_ plugin: Plugin) -> WorkerProcess? {
    while true {
      let worker: WorkerProcess? = state.withLock { state in
        guard let index = state.waiting.lastIndex(where: { $0.plugin.isSame(plugin) }) else {
          return nil
        }
        return state.waiting.remove(at: index).worker
      }
      guard let worker else { return nil }
      // It may have died while it waited, of a thread the plugin left behind, or be about to.
      if !worker.hasEnded && !worker.isRetired { return worker }
    }
  }

  /// Takes a worker back, where it is of further use.
  func give(_ worker: WorkerProcess, _ plugin: Plugin) {
    if worker.isRetired { return worker.end() }
    worker.forgetReply()
    // Processes are ended after the lock, because reaping takes a while.
    let dropped: WorkerProcess? = state.withLock { state in
      guard state.contents[plugin.path] == plugin.digests else { return worker }
      state.waiting.append(Waiting(plugin: plugin, worker: worker))
      return state.waiting.count > Self.mostWaiting ? state.waiting.removeFirst().worker : nil
    }
    _ = dropped
  }

  /// Ends the workers of an earlier content of the same file; those at work end when they are given
  /// back.
  private func dropOutdated(_ plugin: Plugin) {
    let dropped: [Waiting] = state.withLock { state in
      guard state.contents[plugin.path] != plugin.digests else { return [] }
      state.contents[plugin.path] = plugin.digests
      let dropped = state.waiting.filter { $0.plugin.path == plugin.path }
      state.waiting.removeAll { $0.plugin.path == plugin.path }
      return dropped
    }
    _ = dropped
  }
}
