import RothostSeries
import Testing

@testable import RothostHost

@Suite("What is wrong with a study")
struct StudyErrorTests {
  struct Slip: Sendable, CustomTestStringConvertible {
    var text: String
    var words: [String]
    var testDescription: String { text }
  }

  static let head = "[[eval]]\nplugin = \"claims\"\n"

  static let slips = [
    Slip(text: "title = 5", words: ["lab.toml:1: key `title`", "text in quotes"]),
    Slip(
      text: "titel = 'x'", words: ["lab.toml:1: key `titel`", "no such key", "title, question"]),
    Slip(text: "title = 'x'", words: ["lab.toml:1:", "the key `eval` is missing", "[[eval]]"]),
    Slip(text: "[eval]\nplugin = 'claims'", words: ["lab.toml:1: key `eval`", "[[eval]]"]),
    Slip(text: "eval = []", words: ["no evaluation"]),
    Slip(text: "eval = [1]", words: ["lab.toml:1: key `eval[0]`", "a table"]),
    Slip(
      text: "[[eval]]\nclaim = 'x'", words: ["lab.toml:1: key `eval[0]`", "`plugin` is missing"]),
    Slip(text: head + "parms = {}", words: ["lab.toml:3: key `eval[0].parms`", "params"]),
    Slip(text: head + "inputs = 'IWM'", words: ["lab.toml:3: key `eval[0].inputs`", "a table"]),
    Slip(
      text: head + "inputs = { y = 'IWM' }",
      words: ["lab.toml:3: key `eval[0].inputs.y`", "no input \"y\"", "it has x, basket"]),
    Slip(
      text: head + "inputs = { x = 5 }",
      words: ["lab.toml:3: key `eval[0].inputs.x`", "text in quotes, not the integer 5"]),
    Slip(
      text: head + "inputs = { x = 'IWM@cube' }",
      words: ["lab.toml:3: key `eval[0].inputs.x`", "level, log, simple, difference"]),
    Slip(
      text: head + "inputs = { basket = ['A', 'B', 'C', 'D'] }",
      words: ["lab.toml:3: key `eval[0].inputs.basket`", "at most 3"]),
    Slip(
      text: head + "inputs = { basket = [['A'], 'B'] }",
      words: ["lab.toml:3: key `eval[0].inputs.basket[1]`", "mixed"]),
    Slip(
      text: head + "demo = { z = 'DEMO_SMALL' }", words: ["key `eval[0].demo.z`", "no input \"z\""]),
    Slip(text: head + "demo = true", words: ["key `eval[0].demo`", "must be false"]),
    Slip(
      text: head + "params = { levle = 1 }",
      words: ["lab.toml:3: key `eval[0].params.levle`", "did you mean level?"]),
    Slip(
      text: head + "[eval.params]\n\nlevel = [0.1, 7]",
      words: ["lab.toml:5: key `eval[0].params.level[1]`", "between"]),
    Slip(text: head + "params = { level = [] }", words: ["an empty list sweeps over nothing"]),
    Slip(
      text: head + "params = { level = { a = 1 } }", words: ["a single value, not a table"]),
    Slip(
      text: head + "params = { horizons = [[30], 60] }", words: ["horizons[1]`", "mixed"]),
    Slip(
      text: head + "params = { horizons = [30, 0] }", words: ["key `eval[0].params.horizons`"]),
    Slip(text: head + "params = { broken = 2 }", words: ["must be true or false"]),
    Slip(text: head + "from = 'yesterday'", words: ["lab.toml:3: key `eval[0].from`"]),
    Slip(text: head + "from = 2020-02-01\nto = 2020-01-01", words: ["swap them"]),
    Slip(text: head + "clock = '3w'", words: ["lab.toml:3: key `eval[0].clock`"]),
    Slip(text: head + "align = 'native'", words: ["choose inner"]),
    Slip(text: head + "transform = 'cube'", words: ["key `eval[0].transform`"]),
    Slip(text: head + "staleness = 7", words: ["text in quotes"]),
    Slip(text: head + "seed = -1", words: ["key `eval[0].seed`", "between 0"]),
    Slip(text: head + "timeout = '0s'", words: ["key `eval[0].timeout`"]),
    Slip(text: head + "partial = 'yes'", words: ["true or false"]),
    Slip(text: head + "delays = { M2SL = 28 }", words: ["key `eval[0].delays.M2SL`"]),
    Slip(text: head + "p = 'p_lead'", words: ["it has p_value, p_other"]),
    Slip(text: head + "show = ['m']", words: ["key `eval[0].show[0]`", "verdict"]),
    Slip(text: "[defaults]\nplugin = 'x'\n" + head, words: ["lab.toml:2: key `defaults.plugin`"]),
    Slip(
      text: head + "seed = [\(String(repeating: "1,", count: 10_001))]", words: ["10000"]),
    Slip(text: head + "claim = ", words: ["lab.toml:3:"]),
  ]

  @Test("is said with file, line, key and remedy, before anything runs", arguments: slips)
  func refused(_ slip: Slip) throws {
    let error = try #require(failure { try StudyLab.plan(slip.text) })
    #expect(error.status == .data)
    #expect(error.message.hasPrefix("lab.toml:"), "\(error.message)")
    for words in slip.words { #expect(error.message.contains(words), "\(error.message)") }
  }

  @Test("a study that is not there names what is bundled")
  func missing() throws {
    let unknown = try #require(failure { try Study(named: "rotaton") })
    #expect(unknown.status == .notFound && unknown.message.contains("did you mean rotation?"))
    let file = try #require(failure { try Study(named: "/nowhere/x.toml") })
    #expect(file.status == .notFound && file.message.contains("/nowhere/x.toml"))
  }
}
