/// The words of `TA_FunctionDescriptionXML`: what each function is called and what it is about.
///
/// The text is generated with one element a line; only the elements used here are read.
struct TALibDocument {
  struct Entry: Equatable {
    var name: String
    var summary: String
    var group: String
  }

  private(set) var entries: [Entry] = []

  /// O(characters).
  init(text: String) {
    var entry = Entry(name: "", summary: "", group: "")
    for line in text.split(separator: "\n") {
      if line.contains("<FinancialFunction>") {
        entry = Entry(name: "", summary: "", group: "")
      } else if line.contains("</FinancialFunction>") {
        if !entry.name.isEmpty { entries.append(entry) }
      } else if entry.name.isEmpty {
        entry.name = Self.content(of: "Abbreviation", line) ?? ""
      } else if entry.summary.isEmpty {
        entry.summary = Self.content(of: "ShortDescription", line) ?? ""
      } else if entry.group.isEmpty {
        entry.group = Self.content(of: "GroupId", line) ?? ""
      }
    }
  }

  private static func content(of tag: String, _ line: Substring) -> String? {
    let line = line.drop { $0 == "\t" || $0 == " " }
    guard line.hasPrefix("<\(tag)>") else { return nil }
    let content = line.dropFirst(tag.count + 2).prefix { $0 != "<" }
    return decoded(String(content))
  }

  private static func decoded(_ text: String) -> String {
    guard text.contains("&") else { return text }
    var rest = text[...]
    var decoded = ""
    while let first = rest.first {
      let entity = entities.first { rest.hasPrefix($0.key) }
      decoded.append(entity?.value ?? first)
      rest = rest.dropFirst(entity?.key.count ?? 1)
    }
    return decoded
  }

  private static let entities: [String: Character] = [
    "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&apos;": "'",
  ]
}
