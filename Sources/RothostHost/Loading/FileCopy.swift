import Glibc
import RothostSeries

/// A file's content, read once: what is judged and hashed is what is loaded, whatever becomes of
/// the file.
struct FileCopy: Sendable {
  let path: String
  /// Of the very file that was read.
  let status: FileStatus
  let bytes: [UInt8]
  let sha256: String

  var digest: FileDigest { FileDigest(path: path, sha256: sha256) }

  /// Reads a regular file that is no link.
  ///
  /// - Parameters:
  ///   - limit: a larger file is refused before there is memory for it: a sparse one is any size.
  ///   - remedy: what to do about a larger one.
  /// - Throws: `.notFound`, `.plugin`, `.refused` or `.inputOutput` with what it is instead; `.data`
  ///   where it is larger.
  init(
    _ path: String, limit: Int = FileSystem.largestFile,
    remedy: String = "a library of that size carries what nothing runs; strip it"
  ) throws(RothostError) {
    guard let descriptor = FileSystem.openPlain(path) else { throw Self.failure(errno) }
    defer { close(descriptor) }
    // A file that is written while it is read would be half the old and half the new.
    for _ in 0..<Self.tries {
      guard let before = FileSystem.status(ofOpen: descriptor) else { throw Self.failure(errno) }
      guard before.isRegular else { throw RothostError(.plugin, "it is not a regular file") }
      guard before.size <= limit else {
        throw RothostError(.data, "it is larger than \(limit >> 20) MiB; \(remedy)")
      }
      let bytes = FileSystem.contents(ofOpen: descriptor, count: before.size)
      guard bytes.count == before.size, FileSystem.status(ofOpen: descriptor) == before else {
        continue
      }
      self.path = path
      status = before
      self.bytes = bytes
      sha256 = FileSystem.sha256(of: bytes)
      return
    }
    throw RothostError(
      .inputOutput, "it is being written by another program; try again when that is done")
  }

  private static let tries = 8

  private static func failure(_ code: Int32) -> RothostError {
    switch code {
    case ENOENT, ENOTDIR:
      RothostError(.notFound, "there is no such file, or its link leads nowhere")
    case ELOOP:
      RothostError(.refused, "it became a link while it was being opened; try again")
    default: RothostError(.inputOutput, "it cannot be read: check its rights")
    }
  }
}

/// A file by its content.
public struct FileDigest: Sendable, Hashable {
  public var path: String
  /// Lower-case hexadecimal.
  public var sha256: String

  public init(path: String, sha256: String) {
    self.path = path
    self.sha256 = sha256
  }
}
