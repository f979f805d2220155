import RothostHost
import RothostSeries

extension EvalCommand {
  /// The arguments as the host's request.
  ///
  /// - Throws: `.parameter`, naming the option at fault and the form it takes.
  func request() throws(RothostError) -> Request {
    var request = Request(indicator: plugin)
    for text in input {
      request.inputs.append(try read("--input", text, InputArgument.init(parsing:)).binding)
    }
    for text in param {
      let parameter = try read("--param", text) { text throws(RothostError) in
        try NamedArgument(parsing: text, example: "max_lag=60")
      }
      request.settings.append(parameter.setting)
    }
    for text in delay {
      let (name, span) = try read("--delay", text) { text throws(RothostError) in
        let delay = try NamedArgument(parsing: text, example: "M2SL=28d")
        return (delay.name, try TimeSpan(parsing: delay.value))
      }
      request.delays[name] = span
    }
    request.from = try from.map { text throws(RothostError) in
      try read("--from", text, RangeArgument.start(parsing:))
    }
    request.to = try to.map { text throws(RothostError) in
      try read("--to", text, RangeArgument.end(parsing:))
    }
    if let first = request.from, let last = request.to, first > last {
      throw RothostError(
        .parameter, "--from \(from ?? "") lies after --to \(to ?? ""); swap them")
    }
    request.clock = try read("--clock", clock, SamplingClock.init(parsing:))
    request.alignment = align
    request.transform = transform
    request.staleness = try staleness.map { text throws(RothostError) in
      try read("--staleness", text, TimeSpan.init(parsing:))
    }
    request.keepsPartialBin = partial
    request.seed = seed
    guard workers >= 0 else {
      throw RothostError(.parameter, "--workers \(workers): give 0 (all cores) or more")
    }
    request.workers = workers
    request.isolation = isolation?.isolation ?? .standard
    if let timeout {
      request.timeoutMilliseconds = try read(
        "--timeout", timeout, TimeoutArgument.milliseconds(parsing:))
    }
    return request
  }

  /// Reads one value, and names its option where that fails.
  private func read<T>(
    _ option: String, _ text: String, _ parse: (String) throws(RothostError) -> T
  ) throws(RothostError) -> T {
    do {
      return try parse(text)
    } catch {
      throw RothostError(error.status, "\(option): \(error.message)")
    }
  }
}
