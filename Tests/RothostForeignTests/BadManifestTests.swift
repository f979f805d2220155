import RothostSeries
import Testing

@testable import RothostForeign

/// One way to write a manifest wrongly: the lines of a sound one that are replaced, and what is said.
struct BadManifest: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var line: Int?
  var words: String
  var text: String

  init(_ name: String, _ changes: [String: String], at line: Int? = nil, _ words: String) {
    testDescription = name
    self.line = line
    self.words = words
    text = Self.sound(changes)
  }

  init(_ name: String, text: String, _ words: String) {
    testDescription = name
    self.words = words
    self.text = text
  }

  /// A sound manifest, each line under a name of its own so that one can be replaced or dropped.
  static let lines: [(key: String, text: String)] = [
    ("library", #"library = "libm.so.6""#),
    ("begin", #"initialise = "int begin(void)""#),
    ("table", "[[indicator]]"),
    ("id", #"id = "mean""#),
    (
      "call",
      #"call = "int mean(int 0, int last_index, const double *x, int window, int *first, int *n, double *mean)""#
    ),
    ("look_back", #"look_back = "int mean_lookback(int window)""#),
    ("written", #"written = { first = "first", count = "n" }"#),
    ("success", "success = 0"),
    ("inputs", #"inputs = [{ role = "x", transform = "log" }]"#),
    (
      "parameters",
      #"parameters = [{ name = "window", type = "integer", default = 5, minimum = 1, maximum = 99 }]"#
    ),
    ("outputs", #"outputs = ["mean"]"#),
    ("stream", "[indicator.stream]"),
    (
      "open",
      #"open = "int mean_open(void **state, const double *x, int rows, int window, double *mean)""#
    ),
    ("update", #"update = "int mean_update(void *state, double x, double *mean)""#),
    ("close", #"close = "int mean_close(void *state)""#),
  ]

  static func sound(_ changes: [String: String] = [:]) -> String {
    lines.map { changes[$0.key] ?? $0.text }.joined(separator: "\n") + "\n"
  }

  private static func call(_ arguments: String, _ returns: String = "int") -> [String: String] {
    ["call": "call = \"\(returns) mean(\(arguments))\""]
  }

  static let keys: [BadManifest] = [
    .init("no TOML", text: "library = ", "manifest.toml:1"),
    .init("an empty file", text: "", "the key `library` is missing"),
    .init("bytes that are no text", text: "library = \"a\u{0}b\"", "manifest.toml:1"),
    .init("no library", ["library": ""], "the key `library` is missing"),
    .init(
      "a library that is a number", ["library": "library = 5"], at: 1, "must be text in quotes"),
    .init("an empty library", ["library": #"library = """#], at: 1, "is empty"),
    .init(
      "a path out of the folder", ["library": #"library = "../secret/lib.so""#], at: 1, "leads out"),
    .init(
      "a path out by a detour", ["library": #"library = "a/../../lib.so""#], at: 1, "leads out"),
    .init(
      "a misspelled key at the top", ["begin": #"initialize = "int f(void)""#], at: 2, "no such key"
    ),
    .init(
      "initialised without initialise", ["begin": "initialised = 0"], at: 2, "without initialise"),
    .init(
      "finalise without initialise", ["begin": #"finalise = "void f(void)""#], at: 2,
      "without initialise"),
    .init(
      "an initialiser with an input", ["begin": #"initialise = "int f(int rows)""#], at: 2,
      "sees no rows"),
    .init("no indicator", text: "library = \"libm.so.6\"\n", "the key `indicator` is missing"),
    .init(
      "an indicator that is no table", text: "library = \"m\"\nindicator = [1]\n", "must be a table"
    ),
    .init(
      "no indicators in the list", text: "library = \"m\"\nindicator = []\n", "no indicator in it"),
    .init("a misspelled key", ["success": "succes = 0"], at: 8, "no such key"),
    .init("no id", ["id": ""], "the key `id` is missing"),
    .init("an id with a blank", ["id": #"id = "my mean""#], at: 4, "is no name of an indicator"),
    .init(
      "an id that begins with a digit", ["id": #"id = "2mean""#], at: 4,
      "is no name of an indicator"),
    .init(
      "one id twice",
      text: sound() + sound().split(separator: "\n").dropFirst(2).joined(separator: "\n"),
      "is used twice"),
  ]

  static let values: [BadManifest] = [
    .init("no inputs", ["inputs": ""], "the key `inputs` is missing"),
    .init("an empty list of inputs", ["inputs": "inputs = []"], at: 9, "is empty"),
    .init(
      "an unknown transform", ["inputs": #"inputs = [{ role = "x", transform = "ln" }]"#], at: 9,
      "is no transform"),
    .init(
      "a column twice", ["inputs": #"inputs = [{ role = "x", columns = ["high", "high"] }]"#],
      at: 9, "is there twice"),
    .init(
      "a role with a word of prototypes", ["inputs": #"inputs = ["rows"]"#], at: 9,
      "a meaning of its own"),
    .init(
      "no parameter type", ["parameters": #"parameters = [{ name = "window", default = 5 }]"#],
      "the key `type` is missing"),
    .init(
      "an unknown type",
      ["parameters": #"parameters = [{ name = "window", type = "int", default = 5 }]"#], at: 10,
      "is no type"),
    .init(
      "no default", ["parameters": #"parameters = [{ name = "window", type = "integer" }]"#],
      "the key `default` is missing"),
    .init(
      "a default of another type",
      ["parameters": #"parameters = [{ name = "window", type = "integer", default = "5" }]"#],
      at: 10, "must be a whole number"),
    .init(
      "an impossible range",
      [
        "parameters":
          #"parameters = [{ name = "window", type = "integer", default = 5, minimum = 9, maximum = 1 }]"#
      ], at: 10, "leaves nothing between"),
    .init(
      "half a range",
      [
        "parameters":
          #"parameters = [{ name = "window", type = "integer", default = 5, minimum = 9 }]"#
      ], at: 10, "needs both"),
    .init(
      "a default out of range",
      [
        "parameters":
          #"parameters = [{ name = "window", type = "integer", default = 5, minimum = 6, maximum = 9 }]"#
      ], at: 10, "lies outside"),
    .init(
      "choices of an integer",
      [
        "parameters":
          #"parameters = [{ name = "window", type = "integer", default = 5, choices = ["a"] }]"#
      ], at: 10, "belongs to type = \"choice\""),
    .init(
      "a choice without choices",
      ["parameters": #"parameters = [{ name = "window", type = "choice", default = "a" }]"#],
      at: 10, "choices are missing"),
    .init(
      "a default that is no choice",
      [
        "parameters":
          #"parameters = [{ name = "window", type = "choice", choices = ["a"], default = "b" }]"#
      ], at: 10, "is none of the choices"),
    .init(
      "too few codes",
      [
        "parameters":
          #"parameters = [{ name = "window", type = "choice", choices = ["a", "b"], codes = [1], default = "a" }]"#
      ], at: 10, "has 1 numbers for 2 choices"),
    .init(
      "a range of a text",
      [
        "parameters":
          #"parameters = [{ name = "window", type = "text", default = "a", minimum = 1, maximum = 2 }]"#
      ], at: 10, "has no meaning for the type text"),
    .init(
      "a list of booleans",
      [
        "parameters":
          #"parameters = [{ name = "window", type = "boolean", list = true, default = [true] }]"#
      ], at: 10, "real and integer only"),
    .init("no outputs", ["outputs": ""], "the key `outputs` is missing"),
    .init(
      "an unknown kind of output", ["outputs": #"outputs = [{ name = "mean", kind = "table" }]"#],
      at: 11, "must be \"series\""),
    .init(
      "a padding of a scalar",
      ["outputs": #"outputs = [{ name = "mean", kind = "real", missing = 0 }]"#], at: 11,
      "for series only"),
    .init(
      "an unknown alignment", ["success": "success = 0\nalignments = [\"native\"]"], at: 9,
      "is no alignment a C function can have"),
    .init(
      "an unknown rule for missing values", ["success": "success = 0\nmissing = \"ignore\""], at: 9,
      "is no rule for missing values"),
    .init(
      "an error that is no number", ["success": "success = 0\nerrors = { bad = \"x\" }"], at: 9,
      "is no status"),
    .init(
      "a rule of rows for whole inputs", ["success": "success = 0\nmissing = \"skip\""], at: 9,
      "each_row = true"),
    .init(
      "an infinite padding", ["outputs": #"outputs = [{ name = "mean", missing = inf }]"#], at: 11,
      "is infinite, which no answer may be"),
    .init(
      "one name for an input and an output", ["outputs": #"outputs = ["x"]"#], at: 11,
      "could not tell them apart"),
  ]

  static let calls: [BadManifest] = [
    .init("no call", ["call": ""], "the key `call` is missing"),
    .init(
      "a call that is no prototype", ["call": #"call = "mean""#], at: 5, "needs the function's name"
    ),
    .init("an unknown name", call("const double *y"), at: 5, "names nothing there is"),
    .init("an unknown input column", call("const double *x.high"), at: 5, "names nothing there is"),
    .init("an input as a number", call("double x"), at: 5, "each_row = true"),
    .init(
      "an input as floats", call("const float *x"), at: 5, "is an input: pass it as const double *"),
    .init("a parameter as a pointer", call("int *window"), at: 5, "not as a pointer"),
    .init("an output by value", call("double mean"), at: 5, "pass it as a pointer"),
    .init("rows as a real number", call("double rows"), at: 5, "is a whole number"),
    .init("the row where there is none", call("int row"), at: 5, "each_row = true"),
    .init("a constant out of range", call("unsigned char 300"), at: 5, "does not fit the type"),
    .init("a number for a pointer", call("double *0"), at: 5, "gives a number to a pointer"),
    .init("null for a number", call("int null"), at: 5, "is no pointer"),
    .init("a struct by value", call("gsl_vector x"), at: 5, "by pointer only"),
    .init(
      "a result of unknown size", call("const double *x", "TA_RetCode"), at: 5,
      "write an enum as int"),
    .init(
      "a state outside of a stream", call("void *state"), at: 5, "only in the calls of a stream"),
    .init(
      "a list of inputs and outputs", call("double **{x, mean}"), at: 5,
      "inputs only or outputs only"),
    .init("options that are inputs", call("double *{x}"), at: 5, "no parameter of one number"),
    .init("work of no size", call("double *work.0"), at: 5, "N up to 64"),
    .init(
      "a callback of nothing", call("double (*f)(int row, void *user), void *user"), at: 5,
      "is no input"),
    .init(
      "a callback without user", call("double (*x)(int row)"), at: 5, "without the parameter `user`"
    ),
    .init(
      "a callback whose user is not passed",
      call("double (*x)(int row, void *user), int window, int *first, int *n, double *mean"), at: 5,
      "does not pass `void *user`"),
    .init(
      "a forgotten input", call("int window, int *first, int *n, double *mean"), at: 5,
      "does not take the input x"),
    .init(
      "a forgotten output", call("const double *x, int window, int *first, int *n"), at: 5,
      "does not write the output mean"),
    .init(
      "an output twice",
      call("const double *x, int window, int *first, int *n, double *mean, double *mean"), at: 5,
      "2 times"),
    .init(
      "a forgotten out", call("const double *x, int window, int *first, double *mean"), at: 7,
      "names `n`"),
    .init(
      "a forgotten parameter",
      call("const double *x, int *first, int *n, double *mean").merging([
        "look_back": "look_back = 4"
      ]) { $1 }
      .merging(["open": #"open = "int o(void **state, const double *x, int rows, double *mean)""#])
      { $1 }, at: 5,
      "does not take the parameter window"),
    .init("a status nobody explains", ["success": ""], "nothing says what that is"),
    .init(
      "a status of a void function",
      call("const double *x, int window, int *first, int *n, double *mean", "void"), at: 8,
      "returns nothing"),
    .init(
      "a real result nobody explains",
      call("const double *x, int window, int *first, int *n, double *mean", "double"), "add returns"
    ),
    .init(
      "returns and success", ["success": "success = 0\nreturns = \"mean\""], at: 9, "is a series"),
    .init("returns that are no output", ["success": "returns = \"meen\""], at: 8, "is no output"),
    .init(
      "a look-back of text", ["look_back": #"look_back = "five""#], at: 6,
      "needs the function's name"),
    .init("a negative look-back", ["look_back": "look_back = -1"], at: 6, "must be between 0"),
    .init(
      "a look-back that returns a double", ["look_back": #"look_back = "double f(int window)""#],
      at: 6, "returns an integer"),
    .init(
      "a look-back that reads rows", ["look_back": #"look_back = "int f(int rows)""#], at: 6,
      "sees no rows"),
    .init(
      "a look-back that reads an input", ["look_back": #"look_back = "int f(const double *x)""#],
      at: 6, "names nothing there is"),
    .init(
      "an unknown way of writing", ["written": #"written = "packed""#], at: 7, "must be \"rows\""),
    .init(
      "half a way of writing", ["written": #"written = { first = "first" }"#],
      "the key `count` is missing"),
    .init(
      "each row with a look-back", ["success": "success = 0\neach_row = true"],
      "has no meaning where each_row"),
    .init("a stream without update", ["update": ""], "the key `update` is missing"),
    .init(
      "a stream's state by value",
      [
        "open": #"open = "int o(void *state, const double *x, int rows, int window, double *mean)""#
      ], at: 13, "pointer to a pointer"),
    .init(
      "a stream's update without state", ["update": #"update = "int u(double x, double *mean)""#],
      at: 14, "must take `void *state`"),
    .init(
      "a stream's update without its input",
      ["update": #"update = "int u(void *state, double *mean)""#], at: 14,
      "does not take the input x"),
    .init(
      "a stream's update without output", ["update": #"update = "int u(void *state, double x)""#],
      at: 14, "does not write the output"),
    .init(
      "a stream's update in another type",
      ["update": #"update = "int u(void *state, double x, float *mean)""#], at: 14,
      "in another type"),
    .init(
      "a stream of a scalar", ["outputs": #"outputs = [{ name = "mean", kind = "real" }]"#],
      "cannot answer the scalar"),
    .init(
      "an in-place output that is packed",
      ["outputs": #"outputs = [{ name = "mean", starts_as = "x" }]"#], at: 11, "written = \"rows\""),
  ]
}

@Suite("Bad manifests")
struct BadManifestTests {
  @Test("The manifest that the bad ones are made of is sound")
  func sound() throws {
    let library = try ManifestReader.read(Array(BadManifest.sound().utf8), file: "/p/manifest.toml")
    #expect(library.name == "manifest" && library.location == .soname("libm.so.6"))
    let indicator = try #require(library.indicators.first)
    #expect(indicator.inputs[0].transform == .log && indicator.stream != nil)
    #expect(indicator.outs == ["first", "n"])
    #expect(indicator.call.arguments.map(\.source).last == .output(0))
    #expect(indicator.documentation.contains("int mean(int a0, int last_index, double *x"))
  }

  @Test(
    "It is refused with file, line, key and remedy",
    arguments: BadManifest.keys + BadManifest.values + BadManifest.calls)
  func refused(manifest: BadManifest) {
    let error = #expect(throws: RothostError.self) {
      try ManifestReader.read(Array(manifest.text.utf8), file: "manifest.toml")
    }
    let message = error?.message ?? ""
    #expect(error?.status == .data, "\(message)")
    #expect(message.contains(manifest.words), "\(message)")
    #expect(
      message.hasPrefix("manifest.toml:\(manifest.line.map(String.init) ?? "")"), "\(message)")
  }

  @Test("Any text is read or refused, never fatal")
  func mutilated() {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var state = seed
    func next(_ bound: Int) -> Int {
      // Knuth's MMIX generator (TAOCP volume 2, 3.3.4).
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let sound = Array(BadManifest.sound().utf8)
    for _ in 0..<3000 {
      var text = sound
      for _ in 0...next(6) {
        let at = next(text.count)
        switch next(4) {
        case 0: text[at] = UInt8(next(256))
        case 1: text.remove(at: at)
        case 2: text.insert(Array("(){}[]*,.\"=0a \n".utf8)[next(15)], at: at)
        default:
          let end = min(text.count, at + next(40))
          text.replaceSubrange(at..<end, with: sound[next(400)..<(400 + next(60))])
        }
      }
      do throws(RothostError) {
        _ = try ManifestReader.read(text, file: "manifest.toml")
      } catch {
        #expect(
          error.status == .data && error.message.hasPrefix("manifest.toml:"), "\(error.message)")
      }
    }
  }
}
