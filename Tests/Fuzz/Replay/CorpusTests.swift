import Glibc
import Testing

@Suite("Corpora of the fuzzers")
struct CorpusTests {
  /// `Tests/Fuzz/corpora`.
  private static let folder =
    "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/corpora"

  @Test(
    "Every input that a fuzzer learned from, or failed at once, is dealt with as promised",
    arguments: FuzzTarget.allCases)
  func replay(target: FuzzTarget) throws {
    let names = Self.names(in: "\(Self.folder)/\(target.rawValue)")
    #expect(names.count >= 3, "the corpus of \(target) is missing")
    for name in names {
      let bytes = try Self.contents(of: "\(Self.folder)/\(target.rawValue)/\(name)")
      #expect(bytes.count <= 16_384, "\(name) is too large to keep")
      do {
        try target.run(bytes)
      } catch {
        Issue.record("\(target)/\(name): \(error)")
      }
    }
  }

  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  private static func contents(of path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 17)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return bytes
  }
}
