/// What validating one file found.
public struct ValidationReport: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public var check: CheckListing
    public var outcome: CheckOutcome
    public var milliseconds: Double
  }

  public var path: String
  /// "" where the file cannot be read.
  public var sha256: String
  public var seed: UInt64
  public var entries: [Entry]

  public var failed: [Entry] { entries.filter { $0.outcome.name == "failed" } }
  public var passedCount: Int { entries.count { $0.outcome == .passed } }
  public var skippedCount: Int { entries.count { $0.outcome.name == "skipped" } }

  /// What to type to see one check again: one line, whatever the path holds.
  public func reproduction(of entry: Entry) -> String {
    "rothost plugin validate \(ShellWord.quoted(path)) --reproduce \(entry.check.name):\(seed)"
  }

  /// One object: file, seed, counts and one element per check.
  public func json() -> String {
    var json = JSONWriter()
    json.object { json in
      json.field("file", path)
      json.field("sha256", sha256)
      json.field("seed", seed)
      json.field("passed", passedCount)
      json.field("failed", failed.count)
      json.field("skipped", skippedCount)
      json.key("checks")
      json.array { json in for entry in entries { write(entry, &json) } }
    }
    return json.text
  }

  private func write(_ entry: Entry, _ json: inout JSONWriter) {
    json.object { json in
      json.field("check", entry.check.name)
      json.field("level", entry.check.level.name)
      json.field("proves", entry.check.sentence)
      json.field("outcome", entry.outcome.name)
      json.field("reason", entry.outcome.reason)
      json.field("milliseconds", entry.milliseconds)
      json.field("reproduce", reproduction(of: entry))
    }
  }
}
