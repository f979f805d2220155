import CRothost

@testable import RothostHost

/// Descriptors read from a plugin's memory; no function of it is called.
enum DescriptorTarget {
  static func run(_ bytes: [UInt8]) throws {
    let sample = DescriptorSample(bytes)
    defer { withExtendedLifetime(sample) {} }
    let read = try FuzzFinding.refusable { try LoadedPlugin(sample.plugin, path: "") }
    for indicator in read?.indicators ?? [] {
      let description = indicator.description
      try FuzzFinding.unless(
        !description.inputs.isEmpty && !description.outputs.isEmpty
          && description.alignments.contains(description.defaultAlignment),
        "accepted: \(description)")
      for parameter in description.parameters {
        let value = try FuzzFinding.refusable { try parameter.read(parameter.defaultText) }
        try FuzzFinding.unless(value != nil, "the default of \(parameter.name) is refused")
      }
    }
  }
}
