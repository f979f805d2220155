import Synchronization

/// The engine's own counters, from any thread.
final class EngineCounts: Sendable {
  private let evaluations = Atomic<Int>(0)
  private let streams = Atomic<Int>(0)

  func addEvaluation() { evaluations.add(1, ordering: .relaxed) }
  func addStream() { streams.add(1, ordering: .relaxed) }

  var evaluationCount: Int { evaluations.load(ordering: .relaxed) }
  var streamCount: Int { streams.load(ordering: .relaxed) }
}
