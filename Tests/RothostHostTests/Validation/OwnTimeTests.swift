import Foundation
import RothostLock
import Synchronization
import Testing

@testable import RothostHost

@Suite("Time of one's own")
struct OwnTimeTests {
  @Test("Sleep counts, and never more than the clock shows")
  func sleeping() {
    let clock = ContinuousClock()
    let begin = clock.now
    let time = OwnTime()
    usleep(20_000)
    let own = time.milliseconds
    #expect(own <= (clock.now - begin).inMilliseconds)
    // The kernel wakes a sleeper late, never early, and says how late.
    #expect(own >= 19)
  }

  @Test("Of more threads than processors, each has its own time and not the others'")
  func crowded() {
    guard FileManager.default.fileExists(atPath: "/proc/thread-self/schedstat") else {
      return print("SKIPPED: this kernel does not say how long threads waited")
    }
    let count = 4 * ThreadTeam.coreCount
    let ready = Atomic<Int>(0)
    let results = Mutex<[(own: Double, passed: Double)]>([])
    let team = ThreadTeam(count: count) {
      ready.add(1, ordering: .relaxed)
      while ready.load(ordering: .relaxed) < count { sched_yield() }
      let clock = ContinuousClock()
      let (begin, before) = (clock.now, Self.used())
      let time = OwnTime()
      while Self.used() - before < 50 {}
      let own = time.milliseconds
      results.withLock { $0.append((own, (clock.now - begin).inMilliseconds)) }
    }
    team.join()
    let each = results.withLock { $0 }
    #expect(each.count == count)
    // Each ran for 50 ms, give or take what the two clocks differ by.
    #expect(each.allSatisfy { $0.own <= $0.passed && $0.own >= 48 }, "\(each)")
    // All of them took the processors 200 ms, of which the last one to end ran 50.
    #expect((each.map { $0.passed - $0.own }.max() ?? 0) >= 100, "\(each)")
  }

  /// Milliseconds that this thread has run.
  private static func used() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
  }
}
