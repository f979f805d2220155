import Glibc
import RothostCache
import RothostSeries

/// A directory of its own for one test, removed with everything in it afterwards.
final class TemporaryDirectory: Sendable {
  let path: String

  init() {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array(
      "\(base)/rothost-cache-test-\(String(repeating: "X", count: 6))".utf8CString)
    path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)) }
  }

  deinit {
    Self.removeAll(path)
  }

  private static func removeAll(_ path: String) {
    if remove(path) == 0 { return }
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { removeAll("\(path)/\(name)") }
    }
    closedir(directory)
    remove(path)
  }

  /// Writes a text file and answers its path.
  func file(_ name: String, _ text: String) -> String {
    let file = "\(path)/\(name)"
    let stream = fopen(file, "w")!
    let bytes = Array(text.utf8)
    precondition(fwrite(bytes, 1, bytes.count, stream) == bytes.count)
    fclose(stream)
    return file
  }
}

let day: Int64 = 86_400_000_000_000

/// `count` daily rows from day `start` on with a close and a volume that tell the row.
func dailySeries(count: Int, start: Int = 0, scale: Double = 1) -> SeriesData {
  SeriesData(
    times: (0..<count).map { Int64(start + $0) * day },
    columns: [
      .init("close", unit: "USD", (0..<count).map { scale * Double(start + $0) + 0.5 }),
      .init("volume", (0..<count).map { Double(($0 * 7919) % 1000) }),
    ],
    metadata: SeriesMetadata(timeKind: .dates, source: "test"))
}

extension SeriesStore {
  /// All of a series, copied out of the map.
  func copy(_ name: String) throws -> SeriesData {
    let view = try view(name)
    return SeriesData(
      times: view.withTimes { span in span.indices.map { span[$0] } },
      columns: view.info.columns.indices.map { index in
        .init(
          view.info.columns[index].name, unit: view.info.columns[index].unit,
          view.withColumn(index) { span in span.indices.map { span[$0] } })
      },
      metadata: view.info.metadata)
  }
}

/// The error that `body` throws; nil where it throws none of ours.
func rothostError(_ body: () throws -> Void) -> RothostError? {
  do {
    try body()
    return nil
  } catch {
    return error as? RothostError
  }
}
