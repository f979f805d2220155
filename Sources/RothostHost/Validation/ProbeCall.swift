import RothostSeries

/// One check in a process of its own: how it is asked, and what its answer means.
struct ProbeCall {
  let path: String
  /// Position among the plugin's indicators.
  let indicator: Int
  let options: ValidationOptions

  /// Stands for a check: the base answer as JSON.
  static let answer = "answer"

  /// For all that one check may take, loading included.
  private static let milliseconds: UInt32 = 60_000

  /// Between the outcomes of several checks.
  private static let separator: Character = "\u{1E}"

  /// Outcomes of checks that share a process; nil where it did not live to tell them all.
  func outcomes(of checks: [String], rows: Int) -> [CheckOutcome]? {
    guard case .answered(let text) = ask(checks.joined(separator: ","), rows) else { return nil }
    let parts = text.split(separator: Self.separator, omittingEmptySubsequences: false)
    return parts.count == checks.count ? parts.map { Self.outcome(String($0)) } : nil
  }

  func outcome(of check: String, rows: Int) throws(RothostError) -> CheckOutcome {
    switch ask(check, rows) {
    case .answered(let text): return Self.outcome(text)
    case .died(let how): return .failed("in a process of its own it \(how)")
    case .timedOut: return .failed("it did not come to an end within a minute")
    case .notStarted(let why): throw RothostError(.unsupported, why)
    }
  }

  /// The base answer of a process that runs the plugin itself, without a worker.
  func baseAnswer(rows: Int) -> Result<String, RothostError> {
    switch ask(Self.answer, rows) {
    case .answered(let text) where text.hasPrefix("{"): .success(text)
    case .answered(let text): .failure(RothostError(.failed, text))
    case .died(let how): .failure(RothostError(.crashed, "in a process of its own it \(how)"))
    case .timedOut: .failure(RothostError(.timeout, "it did not come to an end"))
    case .notStarted(let why): .failure(RothostError(.unsupported, why))
    }
  }

  private func ask(_ check: String, _ rows: Int) -> ProbeProcess.Ending {
    ProbeProcess.run(
      [
        path, "\(indicator)", check, "\(options.seed)", "\(rows)", "\(options.timeoutMilliseconds)",
        "\(WorkerLimits().memoryBytes)",
      ], milliseconds: Self.milliseconds)
  }

  static func text(_ outcomes: [CheckOutcome]) -> String {
    outcomes.map(text).joined(separator: String(separator))
  }

  static func text(_ outcome: CheckOutcome) -> String {
    let word =
      switch outcome {
      case .passed: "passed"
      case .failed: "failed"
      case .notApplicable: "inapplicable"
      case .blocked: "blocked"
      }
    return "\(word)\n\(outcome.reason ?? "")"
  }

  private static func outcome(_ text: String) -> CheckOutcome {
    let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    let reason = parts.count == 2 ? String(parts[1]) : ""
    switch parts.first {
    case "passed": return .passed
    case "failed": return .failed(reason)
    case "inapplicable": return .notApplicable(reason)
    case "blocked": return .blocked(reason)
    default: return .failed("its process answered nonsense")
    }
  }
}
