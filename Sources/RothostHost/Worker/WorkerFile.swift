import Glibc
import RothostCache
import RothostSeries
import RothostLock
import struct Synchronization.Atomic

/// A file that workers map: sealed numbers of this process, or the cache's data.
struct WorkerFile: Sendable {
  /// Unique in this process; a file that grew has a new one.
  let name: UInt64
  let descriptor: Int32
  let byteCount: Int
  /// Keeps the descriptor open.
  let owner: AnyObject & Sendable

  private static let last = Atomic<UInt64>(0)

  static func newName() -> UInt64 { last.add(1, ordering: .relaxed).newValue }
}

/// A file that a worker has mapped, for as long as somebody in this process holds it.
struct MappedName {
  let name: UInt64
  weak var owner: (AnyObject & Sendable)?
}

extension WorkerFile {
  /// A plugin's file.
  init(_ file: SealedFile) {
    self.init(
      name: Self.newName(), descriptor: file.descriptor,
      byteCount: FileSystem.size(ofOpen: file.descriptor), owner: file)
  }
}

/// Finds the file behind numbers, so that a worker reads them where they lie.
final class WorkerFiles: Sendable {
  /// A data file held open for reading, so that its inode is nobody else's.
  private final class DataFile: Sendable {
    let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
  }

  private let dataFiles = Mutex<[[UInt64]: WorkerFile]>([:])

  /// The file and offset of numbers that lie in sealed memory or in the cache; others are copied
  /// into sealed memory first.
  func place<Element: BitwiseCopyable & Sendable>(
    _ numbers: SharedArray<Element>, _ files: inout [WorkerFile]
  ) throws(RothostError) -> NumberPlace? {
    if numbers.count == 0 { return nil }
    if let memory = numbers.owner as? SealedMemory {
      return note(memory.workerFile, memory.offset(of: numbers), &files)
    }
    if let view = numbers.owner as? SeriesView {
      let times = InputNumbers.times(of: view)
      // Both lie in one map of the data file, so that they are as far apart as in the file.
      let offset = view.timesOffset + times.distance(to: numbers)
      let file = try dataFile(of: view, reaching: offset + numbers.count * 8)
      return note(file, offset, &files)
    }
    var start = 0
    let memory = try SealedMemory(byteCount: SealedMemory.size(of: numbers.count)) {
      writer throws(RothostError) in
      start = try numbers.withSpan { span throws(RothostError) in try writer.append(span) }
    }
    return note(memory.workerFile, start, &files)
  }

  private func note(
    _ file: WorkerFile, _ offset: Int, _ files: inout [WorkerFile]
  ) -> NumberPlace {
    if !files.contains(where: { $0.name == file.name }) { files.append(file) }
    return NumberPlace(file: file.name, offset: offset)
  }

  private func dataFile(
    of view: SeriesView, reaching end: Int
  ) throws(RothostError) -> WorkerFile {
    guard let identity = view.dataFileIdentity else {
      throw RothostError(.cache, "the cache's data file cannot be found; open the cache again")
    }
    let known: WorkerFile? = dataFiles.withLock { $0[identity] }
    if let known, known.byteCount >= end { return known }
    let held: DataFile
    if let known = known?.owner as? DataFile {
      held = known
    } else {
      held = DataFile(try caching { try view.openDataFile() })
    }
    let file = WorkerFile(
      name: WorkerFile.newName(), descriptor: held.descriptor,
      byteCount: FileSystem.size(ofOpen: held.descriptor), owner: held)
    guard file.byteCount >= end else {
      throw RothostError(.cache, "the cache's data file was cut short; run `rothost cache verify`")
    }
    dataFiles.withLock { files in
      // The disk space of a cache that was replaced is free once nobody holds its file open.
      files = files.filter { !FileSystem.isNameless($0.value.descriptor) }
      files[identity] = file
    }
    return file
  }

  /// Data files held open now.
  var dataFileCount: Int { dataFiles.withLock { $0.count } }
}
