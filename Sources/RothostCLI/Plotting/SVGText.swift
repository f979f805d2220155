/// Builds SVG text: elements with attributes, escaped, numbers at a tenth of a pixel.
struct SVGText {
  private(set) var text = ""

  mutating func open(_ name: String, _ attributes: (String, String)...) {
    text += "<\(name)\(Self.list(attributes))>\n"
  }

  mutating func close(_ name: String) { text += "</\(name)>\n" }

  mutating func empty(_ name: String, _ attributes: (String, String)...) {
    text += "<\(name)\(Self.list(attributes))/>\n"
  }

  mutating func element(_ name: String, _ attributes: (String, String)..., content: String) {
    text += "<\(name)\(Self.list(attributes))>\(Self.escape(content))</\(name)>\n"
  }

  /// A pixel position: tenths are finer than any screen shows, and keep files light.
  static func pixel(_ value: Double) -> String {
    let text = NumberText.fixed(value, decimals: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  static func escape(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
    return escaped
  }

  private static func list(_ attributes: [(String, String)]) -> String {
    attributes.reduce(into: "") { text, attribute in
      text += " \(attribute.0)=\"\(escape(attribute.1))\""
    }
  }
}
