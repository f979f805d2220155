import RothostHost

/// A validation as a person reads it: a line per check, then how to see each failure again.
struct ValidationPage {
  let report: ValidationReport

  func text(style: TextStyle) -> String {
    var lines: [String] = []
    let width = report.entries.map(\.check.name.count).max() ?? 0
    for entry in report.entries {
      let name = entry.check.name.padding(to: width)
      switch entry.outcome {
      case .passed: lines.append("\(style.green("passed "))  \(name)  \(entry.check.sentence)")
      case .failed(let reason):
        lines.append("\(style.red("FAILED "))  \(name)  \(entry.check.sentence)")
        lines.append("         \(StandardStreams.singleLine(reason))")
      case .notApplicable(let reason), .blocked(let reason):
        lines.append(style.dim("skipped  \(name)  \(StandardStreams.singleLine(reason))"))
      }
    }
    lines.append("")
    lines.append(
      "\(report.passedCount) passed, \(report.failed.count) failed, \(report.skippedCount) skipped · "
        + "seed \(report.seed) · \(Self.seconds(report)) s")
    for entry in report.failed {
      lines.append("again: \(StandardStreams.singleLine(report.reproduction(of: entry)))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func seconds(_ report: ValidationReport) -> Double {
    (report.entries.reduce(0) { $0 + $1.milliseconds } / 100).rounded() / 10
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
