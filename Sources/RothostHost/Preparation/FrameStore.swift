import RothostSeries
import RothostLock

/// Prepared frames by what they were made of, so that every indicator of a host shares them.
///
/// Safe from any thread. Of several who ask for the same frame at once one computes it and the
/// others wait. Least recently used frames go when the limits are passed; who holds one keeps it.
final class FrameStore: Sendable {
  /// One frame, or why there is none, once somebody has worked it out.
  private final class Entry: Sendable {
    let outcome = Mutex<Result<PreparedFrame, RothostError>?>(nil)
  }

  private struct Slot {
    var entry: Entry
    var lastUse: UInt64
    /// 0 until the frame is there.
    var byteCount: Int
  }

  private struct State {
    var slots: [FrameKey: Slot] = [:]
    var clock: UInt64 = 0
    var hits = 0
    var misses = 0
    var byteCount = 0
  }

  private let state = Mutex(State())
  private let byteLimit: Int
  private let countLimit: Int

  /// - Parameters:
  ///   - byteLimit: 256 MiB hold thirty frames of a million rows.
  ///   - countLimit: each frame holds a file descriptor, of which a process has 1024 by default.
  init(byteLimit: Int = 256 << 20, countLimit: Int = 256) {
    self.byteLimit = byteLimit
    self.countLimit = countLimit
  }

  /// Frames found ready, frames prepared, and bytes held now.
  var counters: (hits: Int, misses: Int, bytes: Int) {
    state.withLock { ($0.hits, $0.misses, $0.byteCount) }
  }

  /// The frame of a key, prepared by `make` where it is not held. O(1) beyond `make`.
  ///
  /// A key of nil is prepared anew and not held. An error is told to all who wait and not kept.
  func frame(
    _ key: FrameKey?, make: () throws(RothostError) -> PreparedFrame
  ) throws(RothostError) -> PreparedFrame {
    guard let key else {
      state.withLock { $0.misses += 1 }
      return try make()
    }
    let entry = entry(for: key)
    var isMade = false
    let outcome = entry.outcome.withLock { outcome in
      if let outcome { return outcome }
      let computed = Result { () throws(RothostError) in try make() }
      outcome = computed
      isMade = true
      settle(key, entry, computed)
      return computed
    }
    // Who waited for a frame that failed found nothing: so the counts do not depend on threads.
    if case .success = outcome, !isMade {
      state.withLock { $0.hits += 1 }
    } else {
      state.withLock { $0.misses += 1 }
    }
    return try outcome.get()
  }

  private func entry(for key: FrameKey) -> Entry {
    state.withLock { state in
      state.clock += 1
      if let slot = state.slots[key] {
        state.slots[key]?.lastUse = state.clock
        return slot.entry
      }
      let entry = Entry()
      state.slots[key] = Slot(entry: entry, lastUse: state.clock, byteCount: 0)
      return entry
    }
  }

  /// Counts a finished frame in, or forgets a failed one, and makes room.
  private func settle(
    _ key: FrameKey, _ entry: Entry, _ outcome: Result<PreparedFrame, RothostError>
  ) {
    // Frames are let go after the lock, because unmapping takes a while.
    let dropped = state.withLock { state -> [Entry] in
      guard state.slots[key]?.entry === entry else { return [] }
      guard case .success(let frame) = outcome, frame.byteCount <= byteLimit else {
        state.slots[key] = nil
        return []
      }
      state.slots[key]?.byteCount = frame.byteCount
      state.byteCount += frame.byteCount
      return makeRoom(&state)
    }
    _ = dropped
  }

  /// Drops the least recently used frames beyond the limits; O(frames) each.
  private func makeRoom(_ state: inout State) -> [Entry] {
    var dropped: [Entry] = []
    while state.byteCount > byteLimit || state.slots.count > countLimit {
      let ready = state.slots.filter { $0.value.byteCount > 0 }
      guard let oldest = ready.min(by: { $0.value.lastUse < $1.value.lastUse }) else { break }
      state.slots[oldest.key] = nil
      state.byteCount -= oldest.value.byteCount
      dropped.append(oldest.value.entry)
    }
    return dropped
  }
}
