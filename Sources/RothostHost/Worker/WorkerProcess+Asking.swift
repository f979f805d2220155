import CRothostSystem
import Glibc
import RothostSeries

/// Why a worker's process gave no answer; the words for the user are `CrashWords`.
enum WorkerFault: Error {
  case ended
  case timedOut
  case cancelled
  /// The system did not take what it was to be sent; with its `errno`.
  case unsent(Int32)
  case broken(RothostError)
}

extension WorkerProcess {
  /// Asks, waits and answers the reply's message.
  ///
  /// A worker that does not answer in time, or that the monitor cancels, is killed and reaped within
  /// `WorkerWatch.grace` and a slice. After any fault the worker is of no more use.
  func ask(_ request: WorkerRequest, _ watch: WorkerWatch) throws(WorkerFault) -> [UInt8] {
    guard !isInherited else {
      throw .broken(
        RothostError(
          .closed,
          "its worker belongs to the process that this one was forked from; open the stream again in "
            + "this process"))
    }
    let bytes = request.bytes()
    guard bytes.count <= Int(ROTHOST_REQUEST_BYTES) else {
      throw .broken(
        RothostError(
          .argument, "the parameters are larger than 16 MiB; give shorter lists"))
    }
    let number = send(bytes)
    var stop: (at: ContinuousClock.Instant, fault: WorkerFault)?
    var shown = 0.0
    var slice: Int64 = 500_000
    while !isAnswered(number, within: slice) {
      drainErrors()
      forwardLog(watch.log)
      if hasEnded { throw .ended }
      // A crash that is noted and not followed by the end hangs in its own handler.
      if crash != nil, stop == nil { stop = (.now + .milliseconds(50), .ended) }
      shown = progress
      if let fault = watch.fault(at: shown), stop == nil {
        // At the time limit it stops by itself.
        if case .cancelled = fault { askToStop() }
        stop = (.now + .nanoseconds(WorkerWatch.grace), fault)
      }
      if let stop, .now >= stop.at {
        // A crash is described, and the process ended, by who gave it to us.
        if case .ended = stop.fault { throw stop.fault }
        end()
        throw stop.fault
      }
      // Short at first for quick answers, never so long that a limit is missed by much.
      slice = min(slice * 2, 10_000_000)
    }
    forwardLog(watch.log)
    let last = progress
    if last != shown { _ = watch.monitor.progress(last) }
    do {
      return try message(limit: request.longestAnswer)
    } catch {
      throw .broken(error)
    }
  }

  private func forwardLog(_ log: (@Sendable (Int32, String) -> Void)?) {
    let bytes = takeLog()
    guard !bytes.isEmpty, let log else { return }
    var position = 0
    func number() -> UInt32 {
      defer { position += 4 }
      return (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[position + $1]) << UInt32(8 * $1) }
    }
    while bytes.count - position >= 8 {
      let (level, length) = (Int32(bitPattern: number()), Int(number()))
      guard length <= bytes.count - position else { return }
      log(level, String(decoding: bytes[position..<position + length], as: UTF8.self))
      position += length
    }
  }
}
