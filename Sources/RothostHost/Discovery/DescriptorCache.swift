import RothostLock
import RothostSeries

/// Descriptors by the content of the files they were read from, and failures that took long;
/// remembered between processes.
///
/// One file to which records are added, written anew once most of it is of contents that were
/// replaced, or a record in it is broken. What does not fit its checksum, or was written by another
/// version, is as if it were not there; what cannot be written is not remembered. Safe from any thread.
final class DescriptorCache: Sendable {
  private struct State {
    var isRead = false
    /// Messages of what is known, by digest.
    var messages: [String: [UInt8]] = [:]
    /// The digest last read at a path, by the path's own checksum.
    var contents: [UInt64: String] = [:]
    /// Bytes of the file, as far as this process knows, and of what in it still counts.
    var fileSize = 0
    var usefulSize = 0
    /// Whether the file holds what no record is: nothing that is added behind it would be found.
    var isBroken = false

    /// Notes a content, and forgets what was at its path before.
    mutating func note(_ sha256: String, _ message: [UInt8], at place: UInt64) {
      let before = contents.updateValue(sha256, forKey: place)
      let size = DescriptorCache.head + message.count
      fileSize += size
      usefulSize += size
      if let old = messages.updateValue(message, forKey: sha256) {
        usefulSize -= DescriptorCache.head + old.count
      }
      guard let before, before != sha256, !contents.values.contains(before),
        let dropped = messages.removeValue(forKey: before)
      else { return }
      usefulSize -= DescriptorCache.head + dropped.count
    }
  }

  /// Raised whenever a message of a description changes.
  private static let version = "3"
  /// A record's head: length and digits of the digest, the path's checksum, length and checksum of
  /// the message.
  private static let head = 8 + 64 + 8 + 8 + 8
  /// A file below this is not worth writing anew.
  private static let smallFile = 64 << 10
  /// Beyond this the file begins anew: forty thousand plugins of one indicator.
  private static let largestFile = 64 << 20
  /// What is larger is read again and again, so that no plugin drives all others out.
  private static let largestMessage = 4 << 20
  private let folder: String?
  private let state = Mutex(State())

  /// - Parameter folder: nil = nothing is written.
  init(folder: String?) {
    self.folder = folder
  }

  /// The file's name within the folder.
  static let fileName = "descriptors-\(RothostVersion.abi).\(version)"

  private var path: String? { folder.map { "\($0)/\(Self.fileName)" } }

  private enum Kind {
    static let description = 0
    static let failure = 1
  }

  func description(of sha256: String) -> PluginDescription? {
    guard var message = message(of: sha256), (try? message.count()) == Kind.description else {
      return nil
    }
    return try? PluginDescription(from: &message)
  }

  /// Why the content could not be read lately.
  func failure(of sha256: String) -> LoadFailure? {
    guard var message = message(of: sha256), (try? message.count()) == Kind.failure,
      let time = try? message.integer(), let words = try? message.text()
    else { return nil }
    let failure = LoadFailure(message: words, time: time)
    return failure.holds(at: FileSystem.now) ? failure : nil
  }

  private func message(of sha256: String) -> MessageReader? {
    let bytes: [UInt8]? = state.withLock { state in
      if !state.isRead {
        state.isRead = true
        if let path { Self.read(path, into: &state) }
      }
      return state.messages[sha256]
    }
    return bytes.map(MessageReader.init)
  }

  func remember(_ description: PluginDescription, of sha256: String, at filePath: String) {
    var message = MessageWriter()
    message.count(Kind.description)
    description.write(to: &message)
    remember(message.bytes, of: sha256, at: filePath)
  }

  func remember(_ failure: LoadFailure, of sha256: String, at filePath: String) {
    var message = MessageWriter()
    message.count(Kind.failure)
    message.integer(failure.time)
    message.text(failure.message)
    remember(message.bytes, of: sha256, at: filePath)
  }

  private func remember(_ bytes: [UInt8], of sha256: String, at filePath: String) {
    guard bytes.count <= Self.largestMessage else { return }
    let place = Self.checksum(Array(filePath.utf8))
    let isReplaced = state.withLock { state in
      state.note(sha256, bytes, at: place)
      let isWasteful = state.fileSize > max(Self.smallFile, 2 * state.usefulSize)
      guard state.isBroken || isWasteful else { return false }
      state.isBroken = false
      let records = state.contents.compactMap { place, sha256 in
        state.messages[sha256].map { Self.record(sha256, $0, place) }
      }
      state.fileSize = records.reduce(0) { $0 + $1.count }
      // Nobody else of this process writes the same draft; what cannot be written is not remembered.
      if let path { try? FileSystem.replace(path, with: Array(records.joined())) }
      return true
    }
    guard let folder, let path, !isReplaced else { return }
    FileSystem.append(
      Self.record(sha256, bytes, place), to: path, in: folder, limit: Self.largestFile)
  }

  private static func record(_ sha256: String, _ message: [UInt8], _ place: UInt64) -> [UInt8] {
    var record = MessageWriter()
    record.text(sha256)
    record.word(place)
    record.count(message.count)
    record.word(checksum(message))
    return record.bytes + message
  }

  /// Reads records up to the first that is broken: a writer that was killed leaves half a one.
  private static func read(_ path: String, into state: inout State) {
    guard let status = FileSystem.status(path), status.owner == FileSystem.effectiveUser,
      status.permissions & 0o022 == 0, let bytes = FileSystem.contents(path, limit: largestFile)
    else { return }
    var position = 0
    while bytes.count - position >= head {
      var reader = MessageReader(Array(bytes[position..<position + head]))
      guard let sha256 = try? reader.text(), sha256.utf8.count == 64,
        let place = try? reader.word(),
        let length = try? reader.count(upTo: bytes.count - position - head),
        let sum = try? reader.word()
      else { break }
      let message = Array(bytes[position + head..<position + head + length])
      guard checksum(message) == sum else { break }
      state.note(sha256, message, at: place)
      position += head + length
    }
    state.isBroken = position < bytes.count
  }

  /// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): against accidents, not against malice.
  private static func checksum(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
  }
}
