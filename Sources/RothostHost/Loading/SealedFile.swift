import CRothostSystem
import Glibc
import RothostSeries
import Synchronization

/// A plugin's file as the loader is given it: sealed memory that nobody can change.
///
/// The loader tells objects apart by name before it looks at the file. A descriptor's number serves
/// again once it is closed, and so each file has a name of its own.
final class SealedFile: Sendable {
  /// Where its content was read, for people.
  let path: String
  let sha256: String
  let descriptor: Int32
  /// The path by which the loader opens it, and knows it afterwards.
  let name: String

  private static let last = Atomic<UInt64>(0)

  /// - Throws: `.memory` where the system has none left.
  init(_ copy: FileCopy) throws(RothostError) {
    path = copy.path
    sha256 = copy.sha256
    let name = SearchPath.name(of: copy.path)
    // The name is a C string for the call; the system takes 249 bytes of it.
    descriptor = unsafe rothost_create_image_file(
      String(decoding: name.utf8.prefix(200), as: UTF8.self))
    guard descriptor >= 0, FileSystem.write(copy.bytes, toOpen: descriptor),
      rothost_seal_memory_file(descriptor) == 0
    else {
      let error = RothostError(
        .memory, "\(copy.bytes.count) bytes of sealed memory for it: \(systemMessage())")
      if descriptor >= 0 { close(descriptor) }
      throw error
    }
    self.name = Self.newName(descriptor)
  }

  /// A file that another process sealed.
  init(received descriptor: Int32, _ digest: FileDigest) {
    path = digest.path
    sha256 = digest.sha256
    self.descriptor = descriptor
    name = Self.newName(descriptor)
  }

  /// `/proc/self/fd/N`, in which `.` and empty steps spell a number that is given once, bit by bit.
  private static func newName(_ descriptor: Int32) -> String {
    let steps = String(last.add(1, ordering: .relaxed).newValue, radix: 2)
      .map { $0 == "1" ? "/." : "/" }
    return "/proc/self/fd\(steps.joined())/\(descriptor)"
  }

  deinit { close(descriptor) }

  var digest: FileDigest { FileDigest(path: path, sha256: sha256) }

  func contents() -> [UInt8] {
    FileSystem.contents(ofOpen: descriptor, count: FileSystem.size(ofOpen: descriptor))
  }

  /// A sentence of the loader's, with the path a user knows.
  func shown(_ sentence: String) -> String { sentence.replacing(name, with: path) }
}

/// All files of one plugin as the loader is given them.
struct SealedPlugin: Sendable {
  let main: SealedFile
  /// Each after what it needs itself.
  let needed: [SealedFile]

  var files: [SealedFile] { [main] + needed }
  var digests: [FileDigest] { files.map(\.digest) }

  init(_ source: PluginSource) throws(RothostError) {
    main = try SealedFile(source.main)
    var needed: [SealedFile] = []
    for copy in source.needed { needed.append(try SealedFile(copy)) }
    self.needed = needed
  }

  /// - Precondition: there is at least one file, the plugin's own.
  init(_ files: [SealedFile]) {
    main = files[0]
    needed = Array(files.dropFirst())
  }
}
