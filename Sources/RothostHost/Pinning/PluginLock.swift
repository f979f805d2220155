import RothostSeries

/// What the user's `plugins.lock` says: which plugins are vouched for, and what becomes of others.
struct PluginLock: Sendable, Equatable {
  /// What becomes of files that are neither bundled nor pinned.
  enum Strangers: String, Sendable, CaseIterable {
    /// They run in a worker, where the program does not ask for something else.
    case worker
    /// They are not loaded, in a worker or elsewhere.
    case refuse
  }

  var strangers = Strangers.worker
  var pins: [Pin] = []

  /// Raised when older programs could not keep to what is written.
  static let version = 1

  func pin(at path: String) -> Pin? { pins.first { $0.path == path } }

  /// Adds a pin in place of the one of its path, where there is one.
  mutating func put(_ pin: Pin) {
    if let index = pins.firstIndex(where: { $0.path == pin.path }) {
      pins[index] = pin
    } else {
      pins.append(pin)
    }
  }

  /// The pin that vouches for a plugin; nil for a stranger.
  ///
  /// - Parameter description: what the plugin declares, where that is known without running it.
  /// - Throws: `.refused` with what changed where the file is pinned with other content, and for
  ///   strangers where they are refused.
  func pin(
    for source: PluginSource, known description: PluginDescription?
  ) throws(RothostError) -> Pin? {
    let path = source.main.path
    if let pin = pin(at: path) {
      if pin.vouches(for: source) { return pin }
      let words = pin.changes(to: source) + (description.map(pin.changes(to:)) ?? [])
      throw RothostError(
        .refused,
        "it changed after it was pinned on \(ISO8601.date(pin.date)): "
          + "\(words.joined(separator: "; ")). If that is well, `rothost plugin pin \(path)`; else "
          + "remove it")
    }
    // The same bytes in another place are no less the user's.
    if let pin = pins.first(where: { $0.vouches(for: source) }) { return pin }
    if strangers == .refuse {
      throw RothostError(
        .refused,
        "nobody vouched for it, and plugins.lock refuses strangers: `rothost plugin pin \(path)`")
    }
    return nil
  }

  /// Why a stranger may not answer to the ids it declares; nil where it may.
  func objection(toStranger path: String, _ ids: [String]) -> String? {
    for pin in pins {
      guard let id = ids.first(where: pin.ids.contains) else { continue }
      return "\(id) is pinned to \(pin.path), and this is another file: `rothost plugin pin "
        + "\(path)` to vouch for it too, and `rothost plugin unpin` for the one that is to go"
    }
    return nil
  }
}
