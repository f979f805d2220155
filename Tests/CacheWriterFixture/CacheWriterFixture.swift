import Glibc
import RothostCache

/// The writer that tests kill: `CacheWriterFixture write DIR FIRST` writes step after step and says
/// so after each; `CacheWriterFixture full DIR BYTES` writes under a file size limit.
@main struct CacheWriterFixture {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let number = Int(arguments[3]) else { exit(64) }
    do {
      if arguments[1] == "full" {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: rlim_t(number), rlim_max: rlim_t(number))
        setrlimit(__rlimit_resource_t(1), &limit)
      }
      let store = try SeriesStore(path: arguments[2], transactionBytes: 60_000)
      if arguments[1] == "full" {
        try store.put("S1", WriterStep(index: 1).rows)
        exit(0)
      }
      for index in number... {
        let step = WriterStep(index: index)
        try store.put(step.name, step.rows, mode: step.mode)
        say("\(index)\n")
      }
    } catch {
      say("\(error)\n")
      exit(1)
    }
  }

  /// Unbuffered, so that a line means that the step before it is committed.
  private static func say(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
  }
}
