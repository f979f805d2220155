import CRothostSystem
import Glibc
import RothostSeries

/// A file of the host's, mapped read-only into the worker.
@safe private final class MappedFile: @unchecked Sendable {
  private let base: UnsafeMutableRawPointer
  private let byteCount: Int

  init?(descriptor: Int32, byteCount: Int) {
    // The host sealed the file or holds the read transaction of what is asked for in it.
    guard let base = unsafe rothost_map_file(descriptor, byteCount) else { return nil }
    unsafe self.base = base
    self.byteCount = byteCount
  }

  deinit {
    // Mapped by `init` with this size; views hold this object.
    unsafe rothost_unmap(base, byteCount)
  }

  func array<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type, at offset: Int, count: Int
  ) -> SharedArray<Element>? {
    guard offset >= 0, offset % 8 == 0, offset <= byteCount, count >= 0,
      count <= (byteCount - offset) / 8
    else { return nil }
    // The range was checked, and the view keeps this object alive.
    return unsafe SharedArray(
      owner: self, base: UnsafePointer((base + offset).assumingMemoryBound(to: Element.self)),
      count: count)
  }
}

/// The files a worker has mapped, by the names the host gave them.
final class MappedFiles {
  private var files: [UInt64: MappedFile] = [:]

  /// Takes the files that the host sent before this request.
  ///
  /// - Throws: `.inputOutput` where one did not come or cannot be mapped.
  func take(_ sent: [WorkerCall.File], from socket: Int32) throws(RothostError) {
    for file in sent {
      var name: UInt64 = 0
      // The name outlives the call.
      let descriptor = unsafe rothost_receive_file(socket, &name)
      defer { if descriptor >= 0 { close(descriptor) } }
      guard descriptor >= 0, name == file.name,
        let mapped = MappedFile(descriptor: descriptor, byteCount: file.byteCount)
      else {
        throw RothostError(.inputOutput, "the worker did not get its inputs: \(systemMessage())")
      }
      files[name] = mapped
    }
  }

  func forget(_ names: [UInt64]) {
    for name in names { files[name] = nil }
  }

  func numbers<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type, at place: NumberPlace?, count: Int
  ) throws(RothostError) -> SharedArray<Element> {
    guard let place else { return SharedArray([]) }
    guard let numbers = files[place.file]?.array(of: type, at: place.offset, count: count) else {
      throw RothostError(.inputOutput, "the worker has no such input; report it")
    }
    return numbers
  }
}
