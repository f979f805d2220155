import RothostLock
import RothostSeries

/// Descriptors by the content of the files they were read from, remembered between processes.
///
/// One file that only grows. What does not fit its checksum, or was written by another version, is
/// as if it were not there; what cannot be written is not remembered. Safe from any thread.
final class DescriptorCache: Sendable {
  private struct State {
    var isRead = false
    /// Messages of descriptions, by digest.
    var messages: [String: [UInt8]] = [:]
  }

  /// Raised whenever a message of a description changes.
  private static let version = "1"
  /// Beyond this the file begins anew: forty thousand plugins of one indicator.
  private static let largestFile = 64 << 20
  private let folder: String?
  private let state = Mutex(State())

  /// - Parameter folder: nil = nothing is written.
  init(folder: String?) {
    self.folder = folder
  }

  private var path: String? {
    folder.map { "\($0)/descriptors-\(RothostVersion.abi).\(Self.version)" }
  }

  func description(of sha256: String) -> PluginDescription? {
    let bytes: [UInt8]? = state.withLock { state in
      if !state.isRead {
        state.isRead = true
        state.messages = path.map(Self.messages(in:)) ?? [:]
      }
      return state.messages[sha256]
    }
    guard let bytes else { return nil }
    var message = MessageReader(bytes)
    return try? PluginDescription(from: &message)
  }

  func remember(_ description: PluginDescription, of sha256: String) {
    var message = MessageWriter()
    description.write(to: &message)
    let bytes = message.bytes
    state.withLock { $0.messages[sha256] = bytes }
    guard let folder, let path else { return }
    var record = MessageWriter()
    record.text(sha256)
    record.count(bytes.count)
    record.word(Self.checksum(bytes))
    FileSystem.append(record.bytes + bytes, to: path, in: folder, limit: Self.largestFile)
  }

  /// Reads records up to the first that is broken: a writer that was killed leaves half a one.
  private static func messages(in path: String) -> [String: [UInt8]] {
    guard let status = FileSystem.status(path), status.owner == FileSystem.effectiveUser,
      status.permissions & 0o022 == 0, let bytes = FileSystem.contents(path, limit: largestFile)
    else { return [:] }
    var messages: [String: [UInt8]] = [:]
    var position = 0
    // A record's head: length and digits of the digest, length and checksum of the message.
    let head = 8 + 64 + 8 + 8
    while bytes.count - position >= head {
      var reader = MessageReader(Array(bytes[position..<position + head]))
      guard let sha256 = try? reader.text(), sha256.utf8.count == 64,
        let length = try? reader.count(upTo: bytes.count - position - head),
        let sum = try? reader.word()
      else { break }
      let message = Array(bytes[position + head..<position + head + length])
      guard checksum(message) == sum else { break }
      messages[sha256] = message
      position += head + length
    }
    return messages
  }

  /// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): against accidents, not against malice.
  private static func checksum(_ bytes: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return hash
  }
}
