import Foundation
import RothostHost
import Testing

@Suite("The command line as a process")
struct CommandTests {
  let rothost: Binary

  init() throws { rothost = try Binary() }

  @Test("--version tells version, ABI and build")
  func version() throws {
    let answer = try rothost.run("--version")
    #expect(answer.code == 0 && answer.error.isEmpty)
    #expect(
      answer.text.hasPrefix("rothost \(RothostVersion.current) (ABI \(RothostVersion.abi), build "))
    #expect(answer.text.contains("swift-"))
    rothost.remove()
  }

  @Test(
    "a usage error is one line on standard error that names the help, with exit code 64",
    arguments: [
      ["frobnicate"], ["eval"], ["eval", "--plugin"], ["eval", "--plugin", "x", "--bogus"],
      ["eval", "--plugin", "x", "--from", "yesterday"],
      ["eval", "--plugin", "x", "--input", "IWM"],
      ["eval", "--plugin", "x", "--from", "2026-01-02", "--to", "2026-01-01"],
      ["eval", "--plugin", "x", "--format", "xml"], ["eval", "--plugin", "x", "--param", "n"],
      ["eval", "--plugin", "x", "--timeout", "0s"], ["eval", "--plugin", "x", "--clock", "7"],
      ["eval", "--plugin", "x", "--delay", "M2SL=soon"], ["eval", "--plugin", "x", "--workers=-1"],
      ["cache", "import"], ["cache", "import", "a.csv", "b.csv", "--name", "c"],
      ["cache", "export"], ["plugin", "info"], ["plugin", "new", "x", "--lang", "cobol"],
    ])
  func usage(arguments: [String]) throws {
    let answer = try rothost.run(arguments)
    #expect(answer.code == 64)
    #expect(answer.output.isEmpty)
    #expect(answer.errorLines.count == 2 && answer.errorLines[1].isEmpty, "\(answer.error)")
    #expect(answer.error.hasPrefix("rothost: "))
    #expect(answer.error.contains("see 'rothost"))
    rothost.remove()
  }

  @Test(
    "help goes to standard output and succeeds", arguments: [[], ["--help"], ["eval", "--help"]])
  func help(arguments: [String]) throws {
    let answer = try rothost.run(arguments)
    #expect(answer.code == 0 && answer.error.isEmpty)
    #expect(answer.text.contains("USAGE: rothost"))
    rothost.remove()
  }

  @Test("eval's help lists every option of the design")
  func options() throws {
    let text = try rothost.run("eval", "--help").text
    for option in [
      "plugin", "input", "param", "from", "to", "clock", "align", "transform", "delay",
      "staleness", "partial", "format", "output", "plot", "save", "cache", "plugins", "isolation",
      "timeout", "seed", "workers",
    ] {
      #expect(text.contains("--\(option)"), "\(option)")
    }
    rothost.remove()
  }

  @Test(
    "completions are generated for each shell and know the options",
    arguments: ["bash", "zsh", "fish"])
  func completions(shell: String) throws {
    let answer = try rothost.run("--generate-completion-script", shell)
    #expect(answer.code == 0)
    for word in ["eval", "plugin", "cache", "format", "arrow", "isolation", "yfinance"] {
      #expect(answer.text.contains(word), "\(word)")
    }
    // The shell itself reads the script, where this machine has it.
    let path = rothost.path("completion")
    try answer.output.write(to: URL(filePath: path))
    let interpreter = "/bin/\(shell)"
    if FileManager.default.isExecutableFile(atPath: interpreter) {
      let process = try Process.run(
        URL(filePath: interpreter), arguments: [shell == "fish" ? "--no-execute" : "-n", path])
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    rothost.remove()
  }

  @Test("an unknown indicator exits with 66 and says where to look")
  func unknownIndicator() throws {
    for arguments in [["plugin", "info", "led_lag"], ["eval", "--plugin", "led_lag"]] {
      let answer = try rothost.run(arguments)
      #expect(answer.code == 66)
      #expect(answer.error.contains("led_lag") && answer.error.contains("plugin list"))
      #expect(answer.errorLines.count == 2)
    }
    rothost.remove()
  }
}
