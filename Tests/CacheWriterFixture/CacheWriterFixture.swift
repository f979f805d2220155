import Glibc
import RothostCache

/// The process that tests kill, starve and measure:
/// `write DIR FIRST` writes step after step and says so after each,
/// `full DIR BYTES` writes one step under a file size limit,
/// `name DIR PREFIX` puts one new series after the other, so that two can write at once,
/// `verify DIR -` opens a cache that may be damaged, verifies it and reads every series,
/// `read DIR NAME` opens a view, says so and holds it until it is killed,
/// `watch DIR NAME` verifies every series again and again until there is a file `stop-NAME`, and says
/// how many it verified,
/// `disk DIR -` puts series until the disk is full, and checks that nothing of them is lost,
/// `import DIR FILE` imports a file with at most 24 MiB of memory of its own.
@main struct CacheWriterFixture {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else { exit(64) }
    do {
      switch arguments[1] {
      case "write": try write(arguments[2], from: Int(arguments[3]) ?? 0)
      case "full": try fill(arguments[2], limit: UInt(arguments[3]) ?? 0)
      case "name": try writeNames(arguments[2], prefix: arguments[3])
      case "verify": try verify(arguments[2])
      case "read": try hold(arguments[3], of: arguments[2])
      case "watch": try watch(arguments[2], name: arguments[3])
      case "disk": try fillDisk(arguments[2])
      case "import": try importFile(arguments[3], into: arguments[2])
      default: exit(64)
      }
    } catch {
      say("\(error)\n")
      exit(1)
    }
  }

  private static func write(_ directory: String, from first: Int) throws {
    let store = try SeriesStore(path: directory, transactionBytes: 60_000)
    for index in first... {
      let step = WriterStep(index: index)
      try store.put(step.name, step.rows, mode: step.mode)
      say("\(index)\n")
    }
  }

  private static func fill(_ directory: String, limit bytes: UInt) throws {
    signal(SIGXFSZ, SIG_IGN)
    limit(RLIMIT_FSIZE, to: bytes)
    let store = try SeriesStore(path: directory, transactionBytes: 60_000)
    try store.put("S1", WriterStep(index: 1).rows)
  }

  private static func writeNames(_ directory: String, prefix: String) throws {
    let store = try SeriesStore(path: directory)
    for index in 0... {
      try store.put("\(prefix)\(index)", WriterStep(index: index).rows)
      say("\(index)\n")
    }
  }

  private static func verify(_ directory: String) throws {
    let store = try SeriesStore(path: directory, readOnly: true)
    let report = try store.verify()
    for name in report.intact { _ = try store.view(name).withColumn(0) { $0[0] } }
    say("\(report.intact.count) intact, \(report.damaged.count) damaged\n")
  }

  private static func hold(_ name: String, of directory: String) throws {
    let view = try SeriesStore(path: directory, readOnly: true).view(name)
    say("\(view.rowCount)\n")
    withExtendedLifetime(view) { while true { pause() } }
  }

  private static func watch(_ directory: String, name: String) throws {
    var count = 0
    repeat {
      let store = try SeriesStore(path: directory, readOnly: true)
      for name in try store.names() {
        try store.verify(name)
        count += 1
      }
    } while access("\(directory)/stop-\(name)", F_OK) != 0
    say("\(count)\n")
  }

  private static func fillDisk(_ directory: String) throws {
    let store = try SeriesStore(path: "\(directory)/cache", transactionBytes: 60_000)
    var stored = 0
    var refusal = ""
    while refusal.isEmpty {
      do {
        try store.put("S\(stored)", WriterStep(index: stored).rows)
        stored += 1
      } catch {
        refusal = "\(error)"
      }
    }
    let report = try store.verify()
    guard report.isIntact, report.intact.count == stored else {
      say("\(report), \(stored) were stored\n")
      exit(2)
    }
    // What was there goes on to be readable, and room can be made by removing series.
    try store.remove("S1")
    try store.put("S1", WriterStep(index: 0).rows)
    say("\(stored) stored, then: \(refusal)\n")
  }

  private static func importFile(_ file: String, into directory: String) throws {
    limit(RLIMIT_DATA, to: 24 << 20)
    let store = try SeriesStore(path: directory, transactionBytes: 1 << 20)
    let report = try store.importFile(file)
    say("\(report.info.rowCount)\n")
  }

  private static func limit(_ resource: __rlimit_resource, to bytes: UInt) {
    var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
    setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
  }

  /// Unbuffered, so that a line means that the step before it is committed.
  private static func say(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
  }
}
