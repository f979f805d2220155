import ArgumentParser
import RothostCache
import RothostHost

/// `rothost cache repair`: saves what is whole in a damaged cache into a new one.
struct CacheRepairCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Save what is whole of a damaged cache into a new one.",
    discussion: """
      Reads the damaged file without trusting it and changes nothing in it. A series is saved when \
      every byte of it agrees with the checksums of its write, in its newest version for which this \
      holds.
      """)

  @OptionGroup var cacheArguments: CacheArguments

  @Option(
    help: ArgumentHelp("The new cache's folder; made where it is not there.", valueName: "dir"),
    completion: .directory)
  var into: String

  func run() throws {
    let report = try SeriesStore.salvage(cacheArguments.folder, into: into)
    for saved in report.saved {
      let note = saved.isEarlier ? ", an earlier version: the newest is damaged" : ""
      try StandardStreams.write("saved  \(saved.name): \(saved.rows) rows\(note)\n")
    }
    for (name, reason) in report.lost.sorted(by: { $0.key < $1.key }) {
      try StandardStreams.write("lost   \(name): \(reason); import it again\n")
    }
    if report.mayHoldRemoved {
      StandardStreams.note(
        "warning: the table of series is damaged; a series that was removed before may be back")
    }
    try StandardStreams.write(
      "\(report.saved.count) saved, \(report.lost.count) lost; use it with --cache \(into)\n")
    guard report.lost.isEmpty else {
      throw CommandFailure(
        .badData, "\(report.lost.count) series could not be saved; import them again")
    }
  }
}
