import RothostSeries

/// What `rothost plugin pin` did.
public struct PinOutcome: Sendable, Equatable {
  public var pin: Pin
  /// The pin of this file until now; nil where there was none.
  public var before: Pin?
  /// What changed since then, in words; empty where the pin stands as it was.
  public var changes: [String]
}

/// Vouching for plugins: the user's `plugins.lock`.
extension Engine {
  /// Where pins are kept; nil where there is no folder for them.
  public var lockPath: String? { pins.path }

  /// The pins, in the order in which they were made.
  ///
  /// - Throws: `.data` where the file is broken, `.refused` where others may write it.
  public func listPins() throws(RothostError) -> [Pin] { try pins.lock().pins }

  /// Pins of files that are not there any more.
  ///
  /// - Throws: as `listPins`.
  public func missingPins() throws(RothostError) -> [Pin] {
    try listPins().filter { FileSystem.isAbsent($0.path) }
  }

  /// Vouches for a plugin's files as they are now; its descriptor is read in a worker, as ever.
  ///
  /// - Parameters:
  ///   - target: a file, or the id of an indicator.
  ///   - origin: where it came from, in the user's words; nil = the place it lies in.
  /// - Throws: `.notFound`; `.refused` where others may write the file or the pins; `.plugin` where it
  ///   is no plugin for this host; `.unsupported` where it is bundled.
  public func pin(_ target: String, origin: String? = nil) throws(RothostError) -> PinOutcome {
    let file = try pinnable(target)
    return try RothostError.about(file.path) { () throws(RothostError) in
      try pin(file, origin)
    }
  }

  /// Takes the word back: the file is a stranger again.
  ///
  /// - Parameter target: a file, there or not, or the id of an indicator.
  /// - Throws: `.notFound` where it is not pinned.
  public func unpin(_ target: String) throws(RothostError) -> Pin {
    try pins.change { lock throws(RothostError) in
      let paths = Self.paths(target)
      let found = lock.pins.filter { paths.contains($0.path) || $0.ids.contains(target) }
      guard let pin = found.first else {
        throw RothostError(
          .notFound, "\(target) is not pinned; `rothost plugin list` shows what is")
      }
      guard found.count == 1 else {
        throw RothostError(
          .notFound,
          "\(found.count) files are pinned for \(target): name one of "
            + found.map(\.path).joined(separator: ", "))
      }
      lock.pins.removeAll { $0.path == pin.path }
      return pin
    }
  }

  /// Whether files that are neither bundled nor pinned are refused everywhere.
  public func refusesStrangers() throws(RothostError) -> Bool {
    try pins.lock().strangers == .refuse
  }

  /// Says in `plugins.lock` what becomes of files that are neither bundled nor pinned.
  public func setRefusesStrangers(_ isRefusing: Bool) throws(RothostError) {
    try pins.change { lock throws(RothostError) in
      lock.strangers = isRefusing ? .refuse : .worker
    }
  }

  private func pin(_ file: PluginFile, _ origin: String?) throws(RothostError) -> PinOutcome {
    let (source, description) = try file.examine(catalogue.reader)
    if let relative = (try? ElfImage(source.main.bytes))?.relativeNeed {
      throw RothostError(
        .refused,
        "it looks for libraries in the working folder (\(relative)), so that no pin could say what "
          + "runs: link it with an absolute path or $ORIGIN")
    }
    let now = FileSystem.now
    return try pins.change { lock throws(RothostError) in
      let before = lock.pin(at: file.path)
      var pin = Pin(
        source, description, origin: origin ?? before?.origin ?? file.origin.words, date: now)
      let changes = before.map { $0.changes(to: pin) } ?? []
      // The same again leaves the date of the word as it is.
      if let before, changes.isEmpty { pin = before }
      lock.put(pin)
      return PinOutcome(pin: pin, before: before, changes: changes)
    }
  }

  /// The file that a target names.
  private func pinnable(_ target: String) throws(RothostError) -> PluginFile {
    let candidates = catalogue.files()
    if let path = FileSystem.realPath(target), FileSystem.status(path)?.isFolder == false {
      let known = candidates.first { $0.path == path }
      guard known?.origin != .bundled else { throw Self.bundled(target) }
      return PluginFile(
        path: path, origin: known?.origin ?? .option,
        name: target.hasPrefix("/") ? target : "\(FileSystem.workingFolder ?? "")/\(target)")
    }
    guard !target.contains("/") else {
      throw RothostError(.notFound, "there is no file \(target); name a plugin's file or an id")
    }
    let records = listPlugins().filter { record in
      record.indicators.contains { $0.id == target } || record.pin?.ids.contains(target) == true
    }
    if records.contains(where: { $0.origin == .bundled }) { throw Self.bundled(target) }
    let files = candidates.filter { file in records.contains { $0.path == file.path } }
    guard let file = files.first else { throw try missing(target) }
    guard files.count == 1 else {
      throw RothostError(
        .refused,
        "\(files.map(\.path).joined(separator: " and ")) both offer \(target); name the file")
    }
    return file
  }

  /// Why no file stands for an id: the words of whoever asks for the indicator.
  private func missing(_ id: String) throws(RothostError) -> RothostError {
    do {
      _ = try catalogue.indicator(id)
    } catch {
      return error
    }
    return RothostError(.unsupported, "\(id) is a function of this program and has no file")
  }

  private static func bundled(_ target: String) -> RothostError {
    RothostError(.unsupported, "\(target) is bundled and needs no pin")
  }

  /// What a path stands for, also where nothing is there any more.
  private static func paths(_ target: String) -> Set<String> {
    let whole = target.hasPrefix("/") ? target : "\(FileSystem.workingFolder ?? "")/\(target)"
    return Set([target, whole, FileSystem.realPath(target)].compactMap(\.self))
  }
}

extension PluginRecord.Origin {
  /// What a pin says of a file from here.
  fileprivate var words: String { self == .option ? "file" : rawValue }
}

extension RothostError {
  /// Begins the message of what `body` throws with a file's path.
  fileprivate static func about<Answer>(
    _ path: String, _ body: () throws(RothostError) -> Answer
  ) throws(RothostError) -> Answer {
    do {
      return try body()
    } catch {
      if error.message.contains(path) { throw error }
      throw RothostError(error.status, "\(path): \(error.message)")
    }
  }
}
