import Testing

@testable import RothostHost

@Suite("What is left alone")
struct HonestyTests {
  static let parts = [
    "rounding", "locale", "environment", "folder", "signals", "umask", "timers", "limits", "random",
    "files",
  ]

  @Test(
    "Each check looks after an evaluation, alone too, whether the plugin streams or not",
    arguments: parts, ["0", "ROT_STREAMING"])
  func alone(part: String, streaming: String) throws {
    let flags = "-DFLAGS=(ROT_DETERMINISTIC|ROT_THREAD_SAFE|\(streaming))"
    let path = try BrokenLab.build(part.uppercased(), flags: [flags])
    let outcome = try BrokenLab.outcome(path, of: "honesty.\(part)")
    #expect(outcome.name == "failed" && outcome.reason?.isEmpty == false, "\(outcome)")
    let sound = try BrokenLab.build(nil, flags: [flags])
    #expect(try BrokenLab.outcome(sound, of: "honesty.\(part)") == .passed)
  }
}
