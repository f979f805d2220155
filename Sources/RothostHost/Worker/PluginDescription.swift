import RothostSeries

/// What a plugin's file declares, copied out of it: all the host knows of code it has not loaded.
struct PluginDescription: Sendable, Equatable {
  struct Indicator: Sendable, Equatable {
    var description: IndicatorDescription
    var hasLookBack: Bool
  }

  var name: String
  var version: String
  var indicators: [Indicator]
}

extension PluginDescription {
  /// - Precondition: the plugin was read, and so found good, in this process.
  init(_ plugin: LoadedPlugin) {
    name = plugin.name
    version = plugin.version
    indicators = plugin.indicators.map {
      Indicator(description: $0.description, hasLookBack: $0.hasLookBack)
    }
  }

  func write(to message: inout MessageWriter) {
    message.text(name)
    message.text(version)
    message.list(indicators) { indicator, message in
      indicator.description.write(to: &message)
      message.flag(indicator.hasLookBack)
    }
  }

  /// As large as the message of a description is at most, with all its elements and texts.
  static let longestMessage = 32 << 20

  /// - Throws: `.plugin` where it is no message, or not what a descriptor may be.
  init(from message: inout MessageReader) throws(RothostError) {
    name = try message.text()
    version = try message.text()
    indicators = try message.list(upTo: Int(DescriptorReader.largestCount)) {
      reader throws(RothostError) in
      Indicator(
        description: try IndicatorDescription(from: &reader), hasLookBack: try reader.flag())
    }
    try check()
  }
}
