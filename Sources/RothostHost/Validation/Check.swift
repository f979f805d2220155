import RothostSeries

/// How deep a check looks; each level rests on those before it.
public enum CheckLevel: Int, Sendable, CaseIterable, Comparable {
  /// The file's bytes; no code of the plugin runs.
  case file = 1
  /// What it declares.
  case descriptor
  /// What it owes every caller: an answer or words, whatever it is given.
  case contract
  /// Whether the answers can be right: look-ahead, repetition, gaps, streams.
  case numbers
  /// What it takes: memory, time, threads, files.
  case resources
  /// What it changes in the process that lets it run.
  case honesty

  public var name: String {
    switch self {
    case .file: "file"
    case .descriptor: "descriptor"
    case .contract: "contract"
    case .numbers: "numbers"
    case .resources: "resources"
    case .honesty: "honesty"
    }
  }

  public init?(name: String) {
    guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }

  public static func < (left: CheckLevel, right: CheckLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// What became of one check.
public enum CheckOutcome: Sendable, Equatable {
  case passed
  /// What was found, and where.
  case failed(String)
  /// The plugin declares nothing that this check is about.
  case notApplicable(String)
  /// It rests on a check that failed.
  case blocked(String)

  public var name: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .notApplicable, .blocked: "skipped"
    }
  }

  /// Why it is not simply passed.
  public var reason: String? {
    switch self {
    case .passed: nil
    case .failed(let text), .notApplicable(let text), .blocked(let text): text
    }
  }

  /// Failed with a reason, passed without one.
  static func of(_ objection: String?) -> CheckOutcome {
    objection.map { .failed($0) } ?? .passed
  }
}

/// One thing that `rothost plugin validate` proves of a plugin.
struct Check: Sendable {
  /// Where the work is done, which is also what it is done on.
  enum Work: Sendable {
    case file(@Sendable (FileFacts) -> CheckOutcome)
    /// In this process, on what the descriptor says; in workers where the plugin's code runs.
    case indicator(@Sendable (Trial) throws(RothostError) -> CheckOutcome)
    /// In a sandboxed process of its own, with the plugin loaded into it.
    case probe(@Sendable (Trial) throws(RothostError) -> CheckOutcome)
  }

  /// `level.what`, as `--reproduce` takes it.
  let name: String
  let level: CheckLevel
  /// What is proven where it passes.
  let sentence: String
  /// Checks it rests on.
  let needs: [String]
  /// Checks of one group may look at one process after each other, since none changes it.
  let group: String?
  let work: Work

  init(
    _ level: CheckLevel, _ name: String, _ sentence: String, needs: [String] = [],
    group: String? = nil, _ work: Work
  ) {
    self.group = group
    self.name = "\(level.name).\(name)"
    self.level = level
    self.sentence = sentence
    self.needs = needs
    self.work = work
  }
}
