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

  private static func remembered(_ bytes: [UInt8]) throws {
    let file = ScratchFolder.write(bytes, to: "descriptors-1.3")
    defer { unlink(file) }
    let digest = String(decoding: bytes.dropFirst(8).prefix(64), as: UTF8.self)
    _ = DescriptorCache(folder: ScratchFolder.path).description(of: digest)
  }

  private static let pool = BufferPool()
  private static let size = 1 << 16
  nonisolated(unsafe) private static let memory = UnsafeMutableRawPointer.allocate(
    byteCount: size, alignment: 64)
}
