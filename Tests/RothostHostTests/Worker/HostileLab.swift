import Foundation
import RothostSeries
import RothostTestSupport

@testable import RothostHost

/// Hostile plugins compiled from `Tests/HostilePlugins`, and a good plugin in the same engine.
enum HostileLab {
  static let sources = "\(Fixture.root)/Tests/HostilePlugins"

  /// A worker small and impatient enough for tests.
  ///
  /// - Parameter loadMilliseconds: short where it will pass, long where it must not.
  static func limits(loadMilliseconds: UInt32 = 3000) -> WorkerLimits {
    var limits = WorkerLimits()
    limits.memoryBytes = 256 << 20
    limits.loadMilliseconds = loadMilliseconds
    return limits
  }

  /// What is told of a jump into a frame that is gone, and of an end in a constructor.
  ///
  /// The thread sanitizer calls both a mistake and ends the process itself, with its exit code.
  #if THREAD_SANITIZER
    static let jump = "exit code 66"
    static func leaving(_ code: Int) -> String { "exit code 66" }
  #else
    static let jump = "crashed with SIG"
    static func leaving(_ code: Int) -> String { "exit code \(code)" }
  #endif

  /// Compiles sources of the folder to `path`, as C, C++ or Swift by their ending.
  ///
  /// - Parameter objects: other files to link, each a path.
  static func compile(
    _ files: [String], to path: String, _ defines: [String] = [], objects: [String] = []
  ) throws {
    let isSwift = files[0].hasSuffix(".swift")
    let isC = files[0].hasSuffix(".c")
    let options =
      (isSwift ? ["-O", "-emit-library", "-parse-as-library"] : ["-O1", "-fPIC"])
      + (isSwift ? [] : path.hasSuffix(".o") ? ["-c"] : ["-shared"])
      + (isC ? ["-std=gnu99"] : [])
      + (isSwift ? [] : ["-w", "-I", "\(Fixture.root)/include"]) + defines.map { "-D\($0)" }
    try Compiler.run(
      isSwift ? "swiftc" : isC ? "cc" : "c++",
      options + files.map { "\(sources)/\($0)" } + objects + (isSwift ? [] : ["-lm", "-lpthread"]),
      to: path)
  }

  /// An engine that isolates strangers, with `hostile.so` and the good `spread.so` side by side.
  static func engine(
    _ files: [String], _ defines: [String] = [], _ limits: WorkerLimits = limits()
  ) throws -> Engine {
    let folder = try Fixture.plugin("spread", id: "spread")
    try compile(files, to: "\(folder)/hostile.so", defines)
    return try engine(folder, limits)
  }

  static func engine(_ folder: String, _ limits: WorkerLimits = limits()) throws -> Engine {
    let engine = try Engine.testing(option: [folder]) { options in
      options.isolatesStrangers = true
      options.workerLimits = limits
    }
    try engine.putWeekdays("IWM", (0..<500).map { Double($0 % 37) + 0.1 })
    try engine.putWeekdays("SPY", (0..<500).map { Double($0 % 23) / 7 + 1 })
    return engine
  }

  /// How many other processes have mapped a plugin whose file has this name.
  static func workers(of name: String) -> Int {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.count { process in
      guard Int(process) != nil, process != "\(getpid())" else { return false }
      return text(of: "/proc/\(process)/maps").contains("memfd:\(name)")
    }
  }

  /// A file of /proc to its end: its size is 0, and one read gives a page of it.
  private static func text(of path: String) -> String {
    guard let stream = InputStream(fileAtPath: path) else { return "" }
    stream.open()
    defer { stream.close() }
    var text: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = stream.read(&part, maxLength: part.count)
      if count <= 0 { return String(decoding: text, as: UTF8.self) }
      text += part[..<count]
    }
  }

  /// One plugin with all acts of `acts.h`.
  static let acting = ["evaluate.c", "dying.c", "writing.c", "process.c"]

  /// The names of the acts, in the order of the table in `evaluate.c`.
  static let acts: [String] = {
    let text = (try? String(contentsOfFile: "\(sources)/evaluate.c", encoding: .utf8)) ?? ""
    let table = text.split(separator: "acts[] = {").last?.split(separator: "}").first ?? ""
    return table.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
  }()
}

/// What must become of a hostile call.
enum Outcome: Sendable {
  /// A worker's death, named with these words.
  case dies([String])
  /// An error of this status with these words.
  case fails(Status, [String])
  /// It may answer.
  case answers
  /// It may answer or fail in any way that is told: what it does is undefined.
  case anything
}

/// What an evaluation gave.
enum Given {
  case answer(String)
  case error(RothostError)

  init(_ engine: Engine, _ request: Request) {
    do throws(RothostError) {
      self = .answer(try engine.evaluate(request).json())
    } catch {
      self = .error(error)
    }
  }

  var answer: String? {
    if case .answer(let text) = self { return text }
    return nil
  }

  /// Why this is not the outcome; nil where it is.
  func objection(to outcome: Outcome) -> String? {
    switch (outcome, self) {
    case (.anything, _), (.answers, .answer): return nil
    case (.answers, .error(let error)): return "failed: \(error)"
    case (_, .answer(let text)): return "answered \(text.prefix(300))"
    case (.dies(let words), .error(let error)):
      return Self.objection(error, .crashed, words + ["version 6.6.6"])
    case (.fails(let status, let words), .error(let error)):
      return Self.objection(error, status, words)
    }
  }

  private static func objection(
    _ error: RothostError, _ status: Status, _ words: [String]
  ) -> String? {
    let isNamed = error.plugin == "hostile" && error.phase != nil
    if error.status == status, isNamed, words.allSatisfy(error.message.contains) { return nil }
    return "\(error.status.rawValue): \(error)"
  }
}
