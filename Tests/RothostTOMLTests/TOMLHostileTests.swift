import RothostSeries
import RothostTOML
import Testing

@Suite struct TOMLHostileTests {
  static func failure(_ bytes: [UInt8]) -> RothostError? {
    do {
      _ = try TOMLNode.parse(bytes, file: "bad.toml")
      return nil
    } catch {
      return error
    }
  }

  static func failure(_ text: String) -> RothostError? { failure(Array(text.utf8)) }

  static let wrong: [(text: String, line: Int)] = [
    ("a", 1), ("a =", 1), ("a = 1\nb = \n", 2), ("a = 1\na = 2", 2), ("[a]\n[a]\n", 2),
    ("a = 99999999999999999999", 1), ("a = -9223372036854775809", 1), ("a = 0x", 1),
    ("\na = 2014-02-30", 2), ("a = 25:00:00", 1), ("a = \"never ends", 1), ("a = 'x\n", 1),
    ("a = \"\"\"x\ny", 2), ("[(a]", 1), ("a = [1,\n2", 2), ("a = {b = 1", 1), ("a = \"\\x\"", 1),
    ("a = \"\\uD800\"", 1), ("a = 1 b = 2", 1), ("= 1", 1), ("[a.]\n", 1), ("[[a]\n", 1),
    ("a = 1\n[a]\n", 2), ("a = 1\n[[a]]\n", 2), ("a = tru", 1), ("a = 1__0", 1),
    ("a.b = 1\na = 2", 2),
    ("a = \u{7}1", 1), ("# \u{0}", 1), ("a = \"\u{1}\"", 1), ("a = 1\rb = 2", 1), ("a = 1.", 1),
    ("a = 'x\u{b}'", 1),
  ]

  @Test("what is not TOML is an error with its line", arguments: wrong)
  func notTOML(text: String, line: Int) throws {
    let error = try #require(Self.failure(text))
    #expect(error.status == .data)
    #expect(error.message.hasPrefix("bad.toml:\(line): "), "\(error.message)")
    #expect(error.message.utf8.count > "bad.toml:1: (column 1)".utf8.count)
  }

  @Test("letters outside quotes are an error with their line, whatever their number")
  func letters() throws {
    for letter in ["é", "\u{23A}", "\u{37E}", "\u{497}", "\u{2E5E}", "\u{FB00}", "\u{1F600}"] {
      for text in [
        "\n\(letter) = 1", "\na\(letter) = 1", "\na = \(letter)", "\n[a\(letter)]",
        "\na = 1\(letter)",
      ] {
        let error = try #require(Self.failure(text), "\(text)")
        #expect(error.message.hasPrefix("bad.toml:2: "), "\(error.message)")
      }
    }
  }

  @Test("bytes that are not UTF-8 are an error with their line")
  func notText() throws {
    for bad: [UInt8] in [
      [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
    ] {
      let error = try #require(Self.failure(Array("a = 1\nb = \"".utf8) + bad + [0x22, 0x0A]))
      #expect(error.message.hasPrefix("bad.toml:2: "), "\(error.message)")
    }
  }

  @Test("nesting that would exhaust the stack is refused, in every form it has")
  func nesting() throws {
    let many = 200_000
    let deep = [
      "a = " + String(repeating: "[", count: many),
      "a = " + String(repeating: "{a=", count: many),
      String(repeating: "a.", count: many) + "a = 1",
      "[" + String(repeating: "a.", count: many) + "a]",
      "a = {" + String(repeating: "a.", count: many) + "a = 1}",
      "x = '''quotes''''' # \"\"\"\n" + String(repeating: "a.", count: many) + "a = 1",
      "x = \"\"\"\\\"\"\"\"\n" + String(repeating: "'a'.", count: many) + "a = 1",
    ]
    for text in deep {
      let error = try #require(Self.failure(text))
      #expect(error.message.contains("more than 64"), "\(error.message.prefix(200))")
    }
  }

  @Test("nesting within the limit is read; dots in text and notes do not count")
  func withinLimit() throws {
    let dots = String(repeating: ".", count: 500)
    let root = try TOMLNode.parse(
      "s = \"\(dots)\" # \(dots)\nl = '\(dots)'\nm = '''\n\(dots)'''\n"
        + (Array(repeating: "k", count: 60).joined(separator: ".")) + " = "
        + String(repeating: "[", count: 60) + String(repeating: "]", count: 60) + "\n",
      file: "deep.toml")
    #expect(try root["s"]?.string() == dots)
    #expect(try root["m"]?.string() == dots)
  }

  @Test("a text of more than 4 MiB is refused, one of a megabyte is read")
  func size() throws {
    let line = "[[eval]]\nplugin = \"beta\"\n"
    let large = String(repeating: line, count: (1 << 20) / line.utf8.count)
    let root = try TOMLNode.parse(large, file: "large.toml")
    #expect(try root["eval"]?.array().count == (1 << 20) / line.utf8.count)
    let error = try #require(Self.failure(String(repeating: "#", count: (4 << 20) + 1)))
    #expect(error.message.contains("4 MiB"))
  }

  @Test("an empty text is an empty table; a byte-order mark is passed over")
  func edges() throws {
    #expect(try TOMLNode.parse("", file: "empty.toml").entries().isEmpty)
    #expect(
      try TOMLNode.parse([0xEF, 0xBB, 0xBF] + Array("a = 1".utf8), file: "b")["a"]?.integer() == 1)
  }

  @Test("random damage to a good text is read or refused with a line, never fatal")
  func damage() throws {
    let good = Array(
      "a.b = 1\n[x.y]\nd = 2014-01-02\n[[e]]\np = [\"a\", {b.c = 1.5e3}]\ns = \"\"\"\nx\"\"\"\n"
        .utf8)
    var generator = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0 ... .max, using: &generator)
    print("TOMLHostileTests.damage seed \(seed)")
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<3000 {
      var bytes = Array(good.prefix(next(good.count) + 1))
      for _ in 0...next(3) { bytes[next(bytes.count)] = UInt8(next(256)) }
      if let error = Self.failure(bytes) {
        #expect(error.message.hasPrefix("bad.toml:"), "\(error.message)")
      }
    }
  }

  @Test("a key of any length or content stays short and on one line in messages")
  func messages() throws {
    let root = try TOMLNode.parse(
      "\"a\\nb\" = 1\n\(String(repeating: "k", count: 5000)) = 2\n", file: "long.toml")
    for entry in try root.entries() {
      let message = entry.node.error("is wrong").message
      #expect(!message.contains("\n"))
      #expect(message.utf8.count < 200)
    }
  }
}
