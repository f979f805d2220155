import Glibc
import RothostSeries

@testable import RothostCache

/// A cache's data file with bytes changed: opened, verified, read and salvaged.
///
/// First byte = what is done (1 open and read, 2 salvage), second = pages that remain (0 = all),
/// then changes: page (1), place in it (2), count (1), bytes. Changes apply to a small cache that
/// is made anew by every process, the same to the byte.
enum CacheTarget {
  static func run(_ bytes: [UInt8]) throws {
    guard bytes.count >= 2 else { return }
    var image = base.image
    apply(bytes[2...], to: &image)
    if bytes[1] > 0 { image.removeLast(max(0, image.count - Int(bytes[1]) * pageSize)) }
    let folder = ScratchFolder.path
    // A new file each time: the one before may still be mapped by the environment that rests.
    for name in ["data.mdb", "lock.mdb", "writer.lock"] { unlink("\(folder)/\(name)") }
    _ = ScratchFolder.write(image, to: "data.mdb")
    if bytes[0] & 1 == 1 { try read(folder, image) }
    if bytes[0] & 2 == 2 { try salvage(folder) }
  }

  private static func read(_ folder: String, _ image: [UInt8]) throws {
    let store = try FuzzFinding.refusable {
      try SeriesStore(path: folder, readOnly: true, mapSize: mapSize)
    }
    guard let store, let report = try FuzzFinding.refusable({ try store.verify() }) else { return }
    try compare(store, report.intact)
    if image == base.image {
      try FuzzFinding.unless(report == VerifyReport(intact: ["A", "B", "WIDE"]), "\(report)")
    }
  }

  /// What is said to be intact, and has the checksums of something that was stored, is that to the bit.
  private static func compare(_ store: SeriesStore, _ names: [String]) throws {
    for name in names {
      let view = try store.view(name)
      try FuzzFinding.unless(view.rowCount > 0, "\(name) is intact and has no rows")
      // Other checksums than were ever stored are the fuzzer's own, which takes them out of comparisons.
      guard let stored = base.versions[view.info.checksums] else { continue }
      let isSame =
        view.columns.count == stored.values.count
        && view.withTimes { times in times.indices.map { times[$0] } == stored.times }
        && stored.values.indices.allSatisfy { column in
          view.withColumn(column) { values in
            values.indices.map { values[$0].bitPattern }
              == stored.values[column].values.map(\.bitPattern)
          }
        }
      try FuzzFinding.unless(isSame, "\(name) is intact and has other values than were stored")
    }
  }

  private static func salvage(_ folder: String) throws {
    let target = "\(folder)/saved"
    defer {
      SystemFile.remove(directory: target, files: ["data.mdb", "lock.mdb", "writer.lock"])
    }
    let report = try FuzzFinding.refusable {
      try SeriesStore.salvage(folder, into: target, mapSize: mapSize)
    }
    guard let report, !report.saved.isEmpty else { return }
    let saved = try SeriesStore(path: target, mapSize: mapSize)
    let verified = try saved.verify()
    try FuzzFinding.unless(verified.isIntact, "what was salvaged is damaged")
    try FuzzFinding.unless(verified.intact.count == report.saved.count, "\(report)")
    try compare(saved, verified.intact)
  }

  private static func apply(_ changes: ArraySlice<UInt8>, to image: inout [UInt8]) {
    var rest = changes
    while rest.count >= 4 {
      let head = Array(rest.prefix(4))
      rest = rest.dropFirst(4)
      let content = rest.prefix(Int(head[3]))
      rest = rest.dropFirst(content.count)
      let start =
        Int(head[0]) % (image.count / pageSize) * pageSize
        + (Int(head[1]) | Int(head[2]) << 8) % pageSize
      for (index, byte) in content.enumerated() where start + index < image.count {
        image[start + index] = byte
      }
    }
  }

  private static let mapSize = 1 << 26
  private static let pageSize = SystemFile.pageSize

  /// The cache that is changed, and all that was ever stored in it, by its checksums.
  struct Base {
    var image: [UInt8] = []
    var versions: [[UInt64]: SeriesData] = [:]
  }

  /// Series of several versions, one removed, one whose record has pages of its own.
  static let base: Base = {
    var base = Base()
    let folder = "\(ScratchFolder.path)/base"
    defer { SystemFile.remove(directory: folder, files: ["data.mdb", "lock.mdb", "writer.lock"]) }
    do {
      let store = try SeriesStore(path: folder, mapSize: mapSize)
      for (name, rows, columns) in [
        ("A", 3, 1), ("B", 600, 2), ("C", 5, 1), ("B", 4, 2), ("WIDE", 2, 40), ("A", 30, 1),
      ] {
        let data = series(rows: rows, columns: columns)
        try store.put(name, data)
        base.versions[try store.view(name).info.checksums] = data
      }
      try store.remove("C")
    } catch {
      fatalError("there is no cache to change: \(error)")
    }
    let file = "\(folder)/data.mdb"
    var bytes = [UInt8](repeating: 0, count: SystemFile.size(path: file))
    var span = bytes.mutableSpan
    guard let open = try? SystemFile.reading(file), (try? open.read(at: 0, into: &span)) != nil
    else { fatalError("\(file) cannot be read") }
    base.image = bytes
    return base
  }()

  private static func series(rows: Int, columns: Int) -> SeriesData {
    SeriesData(
      times: (0..<rows).map { Int64($0) * CivilDate.nanosecondsPerDay },
      columns: (0..<columns).map { column in
        .init("column_with_a_long_name_\(column)", (0..<rows).map { Double($0 + column) })
      },
      metadata: SeriesMetadata(timeKind: .dates, source: "fuzz"))
  }
}
