import CRothostSystem
import RothostSeries

/// Calls in rounds, and how much a process may grow by them.
struct LeakTest: Sendable {
  private let count: @Sendable (rothost_possessions) -> UInt64
  /// Calls of a round, where they are quick.
  private let calls: Int
  /// The growth a call from which on it is a leak, where a round has all its calls.
  private let least: Int
  /// The same where slow calls leave a round fewer.
  private let leastOfFew: Int
  /// Whether a leak is the same in each round, to a half; else one more in each will do.
  private let isEven: Bool

  /// No block that malloc hands out is smaller than 16 bytes. In few calls the heaps that glibc keeps
  /// for threads do not settle: up to a kilobyte a call was seen with plugins that keep nothing.
  static let memory = LeakTest(
    count: { $0.heap_bytes }, calls: 25, least: 16, leastOfFew: 1024, isEven: true)
  /// A page.
  static let mappings = LeakTest(
    count: { $0.mapped_bytes }, calls: 25, least: 4096, leastOfFew: 4096, isEven: true)
  /// A process may have 1024 of them, of which more calls could take too many from the host.
  static let files = LeakTest(
    count: { $0.files }, calls: 4, least: 0, leastOfFew: 0, isEven: false)
  static let threads = LeakTest(
    count: { $0.threads }, calls: 4, least: 0, leastOfFew: 0, isEven: false)

  /// Four rounds of each of the five leak checks then take eight seconds, however slow a call is.
  private static let roundMilliseconds = 400.0
  private static let rounds = 4
  /// Of the slowest.
  private static let fewestCalls = 3

  func outcome(of call: () throws(RothostError) -> Void) throws(RothostError) -> CheckOutcome {
    // The first calls fill what is kept for good; the fastest tells how many can be afforded.
    var each = Double.infinity
    for _ in 0..<3 {
      let start = ContinuousClock.now
      try call()
      each = min(each, (ContinuousClock.now - start).inMilliseconds)
    }
    let affordable = Int(min(Self.roundMilliseconds / each, Double(calls)))
    let calls = max(affordable, Self.fewestCalls)
    var counts = [count(rothost_count_possessions())]
    for _ in 0..<Self.rounds {
      for _ in 0..<calls { try call() }
      counts.append(count(rothost_count_possessions()))
    }
    let growths = zip(counts.dropFirst(), counts).map { Int64($0) - Int64($1) }
    guard isLeak(growths, calls) else { return .passed }
    let rounds = growths.map { "\($0)" }.joined(separator: ", ")
    return .failed("each \(calls) calls grew it, by \(rounds)")
  }

  private func isLeak(_ growths: [Int64], _ calls: Int) -> Bool {
    guard let smallest = growths.min(), let largest = growths.max(), smallest >= 1 else {
      return false
    }
    let leak = calls < self.calls ? leastOfFew : least
    return smallest >= Int64(leak * calls) && (!isEven || smallest * 2 >= largest)
  }
}
