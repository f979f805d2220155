import RothostForeign

/// Manifests; no library is opened, whatever they name.
enum ManifestTarget {
  static func run(_ bytes: [UInt8]) throws {
    let read = try FuzzFinding.refusable { try ManifestReader.read(bytes, file: "fuzz.toml") }
    guard let library = read else { return }
    try FuzzFinding.unless(!library.indicators.isEmpty, "a manifest without indicators")
    for indicator in library.indicators {
      try FuzzFinding.unless(!indicator.outputs.isEmpty, "\(indicator.id) has no outputs")
    }
  }
}
