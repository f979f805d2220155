import RothostSeries
import RothostLock

/// Finds indicators by id, touching as few files as the question needs.
final class PluginCatalogue: Sendable {
  private struct State {
    var registered: [FoundPlugin] = []
    /// Indicators already found, by id.
    var known: [String: FoundIndicator] = [:]
  }

  private let path: SearchPath
  let reader: PluginReader
  private let state = Mutex(State())

  init(_ path: SearchPath, _ reader: PluginReader) {
    self.path = path
    self.reader = reader
  }

  /// The indicator of this id.
  ///
  /// A bundled one in the file of its name costs one file, unless a pin has its id; any other question
  /// reads them all, since only then can two files with one id be told.
  /// - Throws: `.notFound` with the nearest ids; `.refused` where two files offer the id; what made
  ///   the host refuse the file named after the id; `.timeout` or `.cancelled` with the file that
  ///   was being read.
  func indicator(
    _ id: String, _ watch: WorkerWatch = WorkerWatch()
  ) throws(RothostError) -> FoundIndicator {
    // A pinned file may answer in place of a bundled one.
    let isPinned = reader.pins.names(id)
    if let known = state.withLock({ $0.known[id] }), known.isCurrent(reader.pins),
      !(isPinned && known.origin == .bundled)
    {
      return known
    }
    let found: FoundIndicator
    if !isPinned, let bundled = bundled(id) {
      found = bundled
    } else {
      found = try searched(id, watch)
    }
    state.withLock { $0.known[id] = found }
    return found
  }

  /// Every candidate, none of them read.
  func files() -> [PluginFile] { path.files() }

  func scan(_ watch: WorkerWatch = WorkerWatch()) -> PluginScan {
    PluginScan(path, registered: state.withLock { $0.registered }, reader, watch)
  }

  /// Adds the embedding program's own indicators; they win over third-party files.
  ///
  /// - Throws: `.refused` where an id belongs to a bundled or another registered plugin.
  func register(_ plugin: LoadedPlugin) throws(RothostError) {
    let plugin = FoundPlugin(plugin, .registered)
    for indicator in plugin.indicators {
      let id = indicator.description.id
      if bundled(id) != nil {
        throw RothostError(
          .refused, "\(id) is the id of a bundled indicator; choose another", plugin: id,
          phase: "load")
      }
    }
    let taken: String? = state.withLock { state in
      let ids = plugin.indicators.map(\.description.id)
      let others = Set(state.registered.flatMap(\.indicators).map(\.description.id))
      if let taken = ids.first(where: others.contains) { return taken }
      state.registered.append(plugin)
      for indicator in plugin.indicators { state.known[indicator.description.id] = indicator }
      return nil
    }
    if let taken {
      throw RothostError(
        .refused, "\(taken) is registered already; choose another id", plugin: taken, phase: "load")
    }
  }

  private func bundled(_ id: String) -> FoundIndicator? {
    // An id is part of a file's name here.
    guard !id.contains("/") else { return nil }
    for place in path.bundledFolders {
      for name in ["lib\(id).so", "\(id).so"] {
        guard let path = FileSystem.realPath("\(place.path)/\(name)") else { continue }
        let plugin = try? PluginFile(path: path, origin: .bundled).find(reader)
        if let found = plugin?.indicators.first(where: { $0.description.id == id }) { return found }
      }
    }
    return nil
  }

  private func searched(_ id: String, _ watch: WorkerWatch) throws(RothostError) -> FoundIndicator {
    let scan = scan(watch)
    if let stop = scan.stop {
      throw RothostError(stop.status, stop.message, plugin: id, phase: "load")
    }
    switch scan.owner(of: id) {
    case .one(let indicator):
      // No other file answers for a pinned one.
      if indicator.pin == nil, scan.refusesPinned(id) { throw missing(id, scan) }
      return indicator
    case .several(let paths):
      throw RothostError(
        .refused,
        "\(paths.joined(separator: " and ")) both offer it and neither is picked; remove or rename "
          + "one of them", plugin: id, phase: "load")
    case .nobody:
      // With a broken plugins.lock nothing was looked into; that is the reason then.
      _ = try reader.pins.lock()
      throw missing(id, scan)
    }
  }

  /// A file of the wished name that was refused is what the user wants to hear about.
  private func missing(_ id: String, _ scan: PluginScan) -> RothostError {
    for entry in scan.entries {
      let names = ["/\(id).so", "/lib\(id).so", "/\(id).toml"]
      let isNamesake =
        names.contains { entry.file.path.hasSuffix($0) }
        || (try? reader.pins.lock())?.pin(at: entry.file.path)?.ids.contains(id) == true
      if isNamesake, case .failure(let error) = entry.outcome {
        return RothostError(
          error.status, "\(entry.file.path) was refused: \(error.message)", plugin: id,
          phase: "load")
      }
    }
    let ids = scan.ids
    if ids.isEmpty {
      return RothostError(
        .notFound,
        "no indicator is called \"\(id)\", and no plugin was found at all; `rothost plugin list` "
          + "shows where the host looks")
    }
    return RothostError(
      .notFound,
      "no indicator is called \"\(id)\"\(Nearest.hint(id, among: ids)); `rothost plugin list` shows "
        + "all \(ids.count)")
  }
}
