import RothostSeries

/// All candidates, loaded where they can be, and who owns which id.
struct PluginScan: Sendable {
  struct Entry: Sendable {
    var file: PluginFile
    var outcome: Result<FoundPlugin, RothostError>
  }

  let entries: [Entry]
  /// Why it ended before all files were read; nil where they were.
  let stop: RothostError?
  private let lock: PluginLock?
  /// Who offers an id: registered plugins first, then pinned files, bundled ones, and files in search order.
  private let providers: [String: [Provider]]

  private struct Provider {
    var entry: Int
    var indicator: FoundIndicator

    var rank: Rank {
      switch indicator.origin {
      case .registered: .registered
      case .bundled: .bundled
      default: indicator.pin == nil ? .file : .pinned
      }
    }
  }

  /// Whose ids win over whose. Of two pinned files, or of two others, neither is picked.
  private enum Rank: Int, Comparable {
    case registered, pinned, bundled, file

    static func < (one: Rank, other: Rank) -> Bool { one.rawValue < other.rawValue }
  }

  /// Reads every candidate of `path`; one that fails hides no other. O(files) beyond the reading.
  init(
    _ path: SearchPath, registered: [FoundPlugin], _ reader: PluginReader, _ watch: WorkerWatch
  ) {
    var trust = FileTrust()
    var stop: RothostError?
    var entries =
      registered.map {
        Entry(file: PluginFile(path: "", origin: .registered), outcome: .success($0))
      }
    for file in path.files() {
      let outcome = Result { () throws(RothostError) in try file.find(reader, &trust, watch) }
      if case .failure(let error) = outcome, watch.isStopped(by: error) {
        stop = RothostError(error.status, "\(file.path): \(error.message)")
        break
      }
      entries.append(Entry(file: file, outcome: outcome))
    }
    self.stop = stop
    var providers: [String: [Provider]] = [:]
    for (index, entry) in entries.enumerated() {
      guard case .success(let plugin) = entry.outcome else { continue }
      for indicator in plugin.indicators {
        providers[indicator.description.id, default: []]
          .append(Provider(entry: index, indicator: indicator))
      }
    }
    self.entries = entries
    lock = try? reader.pins.lock()
    self.providers = providers.mapValues { list in
      list.sorted { ($0.rank, $0.entry) < ($1.rank, $1.entry) }
    }
  }

  /// What answers to an id.
  enum Owner {
    case nobody
    case one(FoundIndicator)
    /// Several third-party files, of which none is picked.
    case several([String])
  }

  func owner(of id: String) -> Owner {
    let equals = equals(for: id)
    guard let first = equals.first else { return .nobody }
    if equals.count == 1 { return .one(first.indicator) }
    return .several(equals.map { entries[$0.entry].file.path })
  }

  /// Those of the highest rank that offer an id; one alone answers to it.
  private func equals(for id: String) -> [Provider] {
    let providers = providers[id] ?? []
    let count = providers.prefix { $0.rank == providers[0].rank }.count
    // Of bundled and registered plugins the first answers.
    let isFile = providers.first.map { $0.rank == .pinned || $0.rank == .file } ?? false
    return Array(providers.prefix(isFile ? count : 1))
  }

  /// Whether a file that the user vouched for with this id was refused, as where it changed.
  func refusesPinned(_ id: String) -> Bool {
    entries.contains { entry in
      guard case .failure = entry.outcome else { return false }
      return lock?.pin(at: entry.file.path)?.ids.contains(id) == true
    }
  }

  /// All usable indicators' ids, sorted.
  var ids: [String] { providers.keys.sorted() }

  /// The list a user sees, in search order.
  var records: [PluginRecord] {
    entries.enumerated().map { index, entry in
      switch entry.outcome {
      case .failure(let error): refusedRecord(entry.file, error)
      case .success(let plugin): record(index, entry.file, plugin)
      }
    }
  }

  private func refusedRecord(_ file: PluginFile, _ error: RothostError) -> PluginRecord {
    PluginRecord(
      path: file.path, origin: file.origin, status: .refused(error.message),
      sha256: file.refusedDigest, name: "", version: "", indicators: [],
      pin: lock?.pin(at: file.path))
  }

  private func record(_ index: Int, _ file: PluginFile, _ plugin: FoundPlugin) -> PluginRecord {
    let indicators = plugin.indicators.map { indicator in
      PluginRecord.Indicator(
        id: indicator.description.id, version: indicator.description.version,
        summary: indicator.description.summary, status: status(indicator.description.id, in: index))
    }
    let usable = indicators.contains { $0.status == .loaded }
    return PluginRecord(
      path: file.path, origin: file.origin,
      status: usable ? .loaded : indicators.first?.status ?? .loaded,
      sha256: plugin.identity.sha256, name: plugin.name, version: plugin.version,
      indicators: indicators, pin: plugin.pin)
  }

  private func status(_ id: String, in index: Int) -> PluginRecord.Status {
    let equals = equals(for: id)
    guard let first = equals.first, (providers[id] ?? []).count > 1 else { return .loaded }
    if equals.count == 1 {
      if first.entry == index { return .loaded }
      let winner = entries[first.entry].file.path
      switch first.rank {
      case .pinned:
        return .shadowed(
          "\(id) belongs to the pinned plugin \(winner); `rothost plugin unpin \(winner)` gives it "
            + "back")
      case .bundled:
        return .shadowed(
          "\(id) belongs to the bundled plugin \(winner); rename the indicator, or pin the file")
      default:
        return .shadowed("\(id) belongs to the registered plugin \(winner); rename the indicator")
      }
    }
    guard equals.contains(where: { $0.entry == index }) else {
      return .shadowed(
        "\(id) belongs to pinned plugins, of which none is picked; unpin one of them")
    }
    let others = equals.filter { $0.entry != index }.map { entries[$0.entry].file.path }
    return .ambiguous(
      "\(id) is also in \(others.joined(separator: ", ")); remove or rename one of them")
  }
}

extension WorkerWatch {
  /// Whether an error says that nobody waits any more, and not that a file took too long.
  fileprivate func isStopped(by error: RothostError) -> Bool {
    error.status == .cancelled || error.status == .timeout && isOver
  }
}
