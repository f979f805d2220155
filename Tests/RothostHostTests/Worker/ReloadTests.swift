import CRothostSystem
import Foundation
import RothostLock
import RothostSeries
import Testing

@testable import RothostHost

/// A plugin's file replaced between evaluations: what runs is what the file holds.
@Suite("Replaced plugins", .serialized)
struct ReloadTests {
  /// A plugin that answers the number its file holds, written with any number.
  private final class Versioned: Sendable {
    let folder: String
    /// No other plugin's, so that its workers can be told from others.
    let name = "versioned-\(UUID().uuidString).so"
    private let bytes: [UInt8]
    private let digits: Int

    var path: String { "\(folder)/\(name)" }

    init() throws {
      folder = try Fixture.folder()
      try Fixture.compile("versioned", to: "\(folder)/\(name)")
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
      let mark = [UInt8]("VERSION 0000000001".utf8)
      let place = bytes.indices.first { bytes[$0...].starts(with: mark) }
      self.bytes = bytes
      digits = try #require(place, "no digits in the file")
    }

    private func content(_ number: Int) -> Data {
      let text = String(format: "VERSION %010d", number)
      var bytes = bytes
      bytes.replaceSubrange(digits..<digits + text.utf8.count, with: text.utf8)
      return Data(bytes)
    }

    /// As compilers and package managers do it: a new file takes the old one's name.
    func rename(to number: Int) throws {
      let draft = "\(folder)/draft"
      try content(number).write(to: URL(fileURLWithPath: draft))
      chmod(draft, 0o755)
      Glibc.rename(draft, path)
    }

    /// The same file, other bytes; sizes and dates as before.
    func overwrite(with number: Int) throws {
      var status = stat()
      unsafe stat(path, &status)
      let file = try #require(FileHandle(forUpdatingAtPath: path))
      try file.write(contentsOf: content(number))
      try file.close()
      let times = unsafe [status.st_atim, status.st_mtim]
      unsafe utimensat(AT_FDCWD, path, times, 0)
    }
  }

  private func engine(_ folder: String, remembering: String? = nil) throws -> Engine {
    let engine = try Engine.testing(option: [folder]) { options in
      options.isolatesStrangers = true
      options.descriptorFolder = remembering.map { .at($0) } ?? .none
      options.workerLimits = WorkerLimits()
      options.workerLimits?.loadMilliseconds = 60_000
    }
    try engine.putWeekdays("IWM", [1, 2, 3])
    return engine
  }

  private func answer(
    _ engine: Engine, _ isolation: Request.Isolation = .standard
  ) throws -> Value {
    var request = Request.of("versioned")
    request.isolation = isolation
    return try #require(try engine.evaluate(request).scalar("number"))
  }

  /// 200; `ROTHOST_RELOADS=1000` is the full run, alone, which may look at the whole process.
  private static let asked = ProcessInfo.processInfo.environment["ROTHOST_RELOADS"].flatMap(
    Int.init)

  @Test("Each of many replacements is what the next evaluation runs, and nothing grows")
  func replacements() throws {
    let count = Self.asked ?? 200
    let plugin = try Versioned()
    let remembered = try Fixture.folder()
    let engine = try engine(plugin.folder, remembering: remembered)
    var before: rothost_possessions?
    for number in 2..<2 + count {
      if number % 2 == 0 {
        try plugin.rename(to: number)
      } else {
        try plugin.overwrite(with: number)
      }
      let value = try answer(engine)
      #expect(value == .integer(Int64(number)))
      if number == 2 + count / 4 { before = rothost_count_possessions() }
    }
    #expect(engine.workers.waitingCount == 1)
    #expect(HostileLab.workers(of: plugin.name) == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: remembered)
    #expect(files.count == 1)
    let size = try Data(contentsOf: URL(fileURLWithPath: "\(remembered)/\(files[0])")).count
    #expect(size < 128 << 10, "remembered descriptors take \(size) bytes")
    guard Self.asked != nil, let before else { return }
    let after = rothost_count_possessions()
    print("\(count) replacements: before \(before), after \(after), \(size) bytes remembered")
    #expect(after.files > 0 && after.files <= before.files + 8)
    #expect(after.threads > 0 && after.threads <= before.threads + 4)
    #expect(after.resident_bytes > 0 && after.resident_bytes <= before.resident_bytes + 16 << 20)
  }

  @Test("A file replaced again and again during evaluations never answers what it no longer held")
  func racing() throws {
    let plugin = try Versioned()
    let engine = try engine(plugin.folder)
    let written = Mutex(1)
    let isDone = Mutex(false)
    let attempts = Mutex(0)
    try plugin.rename(to: 1)
    let writer = Thread {
      for number in 2..<30 {
        try? plugin.rename(to: number)
        written.withLock { $0 = number }
        // The next comes at any moment of the evaluation after this one's.
        let seen = attempts.withLock { $0 }
        while attempts.withLock({ $0 }) == seen { usleep(1000) }
        usleep(.random(in: 0...30_000))
      }
      isDone.withLock { $0 = true }
    }
    writer.start()
    var answers = 0
    while !isDone.withLock({ $0 }) {
      let oldest = Int64(written.withLock { $0 })
      let given = Result { try answer(engine) }
      attempts.withLock { $0 += 1 }
      switch given {
      case .success(let value):
        answers += 1
        if case .integer(let number) = value.storage {
          #expect(number >= oldest)
        } else {
          Issue.record("\(value)")
        }
      case .failure(let error):
        let words = (error as? RothostError)?.message ?? ""
        #expect(words.contains("changed"), "\(words)")
      }
    }
    #expect(answers > 0)
    #expect(try answer(engine) == .integer(29))
    #expect(engine.workers.waitingCount == 1)
  }

  @Test(
    "In this process a changed file is loaded beside the old code, and each engine runs the new")
  func inProcess() throws {
    let plugin = try Versioned()
    let engines = [try engine(plugin.folder), try engine(plugin.folder)]
    for number in 1...20 {
      if number % 2 == 0 {
        try plugin.rename(to: number)
      } else {
        try plugin.overwrite(with: number)
      }
      for engine in engines {
        #expect(try answer(engine, .none) == .integer(Int64(number)))
        #expect(try answer(engine, .process) == .integer(Int64(number)))
      }
      // Rights do not matter where the content is the same.
      chmod(plugin.path, 0o700)
      #expect(try answer(engines[0], .none) == .integer(Int64(number)))
    }
  }

  @Test("A file that the loader refused may be replaced by one that it takes, in this process too")
  func repaired() throws {
    let plugin = try Versioned()
    let good = try Data(contentsOf: URL(fileURLWithPath: plugin.path))
    let engine = try engine(plugin.folder)
    try good.prefix(good.count / 2).write(
      to: URL(fileURLWithPath: plugin.path), options: .atomic)
    chmod(plugin.path, 0o755)
    #expect(failure { try answer(engine) } != nil)
    #expect(failure { try answer(engine, .none) } != nil)
    try plugin.rename(to: 12)
    #expect(try answer(engine, .none) == .integer(12))
    #expect(try answer(engine) == .integer(12))
  }
}
