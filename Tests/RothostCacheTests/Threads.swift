import Glibc

/// Real threads, because tasks share as many as there are cores.
enum Threads {
  private final class Start {
    let body: @Sendable (Int) -> Void
    let index: Int

    init(_ index: Int, _ body: @escaping @Sendable (Int) -> Void) {
      self.index = index
      self.body = body
    }
  }

  /// Runs `body` on `count` threads at once and waits for all.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let threads = (0..<count).map { index in
      var thread = pthread_t()
      let start = Unmanaged.passRetained(Start(index, body)).toOpaque()
      let code = pthread_create(
        &thread, nil,
        { start in
          let start = Unmanaged<Start>.fromOpaque(start!).takeRetainedValue()
          start.body(start.index)
          return nil
        }, start)
      precondition(code == 0)
      return thread
    }
    for thread in threads { pthread_join(thread, nil) }
  }
}
