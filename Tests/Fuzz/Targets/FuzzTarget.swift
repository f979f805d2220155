/// A parser of outside data with what must hold of it for any bytes.
///
/// A trap, a sanitizer's report or a hang is found by whoever calls `run`; what a parser may
/// answer wrongly without any of these is a `FuzzFinding`.
enum FuzzTarget: String, CaseIterable {
  case csv, stamps, numbers, toml, study, manifest, prototype, record, cache, descriptor, elf,
    message, lock

  /// Gives one input to the parser.
  ///
  /// - Throws: `FuzzFinding` where a promise is broken; never what a parser says of bad input.
  func run(_ bytes: [UInt8]) throws {
    switch self {
    case .csv: try CSVTarget.run(bytes)
    case .stamps: try StampsTarget.run(bytes)
    case .numbers: try NumbersTarget.run(bytes)
    case .toml: try TOMLTarget.run(bytes)
    case .study: try StudyTarget.run(bytes)
    case .manifest: try ManifestTarget.run(bytes)
    case .prototype: try PrototypeTarget.run(bytes)
    case .record: try RecordTarget.run(bytes)
    case .cache: try CacheTarget.run(bytes)
    case .descriptor: try DescriptorTarget.run(bytes)
    case .elf: try ElfTarget.run(bytes)
    case .message: try MessageTarget.run(bytes)
    case .lock: try LockTarget.run(bytes)
    }
  }
}
