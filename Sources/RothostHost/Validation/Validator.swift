import RothostSeries

/// Validates one plugin's file: runs every check that applies, each in its place.
///
/// No code of the plugin runs in this process: calls run in workers, and what must share a process
/// with it in a probe. So a crash is a failed check, and the others go on.
public struct Validator {
  let path: String
  let options: ValidationOptions
  /// Hears of each check as it ends.
  let watch: (ValidationReport.Entry) -> Void

  /// - Throws: `.parameter` where there is no check of the name asked for.
  public init(
    path: String, options: ValidationOptions = ValidationOptions(),
    watch: @escaping (ValidationReport.Entry) -> Void = { _ in }
  ) throws(RothostError) {
    if let name = options.check, CheckCatalogue.check(name) == nil {
      let names = CheckCatalogue.all.map(\.name)
      throw RothostError(
        .parameter,
        "there is no check \"\(name)\"\(Nearest.hint(name, among: names)); --list shows all "
          + "\(names.count)")
    }
    self.path = FileSystem.realPath(path) ?? path
    self.options = options
    self.watch = watch
  }

  /// Runs the checks; some seconds. A plugin that fails is a report, not an error.
  public func run() -> ValidationReport {
    let facts = FileFacts(path)
    var report = ValidationReport(
      path: path, sha256: facts.sha256, seed: options.seed, entries: [])
    let wanted = wanted()
    var outcomes: [String: CheckOutcome] = [:]
    var subject = Subject.unread
    for check in CheckCatalogue.all where wanted.contains(check.name) {
      let start = ContinuousClock.now
      let outcome: CheckOutcome
      if let broken = check.needs.first(where: { Self.blocks(outcomes[$0]) }) {
        outcome = .blocked("it rests on \(broken), which did not pass")
      } else if case .file(let body) = check.work {
        outcome = body(facts)
      } else {
        if case .unread = subject { subject = read(facts) }
        outcome = judged(check, subject)
      }
      outcomes[check.name] = outcome
      let entry = ValidationReport.Entry(
        check: CheckListing(name: check.name, level: check.level, sentence: check.sentence),
        outcome: outcome, milliseconds: (ContinuousClock.now - start).inMilliseconds)
      if options.check == nil || options.check == check.name {
        report.entries.append(entry)
        watch(entry)
      }
    }
    return report
  }

  private static func blocks(_ outcome: CheckOutcome?) -> Bool {
    switch outcome {
    case .failed, .blocked: true
    case .passed, .notApplicable, nil: false
    }
  }

  /// Names of the checks that run: those asked for, and what they rest on.
  private func wanted() -> Set<String> {
    guard let name = options.check else {
      return Set(CheckCatalogue.all.filter { $0.level <= options.level }.map(\.name))
    }
    var wanted: Set<String> = []
    var open = [name]
    while let next = open.popLast() {
      guard wanted.insert(next).inserted else { continue }
      open += CheckCatalogue.check(next)?.needs ?? []
    }
    return wanted
  }

  /// What the file turned out to hold.
  private enum Subject {
    case unread
    case refused(RothostError)
    case trials([Trial])
  }

  private func read(_ facts: FileFacts) -> Subject {
    do throws(RothostError) {
      let (engine, plugin) = try Self.open(path, origin: .option)
      return .trials(
        plugin.indicators.map { Trial(engine, $0, options, isolation: .process) })
    } catch {
      return .refused(error)
    }
  }

  /// An engine that looks for plugins in this one file, and what it found there.
  ///
  /// - Parameter origin: `.bundled` loads it into this process; anything else reads it in a worker.
  static func open(
    _ path: String, origin: PluginRecord.Origin
  ) throws(RothostError) -> (Engine, FoundPlugin) {
    var options = EngineOptions()
    options.inMemory = true
    options.descriptorFolder = .none
    options.isolatesStrangers = true
    let engine = try Engine(
      options, path: SearchPath(places: [.init(path: path, origin: origin, isNamed: true)]))
    guard let entry = engine.catalogue.scan().entries.first else {
      throw RothostError(.notFound, "there is no plugin at \(path)")
    }
    return (engine, try entry.outcome.get())
  }

  private func judged(_ check: Check, _ subject: Subject) -> CheckOutcome {
    switch subject {
    case .unread: return .blocked("the file was not read")
    case .refused(let error):
      // `descriptor.loads` tells it; nothing else runs.
      return check.name == DescriptorChecks.loads
        ? .failed(error.message) : .blocked("the file cannot be loaded")
    case .trials(let trials):
      let outcomes = trials.map { (trial: $0, outcome: judged(check, $0)) }
      if let failed = outcomes.first(where: { $0.outcome.name == "failed" }) {
        let prefix = trials.count > 1 ? "\(failed.trial.id): " : ""
        return .failed(prefix + (failed.outcome.reason ?? ""))
      }
      if outcomes.contains(where: { $0.outcome == .passed }) { return .passed }
      return outcomes.first?.outcome ?? .blocked("the file holds no indicator")
    }
  }

  private func judged(_ check: Check, _ trial: Trial) -> CheckOutcome {
    do throws(RothostError) {
      switch check.work {
      case .file: return .passed
      case .indicator(let body): return try body(trial)
      case .probe: return try probed(check, trial)
      }
    } catch {
      return .failed(error.message)
    }
  }

  /// Asks a probe; one for all checks of a group, or one for each where that one did not survive.
  private func probed(_ check: Check, _ trial: Trial) throws(RothostError) -> CheckOutcome {
    let call = ProbeCall(path: path, indicator: trial.found.index, options: options)
    // What is asked before any evaluation needs no market.
    let rows = check.group == LoadChecks.group ? 1 : trial.market.times.count
    guard let group = check.group, options.check == nil else {
      return try call.outcome(of: check.name, rows: rows)
    }
    if let known = trial.probed.withLock({ $0[check.name] }) { return known }
    let names = CheckCatalogue.all.filter { $0.group == group }.map(\.name)
    guard let outcomes = call.outcomes(of: names, rows: rows) else {
      return try call.outcome(of: check.name, rows: rows)
    }
    trial.probed.withLock { known in
      for (name, outcome) in zip(names, outcomes) { known[name] = outcome }
    }
    return trial.probed.withLock { $0[check.name] } ?? .blocked("its probe did not tell")
  }
}
