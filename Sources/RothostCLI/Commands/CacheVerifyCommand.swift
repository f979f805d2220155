import ArgumentParser
import RothostCache

/// `rothost cache verify`: reads every byte and compares it with the checksums of its write.
struct CacheVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every series against its checksums.")

  @OptionGroup var cacheArguments: CacheArguments

  func run() throws {
    let report = try cacheArguments.store(readOnly: true).verify()
    for (name, reason) in report.damaged.sorted(by: { $0.key < $1.key }) {
      try StandardStreams.write("damaged  \(name): \(reason)\n")
    }
    try StandardStreams.write("\(report.intact.count) intact, \(report.damaged.count) damaged\n")
    guard report.isIntact else {
      throw CommandFailure(
        .badData,
        "\(report.damaged.count) series are damaged; import them anew or remove them with "
          + "'rothost cache remove'")
    }
  }
}
