import CRothostSystem
import Glibc
import RothostSeries

/// The program `rothost-worker probe …`: host and plugin in one sandboxed process, for one check.
public enum ProbeProgram {
  /// - Parameter arguments: after `probe`: file, indicator, check, seed, rows, milliseconds, bytes.
  public static func run(_ arguments: [String]) -> Never {
    guard arguments.count == 7, let indicator = Int(arguments[1]),
      let seed = UInt64(arguments[3]), let rows = Int(arguments[4]),
      let milliseconds = UInt32(arguments[5]), let memoryBytes = UInt64(arguments[6])
    else {
      print("rothost-worker probe is started by rothost and is of no use by itself")
      exit(64)
    }
    let output = rothost_divert_streams()
    rothost_enter_probe_sandbox(memoryBytes)
    var options = ValidationOptions()
    options.seed = seed
    options.timeoutMilliseconds = milliseconds
    do throws(RothostError) {
      let before = ProcessState.now()
      let threads = rothost_count_possessions().threads
      let loading = OwnTime()
      let (engine, plugin) = try Validator.open(arguments[0], origin: .bundled)
      guard plugin.indicators.indices.contains(indicator) else {
        throw RothostError(.notFound, "the plugin has no indicator \(indicator); it changed")
      }
      let arrival = Arrival(
        before: before, loaded: .now(), threadsBefore: Int(threads),
        loadedThreads: Int(rothost_count_possessions().threads),
        loadMilliseconds: loading.milliseconds)
      rothost_note_files()
      let trial = Trial(
        engine, plugin.indicators[indicator], options, isolation: .none, rows: rows,
        arrival: arrival)
      ProbeProcess.answer(try words(arguments[2], trial), on: output)
    } catch {
      ProbeProcess.answer(ProbeCall.text(.failed(error.message)), on: output)
    }
  }

  private static func words(_ check: String, _ trial: Trial) throws(RothostError) -> String {
    if check == ProbeCall.answer { return try trial.base.get().json() }
    var outcomes: [CheckOutcome] = []
    for name in check.split(separator: ",") {
      guard let check = CheckCatalogue.check(String(name)), case .probe(let body) = check.work
      else { throw RothostError(.notFound, "there is no check \(name) that a probe runs") }
      do throws(RothostError) {
        outcomes.append(try body(trial))
      } catch {
        outcomes.append(.failed(error.message))
      }
    }
    return ProbeCall.text(outcomes)
  }
}

/// What a process looked like before a plugin was loaded into it, and right after.
struct Arrival: Sendable {
  var before: ProcessState
  var loaded: ProcessState
  var threadsBefore: Int
  var loadedThreads: Int
  var loadMilliseconds: Double
}

/// What a plugin must leave as it was, each under the word a user knows it by.
struct ProcessState: Sendable {
  private let parts: [(name: String, value: UInt64)]

  static func now() -> ProcessState {
    let seen = rothost_witness_process()
    return ProcessState(parts: [
      ("rounding", seen.arithmetic), ("locale", seen.locale), ("environment", seen.environment),
      ("folder", seen.directory), ("signals", seen.signals), ("umask", seen.creation),
      ("timers", seen.timers), ("limits", seen.limits), ("random", seen.random),
    ])
  }

  /// Names of what is not as it was.
  func changes(since other: ProcessState) -> [String] {
    zip(parts, other.parts).filter { $0.value != $1.value }.map { $0.0.name }
  }
}
