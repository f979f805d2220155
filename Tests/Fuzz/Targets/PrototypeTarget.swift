@testable import RothostForeign

/// C prototypes of manifests, and the XML in which TA-Lib describes itself: first byte = which.
enum PrototypeTarget {
  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    if choice & 1 == 1 {
      for entry in TALibDocument(text: text).entries {
        try FuzzFinding.unless(!entry.name.isEmpty, "a function without a name")
      }
      return
    }
    do {
      let prototype = try PrototypeParser.parse(text)
      try FuzzFinding.unless(prototype.declaration.hasSuffix(";"), prototype.declaration)
    } catch let fault as PrototypeFault {
      try FuzzFinding.unless(!fault.words.isEmpty, "a refusal without words")
    }
  }
}
