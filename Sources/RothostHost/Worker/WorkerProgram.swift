import CRothostSystem
import Glibc
import RothostSeries

/// The program `rothost-worker`: answers one host's requests about one plugin, in a sandbox.
public enum WorkerProgram {
  /// Serves until the host is gone.
  ///
  /// The first argument is the limit on memory in bytes; descriptors 3 and 4 are the channel and the
  /// socket, as `process.h` has them.
  public static func run(_ arguments: [String]) -> Never {
    guard arguments.count == 2, let memoryBytes = UInt64(arguments[1]),
      // A mapping of the file the host made; it stays for this process' life.
      let channel = unsafe rothost_channel_map(Int32(ROTHOST_WORKER_CHANNEL))
    else {
      print("rothost-worker is started by librothost and is of no use by itself")
      exit(64)
    }
    close(Int32(ROTHOST_WORKER_CHANNEL))
    // As above.
    unsafe rothost_channel_set_sandbox(channel, rothost_enter_sandbox(memoryBytes))
    // As above.
    unsafe rothost_follow_host(channel, Int32(ROTHOST_WORKER_SOCKET))
    let session = unsafe WorkerSession(channel)
    var last: UInt32 = 0
    var pace = rothost_pace()
    while true {
      // As above.
      last = unsafe rothost_channel_await_request(channel, last, &pace)
      session.answer(last)
    }
  }
}
