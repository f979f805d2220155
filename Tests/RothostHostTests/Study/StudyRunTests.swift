import Foundation
import RothostLock
import RothostSeries
import Testing

@testable import RothostHost

@Suite("Running a study")
struct StudyRunTests {
  static let mixed = """
    title = "Mixed"
    [[eval]]
    claim = "answers"
    plugin = "claims"
    params = { level = [0.1, 0.2, 0.3], broken = [false, true] }
    [[eval]]
    plugin = "clams"
    [[eval]]
    plugin = "claims"
    inputs = { x = ["SPY", "NONE", "QQQ"], basket = ["SPY", "QQQ"] }
    """

  @Test("One failure is told in its row and hides no other; the order is the file's")
  func failures() throws {
    let report = try StudyLab.report(Self.mixed, workers: 2)
    let words = report.rows.map { row -> String in
      switch row.outcome {
      case .answered(let answer): answer.verdict ?? ""
      case .failed(let error): "failed: \(error.message)"
      case .notInstalled(let error): "not installed: \(error.message.prefix(30))"
      case .leftOut: "left out"
      }
    }
    #expect(words[0] == "level 0.1, 1 inputs" && words[2] == "level 0.2, 1 inputs")
    for row in [1, 3, 5] { #expect(words[row].contains("asked to fail")) }
    #expect(words[6].hasPrefix("not installed: no indicator is called \"clams\""))
    #expect(words[7] == "level 0.5, 3 inputs" && words[9] == "level 0.5, 3 inputs")
    #expect(words[8].contains("\"NONE\""))
    #expect(report.answeredCount == 5)
    #expect(report.firstFailure?.status == .tooFew)
    #expect(report.families[0].rows == [0, 2, 4])
  }

  @Test("The report is the same byte for byte on 1, 2 and 7 threads")
  func threads() throws {
    let one = try StudyLab.report(Self.mixed, workers: 1, keepsData: true).json()
    for workers in [2, 7] {
      let many = try StudyLab.report(Self.mixed, workers: workers, keepsData: true).json()
      // Each engine has its plugin and its cache in a folder of its own.
      let isSame = Self.withoutPaths(many) == Self.withoutPaths(one)
      #expect(isSame, "\(workers) threads")
    }
    #expect(one.contains("\"levels\": {\"time\"") && one.contains("\"status\": \"failed\""))
  }

  static func withoutPaths(_ json: String) -> String {
    json.replacing(/"path": "[^"]*", "sha256": "[^"]*"/, with: "")
      .replacing(/\/tmp\/rothost-\w+/, with: "")
  }

  @Test("An indicator that takes one call at a time is never called twice at once")
  func serialised() throws {
    let levels = (1...40).map { "0.\($0 + 10)" }.joined(separator: ", ")
    let report = try StudyLab.report(
      "[[eval]]\nplugin = 'claims'\nparams = { level = [\(levels)] }", workers: 4)
    #expect(report.answeredCount == 40, "\(report.firstFailure?.message ?? "")")
  }

  @Test("Evaluations on the same inputs share one prepared frame")
  func frames() throws {
    let report = try StudyLab.report(
      "[[eval]]\nplugin = 'claims'\nparams = { level = [0.1, 0.2, 0.3, 0.4] }", workers: 2)
    #expect(report.frames.prepared == 1 && report.frames.reused == 3)
  }

  @Test("On an empty cache `demo` takes the place of `inputs`, and the report says so")
  func demo() throws {
    let text = "[[eval]]\nplugin = 'claims'\ninputs = { x = 'IWM' }\n"
    let report = try StudyLab.report(text + "demo = { x = 'DEMO_LARGE' }", filled: false)
    #expect(report.isSynthetic)
    #expect(report.rows[0].answer?.json.contains("DEMO_LARGE") == true)
    #expect(try StudyLab.report(text + "demo = { x = 'DEMO_LARGE' }").isSynthetic == false)
    let named = try StudyLab.report(text, filled: false)
    #expect(named.rows[0].failure?.status == .notFound)
  }

  @Test("On an empty cache `demo = false` leaves an evaluation out, which is no failure")
  func leftOut() throws {
    let text = "[[eval]]\nplugin = 'claims'\ndemo = false\nparams = { level = [0.1, 0.2] }\n"
    let report = try StudyLab.report(text, filled: false)
    #expect(report.rows.count == 2 && report.answeredCount == 0 && report.failedCount == 0)
    #expect(report.firstFailure == nil)
    #expect(report.json().contains("\"status\": \"left out\""))
    #expect(try StudyLab.report(text).answeredCount == 2)
  }

  @Test("The monitor hears of progress on the calling thread and can stop the study")
  func stopping() throws {
    let engine = try StudyLab.engine()
    let levels = (1...60).map { "0.\($0 + 10)" }.joined(separator: ", ")
    let plan = try engine.plan(
      StudyLab.study("[[eval]]\nplugin = 'claims'\nparams = { level = [\(levels)] }"))
    let caller = pthread_self()
    let isForeign = Mutex(false)
    let error = #expect(throws: RothostError.self) {
      try engine.run(
        plan, workers: 2,
        monitor: Monitor { fraction in
          if pthread_equal(pthread_self(), caller) == 0 { isForeign.withLock { $0 = true } }
          return fraction > 0.1
        })
    }
    #expect(error?.status == .cancelled)
    #expect(isForeign.withLock { $0 } == false)
    #expect(throws: RothostError.self) { try engine.run(plan, workers: -1) }
  }

  @Test("The bundled study is sound, names the eighteen indicators once each, and asks no series")
  func rotation() throws {
    let study = try Study(named: "rotation")
    let plugins = study.entries.map(\.plugin)
    #expect(Set(plugins).count == 18)
    #expect(Set(plugins.prefix(18)) == Set(plugins))
    #expect(study.text == (try Study.bundledText("rotation")))
  }
}
