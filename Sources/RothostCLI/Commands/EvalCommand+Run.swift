import ArgumentParser
import RothostCache
import RothostHost
import RothostSeries

extension EvalCommand {
  func run() throws {
    try checkDestination()
    let engine = try Engine(
      engineOptions(cache: cacheArguments.cache, plugins: pluginArguments.plugins))
    let saved = try save.map { text in try savedOutput(text, of: engine.describe(plugin)) }
    let result = try evaluate(on: engine)
    if let saved {
      try checkSaving(result)
      try engine.save(result, output: saved.output, as: saved.name)
      StandardStreams.note(
        "saved \(saved.output) as \(saved.name); use it as --input ROLE=\(saved.name)")
    }
    try draw(result)
    try write(result)
    noteWarnings(of: result)
  }

  private func evaluate(on engine: Engine) throws(RothostError) -> EvaluationResult {
    let bar = ProgressBar(title: plugin)
    defer { bar.finish() }
    return try engine.evaluate(
      request(),
      monitor: Monitor { fraction in
        bar.update(fraction)
        return Interrupt.isRequested
      })
  }

  /// Refuses what could only fail after the work is done.
  private func checkDestination() throws {
    if format == .arrow && output == nil && Terminal.output.isInteractive {
      throw CommandFailure(
        .usage, "Arrow is binary and not for a terminal; add --output FILE or a pipe")
    }
  }

  /// `[OUTPUT=]NAME` against what the indicator answers and what a series may be called.
  private func savedOutput(
    _ text: String, of description: IndicatorDescription
  ) throws -> (output: String, name: String) {
    let series = description.outputs.filter { $0.kind == .series }.map(\.name)
    guard let first = series.first else {
      throw CommandFailure(
        .usage, "\(plugin) has no series output to save; leave --save away")
    }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let output = parts.count == 2 ? String(parts[0]) : first
    guard series.contains(output) else {
      throw CommandFailure(
        .usage,
        "\(plugin) has no series output '\(output)'; it has \(series.joined(separator: ", "))")
    }
    let name = String(parts[parts.count - 1])
    try SeriesName.check(name)
    return (output, name)
  }

  /// The demo market is held apart: what was computed on it may not become a real series.
  private func checkSaving(_ result: EvaluationResult) throws {
    guard result.inputs.contains(where: \.isSynthetic) else { return }
    throw CommandFailure(
      .usage,
      "--save: this answer is on the demo market, which never mixes with real series; import "
        + "data with 'rothost cache import FILE…' first")
  }

  private func write(_ result: EvaluationResult) throws {
    switch format {
    case .table:
      // A file is read later and elsewhere: no colour, standard width.
      let terminal = output == nil ? Terminal.output : Terminal.file
      let lines = ResultSummary(result).lines(terminal: terminal)
      if output == nil { return try StandardStreams.show(lines) }
      try deliver(lines.joined(separator: "\n") + "\n")
    case .json: try deliver(result.json() + "\n")
    case .csv:
      let text = result.csv()
      // A file and a pipe get every byte of a text; a terminal would obey some.
      try deliver(output == nil && Terminal.output.isInteractive ? text.printable : text)
    case .arrow: try deliver(result.arrowFile().span)
    }
  }

  private func deliver(_ text: String) throws {
    try deliver(text.utf8Span.span)
  }

  private func deliver(_ bytes: Span<UInt8>) throws {
    if let output {
      try AtomicFile.write(bytes, to: output)
    } else {
      try StandardStreams.write(bytes)
    }
  }

  /// Draws before the answer, so that the verdict is what stands last above the prompt's line.
  private func draw(_ result: EvaluationResult) throws {
    guard let plot else { return }
    let plots = Plot.plots(of: result)
    guard !plots.isEmpty else {
      StandardStreams.note("\(plugin) answered nothing that can be drawn; --plot is left out")
      return
    }
    switch plot {
    case .file(let path):
      let title = "\(result.description.id) \(result.description.version)"
      try AtomicFile.write(SVGPlot(title: title, plots: plots).text(), to: path)
    case .terminal:
      // The answer keeps standard output to itself where another program reads it.
      let isShared = format == .table || output != nil
      let terminal = isShared ? Terminal.output : Terminal.error
      let lines = plots.flatMap { plot in
        TerminalPlot(
          plot: plot, width: terminal.width, style: TextStyle(isOn: terminal.hasColor)
        ).lines() + [""]
      }
      if isShared { return try StandardStreams.show(lines) }
      let text = TextStyle.shown(lines.joined(separator: "\n") + "\n")
      _ = SystemCalls.write(text.utf8Span.span, to: 2)
    }
  }

  /// What the table shows in place, the other forms say on standard error.
  private func noteWarnings(of result: EvaluationResult) {
    if result.inputs.contains(where: \.isSynthetic) {
      StandardStreams.note(
        "this is the built-in demo market, synthetic; 'rothost cache import FILE…' brings real data"
      )
    }
    guard format != .table else { return }
    for warning in result.warnings { StandardStreams.note("warning: \(warning)") }
  }
}
