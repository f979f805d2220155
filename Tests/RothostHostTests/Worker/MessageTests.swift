import CRothost
import Foundation
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostHost

@Suite("Messages between host and worker")
struct MessageTests {
  private func call() -> WorkerCall {
    let place = NumberPlace(file: 3, offset: 64)
    return WorkerCall(
      indicator: 2,
      parameters: [
        .real(-0.0), .integer(.min), .text("é"), Value(.real, .reals([1, .infinity])),
        Value(.date, .integers([1, 2])), Value(.text, .texts(["", "a"])),
      ], seed: .max, timeoutMilliseconds: 7, dropped: [1, 2],
      sent: [.init(name: 3, byteCount: 4096)],
      inputs: [
        InputPlace(
          traits: InputTraits(
            name: "IWM", unit: nil, column: "close", flags: 5, closeOffset: -1, roleIndex: 0),
          count: 9, times: place, values: nil)
      ],
      frame: FramePlace(rowCount: 9, warmUpRows: 2, flags: 1, times: place, columns: [place, nil]))
  }

  @Test("What is written is read back, for every kind of request and every bundled descriptor")
  func roundTrip() throws {
    let requests = [
      WorkerRequest.load(files: [FileDigest(path: "/a b.so", sha256: "00")]),
      .lookBack(indicator: 1, parameters: [.integer(5)]), .evaluate(call()),
      .openStream(call()), .snapshot, .closeStream,
      .row(WorkerRow(isPeek: true, time: .min, index: 3, values: [-0.0, 1e300])),
    ]
    for request in requests { #expect(try WorkerRequest(request.bytes()) == request) }
    let engine = try Engine(EngineOptions())
    for record in engine.listPlugins() where record.status == .loaded {
      let plugin = PluginDescription(try LoadedPlugin.open(record.path))
      var message = MessageWriter()
      plugin.write(to: &message)
      var reader = MessageReader(message.bytes)
      #expect(try PluginDescription(from: &reader) == plugin)
      try reader.end()
    }
  }

  @Test("A message cut off or changed anywhere is refused or read, never fatal")
  func mutilated() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let sound = WorkerRequest.evaluate(call()).bytes()
    for length in sound.indices {
      #expect(throws: RothostError.self) { try WorkerRequest(Array(sound[..<length])) }
    }
    for _ in 0..<3000 {
      var bytes = sound
      for _ in 0..<(1 + random.next() % 6) {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      _ = try? WorkerRequest(bytes)
    }
  }

  /// A way in which a worker may break a rule of descriptors, and the words for it.
  struct Break: Sendable {
    var words: String
    var change: @Sendable (inout PluginDescription) -> Void
  }

  static let breaks = [
    Break(words: "it has no indicators") { $0.indicators = [] },
    Break(words: "indicator \"broken\" is there twice") { $0.indicators += $0.indicators },
    Break(words: "name or version is empty") { $0.version = "" },
    Break(words: "summary is NULL or empty") { $0.indicators[0].description.summary = "" },
    Break(words: "flags 1048576 are unknown") {
      $0.indicators[0].description.flags = .init(rawValue: 1 << 20)
    },
    Break(words: "it has no inputs") { $0.indicators[0].description.inputs = [] },
    Break(words: "is there twice") {
      $0.indicators[0].description.inputs += $0.indicators[0].description.inputs
    },
    Break(words: "contradict") { $0.indicators[0].description.inputs[0].maximumCount = 2 },
    Break(words: "more than the role takes") {
      $0.indicators[0].description.inputs[0].columns = ["a", "b"]
    },
    Break(words: "default_text does not fit") {
      $0.indicators[0].description.parameters[0].defaultText = "x"
    },
    Break(words: "choices are missing") { $0.indicators[0].description.parameters[1].choices = [] },
    Break(words: "choice \"a\" is there twice") {
      $0.indicators[0].description.parameters[1].choices = ["a", "b", "a"]
    },
    Break(words: "integer has choices") {
      $0.indicators[0].description.parameters[0].choices = ["a"]
    },
    Break(words: "the count 5000") {
      let parameter = $0.indicators[0].description.parameters[0]
      $0.indicators[0].description.parameters = Array(repeating: parameter, count: 5000)
    },
    Break(words: "it has no outputs") { $0.indicators[0].description.outputs = [] },
    Break(words: "a series is ROT_REAL or ROT_CHOICE, not text") {
      $0.indicators[0].description.outputs[1].type = .text
    },
    Break(words: "the table has no columns") {
      $0.indicators[0].description.outputs[2].columns = []
    },
    Break(words: "only a table has columns") {
      $0.indicators[0].description.outputs[0].columns =
        $0.indicators[0].description.outputs[2]
        .columns
    },
    Break(words: "output 2, column 0, flags 64 are unknown") {
      $0.indicators[0].description.outputs[2].columns[0].flags = .init(rawValue: 64)
    },
    Break(words: "is not one of alignments") { $0.indicators[0].description.alignments = [] },
    Break(words: "elements, more than 65536") {
      var table = $0.indicators[0].description.outputs[2]
      let column = table.columns[0]
      table.columns = (0..<4096).map { number in
        var column = column
        column.name = "c\(number)"
        return column
      }
      for number in 0..<17 {
        table.name = "t\(number)"
        $0.indicators[0].description.outputs.append(table)
      }
    },
    Break(words: "bytes of text, more than 16 MiB") {
      $0.indicators[0].description.documentation = String(repeating: "a", count: 17 << 20)
    },
  ]

  @Test("A worker's descriptor keeps to the rules of a descriptor in C, one by one")
  func descriptions() throws {
    let engine = try Engine.testing(option: [try Fixture.plugin("broken", id: "broken")])
    let sound = PluginDescription(
      name: "p", version: "1",
      indicators: [.init(description: try engine.describe("broken"), hasLookBack: false)])
    func read(_ plugin: PluginDescription) throws(RothostError) -> PluginDescription {
      var message = MessageWriter()
      plugin.write(to: &message)
      var reader = MessageReader(message.bytes)
      return try PluginDescription(from: &reader)
    }
    #expect(try read(sound) == sound)
    for rule in Self.breaks {
      var plugin = sound
      rule.change(&plugin)
      let error = failure { try read(plugin) }
      #expect(
        error?.status == .plugin && error?.message.contains(rule.words) == true,
        "\(rule.words): \(error)")
    }
  }

  @Test("A message longer than its kind is refused before it is copied")
  func lengths() throws {
    let load = WorkerRequest.load(files: []).longestAnswer
    #expect(load == 32 << 20 && WorkerRequest.snapshot.longestAnswer > load)
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
    defer { bytes.deallocate() }
    bytes.initializeMemory(as: UInt8.self, repeating: 0, count: 64)
    let memory = ReplyMemory(base: bytes, size: 64)
    #expect(try memory.message(at: 0, length: 8, limit: 8).count == 8)
    #expect(failure { try memory.message(at: 0, length: 9, limit: 8) }?.status == .plugin)
  }

  @Test("Every struct_size of an indicator from 0 to 4096 is refused by name or read by its fields")
  func indicatorSizes() throws {
    for size in UInt32(0)...4096 {
      let bytes = UnsafeMutableRawPointer.allocate(byteCount: 8192, alignment: 16)
      defer { bytes.deallocate() }
      bytes.initializeMemory(as: UInt8.self, repeating: 0, count: 8192)
      bytes.storeBytes(of: size, as: UInt32.self)
      let indicators = UnsafeMutablePointer<UnsafePointer<rot_indicator>?>.allocate(capacity: 1)
      defer { indicators.deallocate() }
      indicators.initialize(to: bytes.assumingMemoryBound(to: rot_indicator.self))
      let error = "x".withCString { text in
        var plugin = rot_plugin()
        plugin.struct_size = UInt32(MemoryLayout<rot_plugin>.size)
        plugin.abi_version = ROT_ABI_VERSION
        plugin.name = text
        plugin.version = text
        plugin.indicators = UnsafePointer(indicators)
        plugin.indicator_count = 1
        return failure { try LoadedPlugin(&plugin, path: "") }
      }
      let words = size < 152 ? "rot_indicator.struct_size is \(size)" : "is NULL"
      #expect(
        error?.status == .plugin && error?.message.contains(words) == true, "\(size): \(error)")
    }
  }

  @Test("Every struct_size from 0 to 4096 is refused by name or accepted")
  func structSizes() throws {
    for size in UInt32(0)...4096 {
      let bytes = UnsafeMutableRawPointer.allocate(byteCount: 8192, alignment: 16)
      defer { bytes.deallocate() }
      bytes.initializeMemory(as: UInt8.self, repeating: 0, count: 8192)
      bytes.storeBytes(of: size, as: UInt32.self)
      bytes.storeBytes(of: ROT_ABI_VERSION, toByteOffset: 4, as: UInt32.self)
      let error = try #require(
        failure { try LoadedPlugin(bytes.assumingMemoryBound(to: rot_plugin.self), path: "") })
      let words = size < 56 ? "rot_plugin.struct_size is \(size)" : "name is NULL"
      #expect(error.status == .plugin && error.message.contains(words), "\(size): \(error)")
    }
  }
}

@Suite("Remembered descriptors")
struct DescriptorCacheTests {
  @Test("A second engine reads no plugin; a damaged or foreign file is as if it were not there")
  func remembering() throws {
    let plugins = try Fixture.plugin("spread", id: "spread")
    let folder = try Fixture.folder()
    func engine() throws -> Engine {
      try Engine.testing(option: [plugins]) { $0.descriptorFolder = .at(folder) }
    }
    let first = try engine()
    let records = first.listPlugins()
    #expect(records.map(\.status.name) == ["loaded"] && first.workers.waitingCount == 1)
    let second = try engine()
    #expect(second.listPlugins() == records && second.workers.waitingCount == 0)
    #expect(try second.describe("spread") == first.describe("spread"))

    let file = URL(fileURLWithPath: "\(folder)/\(DescriptorCache.fileName)")
    var bytes = try Data(contentsOf: file)
    bytes[bytes.count - 3] ^= 0xFF
    try bytes.write(to: file)
    let third = try engine()
    #expect(third.listPlugins() == records && third.workers.waitingCount == 1)
    // What a record was broken by does not hide what is remembered afterwards.
    let mended = try engine()
    #expect(mended.listPlugins() == records && mended.workers.waitingCount == 0)
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file.path)
    let fourth = try engine()
    #expect(fourth.listPlugins() == records && fourth.workers.waitingCount == 1)
  }
}
