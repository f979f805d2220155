import Foundation
import RothostSeries
import RothostTestSupport
import Testing

@testable import RothostHost

@Suite struct ResultTextTests {
  func parsed(_ text: String) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    return try #require(value as? [String: Any])
  }

  @Test("the JSON object has the keys of the command line's contract, in their order")
  func keys() throws {
    let text = try ResultFixture.result().json()
    let keys = [
      "indicator", "version", "plugin", "inputs", "parameters", "clock", "align", "rows", "seed",
      "scalars", "series", "tables", "warnings",
    ]
    #expect(try Set(parsed(text).keys) == Set(keys))
    var rest = text[...]
    for key in keys {
      let place = try #require(rest.range(of: "\"\(key)\": "))
      rest = rest[place.upperBound...]
    }
  }

  @Test("the JSON object reads back with an independent parser, value by value")
  func values() throws {
    let json = try parsed(ResultFixture.result().json())
    let scalars = try #require(json["scalars"] as? [String: Any])
    #expect(scalars["r"] as? Double == 0.1)
    #expect(scalars["i"] as? Int64 == 9_007_199_254_740_993)
    #expect(scalars["b"] as? Bool == true)
    #expect(scalars["t"] as? String == "2026-01-05")
    #expect(scalars["d"] as? Double == 1.5)
    #expect(scalars["text"] as? String == "a \"quoted\" line\nand \u{1} Grüße, ∞")
    #expect(scalars["c"] as? String == "storm")
    let series = try #require(json["series"] as? [String: [String: [Any]]])
    #expect(series["s"]?["time"] as? [String] == ["2026-01-05", "2026-01-06", "2026-01-07"])
    #expect(series["s"]?["values"]?[1] as? Double == 1.5)
    #expect(series["s"]?["values"]?[2] is NSNull)
    #expect(series["regime"]?["time"]?[1] as? String == "2026-01-05T12:00:00Z")
    #expect(series["regime"]?["values"]?[0] as? String == "storm")
    let tables = try #require(json["tables"] as? [String: [String: [Any]]])
    #expect(tables["numbers"]?["x"]?[0] as? Double == -1e-300)
    #expect(tables["numbers"]?["n"]?[0] as? Int == -5)
    #expect(tables["numbers"]?["n"]?[1] is NSNull)
    #expect(tables["numbers"]?["flag"]?[0] as? Bool == false)
    #expect(tables["numbers"]?["kind"]?[0] as? String == "down")
    #expect(tables["events"]?["time"]?[0] as? String == "2026-01-05T00:00:00.000000001Z")
    #expect(tables["events"]?["note"]?[1] is NSNull)
    #expect(tables["events"]?["gap"]?[0] as? Int == 1500)
    let parameters = try #require(json["parameters"] as? [String: Any])
    #expect(parameters["method"] as? String == "b")
    #expect(parameters["spans"] as? [String] == ["5d", "1h"])
    let inputs = try #require(json["inputs"] as? [String: [[String: Any]]])
    #expect(inputs["series"]?.map { $0["series"] as? String } == ["IWM", "SPY"])
    #expect(inputs["series"]?[0]["from"] as? String == "2026-01-05")
    #expect(json["warnings"] as? [String] == ["mind the gap"])
    #expect(json["rows"] as? Int == 3 && json["seed"] as? Int == 7)
    #expect(json["clock"] as? String == "1d" && json["align"] as? String == "inner")
  }

  @Test("an unwritten series is null, an unwritten table empty, an unwritten scalar null")
  func unwritten() throws {
    let result = try ResultFixture.store().finish(rows: 3, inputs: [], warnings: [])
    let json = try parsed(result.json())
    #expect((json["scalars"] as? [String: Any])?["r"] is NSNull)
    #expect((json["series"] as? [String: Any])?["s"] is NSNull)
    #expect((json["tables"] as? [String: [String: [Any]]])?["events"]?["time"]?.isEmpty == true)
  }

  @Test("every double reads back from JSON to the same bits")
  func doubles() throws {
    let seed = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: seed)
    var values: [Double] = [0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 0.1]
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { values.append(value) }
    }
    var json = JSONWriter()
    json.array { json in for value in values { json.value(value) } }
    // JSONSerialization rounds some numbers wrongly; glibc's strtod does not.
    let back = json.text.dropFirst().dropLast().split(separator: ", ").map {
      strtod(String($0), nil)
    }
    #expect(back.map(\.bitPattern) == values.map(\.bitPattern), "seed \(seed)")
    #expect(try JSONDecoder().decode([Double].self, from: Data(json.text.utf8)).count == back.count)
  }

  @Test("every text reads back from JSON as it was")
  func texts() throws {
    let scalars = (0..<0xA1).compactMap(Unicode.Scalar.init).map(Character.init)
    let text = String(scalars) + "é∞𝄞\u{2028}\u{202E}\u{2066}\u{61C}\u{10FFFF}"
    var json = JSONWriter()
    json.object { json in json.field(text, text) }
    #expect(try parsed(json.text)[text] as? String == text)
    // Nothing in it steers the terminal on which it is shown.
    #expect(json.text.printable == json.text)
  }

  @Test("the tidy CSV is one document with one value per line and quotes where needed")
  func tidy() throws {
    let text = try ResultFixture.result().csv()
    #expect(text.hasPrefix("output,row,time,column,value\nr,,,,0.1\n"))
    #expect(text.contains("\"a \"\"quoted\"\" line\nand \u{1} Grüße, ∞\""))
    #expect(text.contains("\ns,1,2026-01-06,,1.5\ns,2,2026-01-07,,\n"))
    #expect(
      text.contains(
        "\nregime,0,2026-01-05,,storm\n".replacing("2026-01-05,", with: "2026-01-05T00:00:00Z,")))
    #expect(text.contains("\nnumbers,0,,kind,down\nnumbers,1,,x,\n"))
    #expect(text.hasSuffix("events,1,,note,\nevents,1,,gap,-1\n"))
  }

  @Test("one output as CSV has its columns as columns")
  func single() throws {
    let result = try ResultFixture.result()
    #expect(try result.csv(output: "s") == "time,s\n2026-01-05,0.5\n2026-01-06,1.5\n2026-01-07,\n")
    #expect(
      try result.csv(output: "events")
        == "time,note,gap\n2026-01-05T00:00:00.000000001Z,\"x,y\",1500\n,,-1\n")
    #expect(try result.csv(output: "c") == "c\nstorm\n")
    #expect(throws: RothostError.self) { try result.csv(output: "nothing") }
  }
}
