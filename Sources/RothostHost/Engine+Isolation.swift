import CRothostSystem
import RothostSeries

/// Where an indicator runs when nothing is asked for, and behind which walls a worker runs.
public struct IsolationReport: Sendable, Equatable {
  public var runsInWorker: Bool
  /// Why it runs where it runs.
  public var reason: String
  /// What is in force in a worker of this machine.
  public var walls: [String]
  /// What this machine lacks.
  public var missing: [String]

  /// The report as lines to read.
  public var lines: [String] {
    var lines = [(runsInWorker ? "runs in a worker: " : "runs in this process: ") + reason]
    lines += walls.map { "worker: \($0)" }
    lines += missing.map { "not in force: \($0)" }
    return lines
  }
}

extension Engine {
  /// Where an indicator runs; starts a worker to see what is in force there.
  ///
  /// - Throws: `.notFound` or what made the host refuse the indicator's file.
  public func isolation(of indicator: String) throws(RothostError) -> IsolationReport {
    let found = try catalogue.indicator(indicator)
    let runsInWorker = options.isolatesStrangers && found.isStranger
    var report = IsolationReport(
      runsInWorker: runsInWorker, reason: reason(found, runsInWorker), walls: [], missing: [])
    do {
      let parts = try workers.sandbox()
      for wall in Self.walls(workers.limits) {
        if parts & wall.part != 0 {
          report.walls.append(wall.words)
        } else {
          report.missing.append(wall.words)
        }
      }
    } catch {
      report.missing = [error.message]
    }
    return report
  }

  private func reason(_ found: FoundIndicator, _ runsInWorker: Bool) -> String {
    switch found.origin {
    case .bundled: "it is bundled"
    case .registered: "it is a function of this program"
    default:
      if let pin = found.pin {
        "it is pinned since \(ISO8601.date(pin.date))"
          + (pin.path == found.plugin.path ? "" : ", as \(pin.path)")
      } else {
        runsInWorker ? "it is neither bundled nor pinned" : "this program runs all plugins here"
      }
    }
  }

  private static func walls(_ limits: WorkerLimits) -> [(part: UInt32, words: String)] {
    [
      (
        UInt32(ROTHOST_HAS_LIMITS),
        "limits: \(limits.memoryBytes >> 20) MiB of memory, 64 open files, no byte to any file"
      ),
      (
        UInt32(ROTHOST_HAS_SECCOMP),
        "seccomp: no network, no new processes, no signals to others, no file opened for writing"
      ),
      (UInt32(ROTHOST_HAS_LANDLOCK_FILES), "Landlock: no file made, written, renamed or removed"),
      (UInt32(ROTHOST_HAS_LANDLOCK_NETWORK), "Landlock: no TCP connection"),
      (UInt32(ROTHOST_HAS_LANDLOCK_SCOPE), "Landlock: no signal to a process outside"),
    ]
  }
}
