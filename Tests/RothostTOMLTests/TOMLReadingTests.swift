import RothostSeries
import RothostTOML
import Testing

@Suite struct TOMLReadingTests {
  @Test("every kind of value is read, in the order of the text")
  func kinds() throws {
    let root = try TOMLNode.parse(
      """
      z = "text"
      a = 5
      real = 1.5
      yes = true
      day = 2014-01-02
      at = 15:30:00
      local = 2014-01-02T15:30:00
      stamp = 2014-01-02T15:30:00Z
      list = [1, "two", [3.0]]
      inline = { k = 1, b = 2 }
      """, file: "kinds.toml")
    #expect(
      try root.entries().map(\.key) == [
        "z", "a", "real", "yes", "day", "at", "local", "stamp", "list", "inline",
      ])
    #expect(try root["z"]?.string() == "text")
    #expect(try root["a"]?.integer() == 5)
    #expect(try root["real"]?.real() == 1.5)
    #expect(try root["yes"]?.boolean() == true)
    #expect(try root["day"]?.date() == "2014-01-02")
    #expect(root["at"]?.content == .time("15:30:00"))
    #expect(root["local"]?.content == .dateTime("2014-01-02T15:30:00"))
    #expect(root["stamp"]?.content == .dateTime("2014-01-02T15:30:00Z"))
    #expect(try root["list"]?.array().count == 3)
    #expect(try root["list"]?.array()[2].array()[0].real() == 3)
    #expect(try root["inline"]?.entries().map(\.key) == ["k", "b"])
  }

  @Test("values know line, column and the way to them")
  func places() throws {
    let root = try TOMLNode.parse(
      "# a note\n[[eval]]\nplugin = 'beta'\n\n[[eval]]\n  [eval.params]\n  \"odd key\" = [\n1,\n2]\n",
      file: "places.toml")
    let evals = try #require(try root["eval"]?.array())
    #expect(evals.map(\.place.line) == [2, 5])
    #expect(evals[0]["plugin"]?.place.line == 3)
    let odd = try #require(evals[1]["params"]?["odd key"])
    #expect(odd.place.line == 7)
    #expect(odd.place.column == 3)
    #expect("\(odd.place.path)" == "eval[1].params.\"odd key\"")
    #expect(try odd.array().map(\.place.line) == [8, 9])
    #expect("\(try odd.array()[1].place.path)" == "eval[1].params.\"odd key\"[1]")
  }

  @Test("a getter of the wrong type names file, line, key, what is there and what must be")
  func wrongTypes() throws {
    let root = try TOMLNode.parse(
      "a = 5\nb = 'x'\n[t]\nc = [1, 'two']\nbig = 9007199254740993\n", file: "m.toml")
    func message(_ body: () throws(RothostError) -> Void) -> String {
      do {
        try body()
        return "nothing was thrown"
      } catch {
        return error.status == .data ? error.message : "status \(error.status)"
      }
    }
    #expect(
      message { () throws(RothostError) in _ = try root["a"]!.string() }
        == "m.toml:1: key `a`: must be text in quotes, not the integer 5")
    #expect(
      message { () throws(RothostError) in _ = try root["b"]!.integer() }
        == "m.toml:2: key `b`: must be a whole number, not the text \"x\"")
    #expect(
      message { () throws(RothostError) in _ = try root["t"]!["c"]!.strings() }
        == "m.toml:4: key `t.c[0]`: must be text in quotes, not the integer 1")
    #expect(
      message { () throws(RothostError) in _ = try root["a"]!.integer(in: 6...9) }
        == "m.toml:1: key `a`: must be between 6 and 9, not 5")
    #expect(
      message { () throws(RothostError) in _ = try root["t"]!["big"]!.real() }.contains(
        "m.toml:5: key `t.big`: 9007199254740993 has more digits"))
    #expect(
      message { () throws(RothostError) in _ = try root["t"]!.array() }
        == "m.toml:3: key `t`: must be a list in [brackets], not a table")
    #expect(
      message { () throws(RothostError) in _ = try root["b"]!.entries() }
        == "m.toml:2: key `b`: must be a table of keys, not the text \"x\"")
  }

  @Test("missing and unknown keys are named with what to write")
  func keys() throws {
    let root = try TOMLNode.parse("[t]\nid = 'x'\nidd = 'y'\n", file: "k.toml")
    let table = try #require(root["t"])
    #expect(
      throws: RothostError(
        .data,
        "k.toml:3: key `t.idd`: there is no such key; remove it, or write one of id, library")
    ) { try table.refuseKeys(besides: ["id", "library"]) }
    #expect(
      throws: RothostError(
        .data, "k.toml:1: key `t`: the key `library` is missing; name the shared library")
    ) { try table.required("library", remedy: "name the shared library") }
    #expect(try table.required("id", remedy: "").string() == "x")
    #expect(table["none"] == nil)
    #expect(table["id"]?["deeper"] == nil)
    try table.refuseKeys(besides: ["id", "idd"])
  }
}
