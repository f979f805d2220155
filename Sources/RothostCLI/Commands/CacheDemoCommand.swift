import ArgumentParser
import RothostHost
import RothostSeries

/// `rothost cache demo`: what the built-in market holds, and what is planted in it.
struct CacheDemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Describe the built-in demo market (synthetic), or write it as CSV files.")

  @Option(
    help: ArgumentHelp("Write one CSV file per series into this folder.", valueName: "dir"),
    completion: .directory)
  var output: String?

  func run() throws {
    let store = try Engine(engineOptions()).demoStore()
    if let output {
      try CacheExportCommand.export(DemoMarket.names, of: store, into: output)
      return
    }
    let style = TextStyle(isOn: Terminal.output.hasColor)
    var lines = [
      style.bold("The demo market: synthetic, seed \(DemoMarket.standardSeed)."),
      "It answers where the cache is empty, is held apart from it, and never mixes with real series.",
      "",
    ]
    let series = try DemoMarket.names.map { try store.info($0) }
    lines += CacheListCommand.table(series).lines(width: .max, style: style)
    lines += ["", style.bold("Planted in it")]
    lines += DemoMarket.truths.map { "  \($0)" }
    try StandardStreams.write(lines.joined(separator: "\n") + "\n")
  }
}
