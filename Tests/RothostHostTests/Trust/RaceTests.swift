import Foundation
import RothostLock
import RothostSeries
import struct Synchronization.Atomic
import Testing

@testable import RothostHost

@Suite("What was hashed is what runs")
struct RaceTests {
  enum Way: String, CaseIterable, Sendable {
    case rename, link, overwrite
  }

  /// Two builds that differ in their version alone, and a thread that swaps them without end.
  ///
  /// Each swap brings content that was never there before, so that every load is a true one.
  private final class Swapper: Sendable {
    let path: String
    private let folder: String
    private let builds: [[UInt8]]
    private let way: Way
    private let isOver = Atomic<Bool>(false)
    private let hasEnded = Atomic<Bool>(false)
    private let count = Atomic<Int>(0)
    /// Which build each content is, by digest.
    let versions = Mutex<[String: String]>([:])

    init(_ way: Way) throws {
      self.way = way
      folder = try Fixture.folder()
      path = "\(folder)/tagged.so"
      var builds: [[UInt8]] = []
      for version in ["1.0.0", "6.6.6"] {
        try TaggedPlugin.compile(7, to: "\(folder)/build", version: version)
        builds.append([UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/build"))))
      }
      self.builds = builds
      swap()
    }

    func start() {
      Thread.detachNewThread { [self] in
        while !isOver.load(ordering: .relaxed) { swap() }
        hasEnded.store(true, ordering: .releasing)
      }
    }

    func stop() {
      isOver.store(true, ordering: .relaxed)
      while !hasEnded.load(ordering: .acquiring) { usleep(100) }
    }

    private func swap() {
      let number = count.add(1, ordering: .relaxed).newValue
      var bytes = builds[number % 2]
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> shift))
      }
      let (digest, version) = (FileSystem.sha256(of: bytes), number % 2 == 0 ? "1.0.0" : "6.6.6")
      versions.withLock { $0[digest] = version }
      switch way {
      case .rename:
        write(bytes, "\(folder)/next", O_TRUNC)
        rename("\(folder)/next", path)
      case .link:
        let target = "\(folder)/build-\(number % 8)"
        unlink(target)
        write(bytes, target, O_EXCL)
        unlink("\(folder)/next")
        symlink(target, "\(folder)/next")
        rename("\(folder)/next", path)
      case .overwrite:
        write(bytes, path, 0)
      }
    }

    private func write(_ bytes: [UInt8], _ path: String, _ flags: Int32) {
      let file = open(path, O_WRONLY | O_CREAT | flags, 0o755)
      _ = Glibc.write(file, bytes, bytes.count)
      close(file)
    }
  }

  /// `ROTHOST_SWAPS`: fewer under sanitizers, which look at every library there is when one is loaded.
  private static let swaps =
    ProcessInfo.processInfo.environment["ROTHOST_SWAPS"].flatMap(Int.init) ?? 1000

  private static func version(in bytes: [UInt8]) -> String {
    Data(bytes).range(of: Data("6.6.6".utf8)) == nil ? "1.0.0" : "6.6.6"
  }

  @Test(
    "A file swapped by rename, by link or in place 1,000 times never runs as anything but its hash",
    arguments: Way.allCases)
  func inProcess(_ way: Way) throws {
    let swapper = try Swapper(way)
    swapper.start()
    defer { swapper.stop() }
    var loads = 0
    var versions: Set<String> = []
    var overtaken = 0
    while loads < Self.swaps {
      // Gone or half written for a moment, or a link between two looks at it: told, never loaded.
      guard let real = FileSystem.realPath(swapper.path), let source = try? PluginSource(real),
        (try? ElfImage(source.main.bytes))?.exports(PluginFile.entrySymbol) == true
      else { continue }
      let plugin = try LoadedPlugin.open(SealedPlugin(source))
      #expect(plugin.version == Self.version(in: source.main.bytes))
      #expect(FileSystem.sha256(of: source.main.bytes) == plugin.identity.sha256)
      if FileSystem.sha256(swapper.path) != plugin.identity.sha256 { overtaken += 1 }
      versions.insert(plugin.version)
      loads += 1
    }
    #expect(versions.count == 2 && overtaken > 0, "no race was run: \(overtaken) swaps")
  }

  @Test("The same in workers: the digest a result names is of the code that gave it")
  func inWorkers() throws {
    let swapper = try Swapper(.rename)
    let engine = try Engine.testing(option: [swapper.path]) { $0.isolatesStrangers = true }
    swapper.start()
    defer { swapper.stop() }
    var seen: Set<String> = []
    for _ in 0..<20 {
      do {
        let result = try engine.evaluate(Request(indicator: "tagged"))
        let version = swapper.versions.withLock { $0[result.plugin.sha256] }
        #expect(result.description.version == version)
        seen.insert(result.plugin.sha256)
      } catch {
        // It may have been replaced at every look; then that is said.
        #expect("\(error)".contains("changed"), "\(error)")
      }
    }
    #expect(seen.count > 1, "no race was run")
  }

  @Test("Sealed files have names the loader never saw before, and cannot be written")
  func sealed() throws {
    let source = try PluginSource("\(try TaggedPlugin.folder(1))/tagged.so")
    var names: Set<String> = []
    for _ in 0..<200 {
      let file = try SealedFile(source.main)
      #expect(names.insert(file.name).inserted && file.contents() == source.main.bytes)
      #expect(FileSystem.contents(file.name, limit: .max) == source.main.bytes)
      #expect(write(file.descriptor, "x", 1) == -1 && ftruncate(file.descriptor, 0) == -1)
      let again = open(file.name, O_WRONLY)
      if again >= 0 {
        #expect(write(again, "x", 1) == -1 && ftruncate(again, 0) == -1)
        close(again)
      }
      #expect(file.contents() == source.main.bytes)
    }
    #expect(Set(names.map { $0.split(separator: "/").last }).count < 10, "descriptors are closed")
  }
}
