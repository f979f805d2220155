import Glibc
import RothostHost
import RothostSeries
import Testing

@Suite("What rothost plugin new writes")
struct TemplateTests {
  @Test(
    "is refused for a name that cannot be an indicator's id",
    arguments: [
      "", "Momentum", "2fast", "a-b", "ü", "a b", "../x", String(repeating: "a", count: 65),
    ])
  func names(_ name: String) {
    #expect(throws: RothostError.self) { try PluginTemplate.files(name: name, language: .c) }
  }

  @Test("stays in a folder of its name, with a test that can be run")
  func files() throws {
    for language in PluginTemplate.Language.allCases {
      let files = try PluginTemplate.files(name: "rolling_return", language: language)
      #expect(files.allSatisfy { $0.path.hasPrefix("rolling_return/") && !$0.contents.isEmpty })
      #expect(files.filter(\.isExecutable).map(\.path) == ["rolling_return/test"])
    }
  }

  @Test("is short: under 40 lines of C, under 30 of Swift")
  func size() throws {
    func lines(_ language: PluginTemplate.Language, _ ending: String) throws -> Int {
      let files = try PluginTemplate.files(name: "rolling_return", language: language)
      let source = try #require(files.first { $0.path.hasSuffix(ending) })
      return source.contents.split(separator: "\n", omittingEmptySubsequences: false).count - 1
    }
    #expect(try lines(.c, ".c") < 40)
    #expect(try lines(.swift, "RollingReturn.swift") < 30)
  }

  @Test("in C compiles without a warning, answers and passes validation as it stands")
  func compiled() throws {
    // mkdtemp replaces the last six letters.
    let letters = String(repeating: "X", count: 6)
    var pattern = Array("/tmp/rothost-template-\(letters)".utf8CString)
    let folder = String(cString: try #require(mkdtemp(&pattern)))
    let files = try PluginTemplate.files(name: "rolling_return", language: .c)
    let source = try #require(files.first { $0.path.hasSuffix(".c") })
    let file = try #require(fopen(folder + "/rolling_return.c", "w"))
    fputs(source.contents, file)
    fclose(file)
    let include = "include"
    for compiler in ["gcc", "clang"] {
      #expect(
        system(
          "\(compiler) -std=c99 -Wall -Wextra -Wpedantic -Werror -shared -fPIC -I \(include) "
            + "\(folder)/rolling_return.c -o \(folder)/rolling_return.so") == 0)
    }
    let report = try Validator(path: "\(folder)/rolling_return.so").run()
    #expect(report.failed.isEmpty, "\(report.failed)")
    #expect(report.passedCount == 88 && report.skippedCount == 19)
    var options = EngineOptions()
    options.inMemory = true
    options.pluginPaths = [folder]
    let engine = try Engine(options)
    var request = Request(indicator: "rolling_return")
    let levels = [1, 2, 4, 8, 0, 3, 5].map(Double.init)
    let times = levels.indices.map { Int64($0) * Legs.day }
    request.inputs = [
      InputBinding(
        role: "series",
        source: .array(ArrayInput(name: "LEVELS", times: times, values: levels, timeKind: .dates)))
    ]
    request.settings = [Setting(name: "window", value: .integer(2))]
    let result = try engine.evaluate(request)
    let change = try #require(result.series("change"))
    let values = change.values.indices.map { change.values[$0] }
    #expect(values[0].isNaN && values[1].isNaN && values[6].isNaN)
    #expect(Array(values[2...5]) == [3, 3, -1, 3.0 / 8 - 1])
    _ = system("rm -r \(folder)")
  }
}
