import Glibc
import RothostSeries

@testable import RothostHost

/// What host and worker tell each other, and the descriptors a host remembers: first byte = which
/// message, second and third = the size of the numbers before it, as far as it has any.
enum MessageTarget {
  static func run(_ bytes: [UInt8]) throws {
    guard bytes.count >= 3 else { return }
    let message = Array(bytes[3...])
    switch bytes[0] % 4 {
    case 0: try request(message)
    case 1: try description(message)
    case 2: try outputs(message, numbers: Int(bytes[1]) | Int(bytes[2]) << 8)
    default: try remembered(message)
    }
  }

  private static func request(_ bytes: [UInt8]) throws {
    guard let request = try FuzzFinding.refusable({ try WorkerRequest(bytes) }) else { return }
    try FuzzFinding.unless(request.bytes() == bytes, "\(request) is sent otherwise")
  }

  private static func description(_ bytes: [UInt8]) throws {
    let reply = WorkerReply.read(bytes) { message throws(RothostError) in
      try PluginDescription(from: &message)
    }
    guard let plugin = try FuzzFinding.refusable({ try reply.get() }) else { return }
    let again = WorkerReply.write { plugin.write(to: &$0) }
    try FuzzFinding.unless(again == bytes, "\(plugin) is sent otherwise")
  }

  /// An answer's outputs: numbers first, which the message names by their offsets.
  private static func outputs(_ bytes: [UInt8], numbers: Int) throws {
    let numbers = min(numbers, bytes.count, size) / 8 * 8
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    memory.copyMemory(from: bytes, byteCount: numbers)
    let store = OutputStore(
      context: ResultContext(
        description: StudyTarget.description, plugin: PluginIdentity(path: ""), parameters: [],
        clock: "", alignment: .inner, seed: 0),
      axis: TimeAxis(times: SharedArray([0, 1, 2, 3]), kind: .instants), pool: pool)
    let reply = WorkerReply.read(Array(bytes[numbers...])) { message throws(RothostError) in
      let warnings = try message.texts()
      try store.read(from: &message, ReplyMemory(base: memory, size: size))
      return warnings
    }
    _ = try FuzzFinding.refusable { try reply.get() }
  }

  /// A file of any bytes: what is found in it was written there, and what is remembered beside it is found again.
  private static func remembered(_ bytes: [UInt8]) throws {
    let file = ScratchFolder.write(bytes, to: DescriptorCache.fileName)
    defer { unlink(file) }
    func cache() -> DescriptorCache { DescriptorCache(folder: ScratchFolder.path) }
    let digest = String(decoding: bytes.dropFirst(8).prefix(64), as: UTF8.self)
    let first = cache()
    if let found = first.description(of: digest) {
      let message = Self.message(found)
      let isThere = bytes.indices.contains { bytes[$0...].starts(with: message) }
      try FuzzFinding.unless(isThere, "\(found) is not what the file holds")
    }
    let sound = PluginDescription(
      name: "p", version: "1",
      indicators: [.init(description: StudyTarget.description, hasLookBack: true)])
    let itsDigest = String(repeating: "5", count: 64)
    _ = first.description(of: itsDigest)
    first.remember(sound, of: itsDigest, at: "/p.so")
    for cache in [first, cache()] {
      guard let again = cache.description(of: itsDigest) else {
        throw FuzzFinding("what was remembered is not found")
      }
      try FuzzFinding.unless(Self.message(again) == Self.message(sound), "\(again) was not given")
    }
  }

  private static func message(_ plugin: PluginDescription) -> [UInt8] {
    var message = MessageWriter()
    plugin.write(to: &message)
    return message.bytes
  }

  private static let pool = BufferPool()
  private static let size = 1 << 16
  nonisolated(unsafe) private static let memory = UnsafeMutableRawPointer.allocate(
    byteCount: size, alignment: 64)
}
