/// Values of parameters that a plugin must take or refuse in words.
struct ParameterCases {
  private let description: IndicatorDescription

  init(_ description: IndicatorDescription) {
    self.description = description
  }

  static func shown(_ setting: Setting) -> String {
    if case .text(let text) = setting.value.storage { return text }
    return "?"
  }

  private static func setting(_ parameter: ParameterDescription, _ text: String) -> Setting {
    Setting(name: parameter.name, value: .text(text))
  }

  /// As few resamples as it takes: what is proven here does not get truer with more of them.
  var quick: [Setting] {
    lowest.filter { $0.name == "resamples" }
  }

  /// The quick settings, but for the one that is tried.
  func with(_ setting: Setting) -> [Setting] {
    quick.filter { $0.name != setting.name } + [setting]
  }

  var lowest: [Setting] {
    description.parameters.compactMap { parameter in
      Self.edge(parameter, \.lowerBound).map { Self.setting(parameter, $0) }
    }
  }

  var highest: [Setting] {
    description.parameters.compactMap { parameter in
      Self.edge(parameter, \.upperBound).map { Self.setting(parameter, $0) }
    }
  }

  /// Limits of whole numbers and lengths, on which a look-back may rest.
  var limits: [Setting] {
    (lowest + highest).filter { setting in
      description.parameters.contains { $0.name == setting.name && $0.type != .real }
    }
  }

  /// Every choice but the default, and both booleans.
  var choices: [Setting] {
    description.parameters.flatMap { parameter -> [Setting] in
      let words = parameter.type == .boolean ? ["true", "false"] : parameter.choices
      return words.filter { $0 != parameter.defaultText }.map { Self.setting(parameter, $0) }
    }
  }

  /// Lists of none, of one and of many.
  var lists: [Setting] {
    description.parameters.filter(\.isList).flatMap { parameter -> [Setting] in
      let first = parameter.defaultText.split(separator: ",").first.map(String.init)
      let one = first ?? Self.edge(parameter, \.lowerBound)
      let many = one.map { Array(repeating: $0, count: 100).joined(separator: ",") }
      return ["", one, many].compactMap { $0 }.map { Self.setting(parameter, $0) }
    }
  }

  /// Words that a text may hold.
  var texts: [Setting] {
    description.parameters.filter { $0.type == .text }.flatMap { parameter in
      ["", "%s%n%d", String(repeating: "x", count: 5000), "é/日本:,;=-1"].map {
        Self.setting(parameter, $0)
      }
    }
  }

  /// A limit as a user would type it.
  private static func edge(
    _ parameter: ParameterDescription, _ end: KeyPath<ClosedRange<Double>, Double>
  ) -> String? {
    guard let range = parameter.range else { return nil }
    let value = range[keyPath: end]
    switch parameter.type {
    case .real: return "\(value)"
    case .integer: return Int64(exactly: value).map { "\($0)" }
    case .duration: return Int64(exactly: value).map { "\($0)ns" }
    default: return nil
    }
  }
}
