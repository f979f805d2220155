/// Why a text is no prototype; the words complete a sentence about it.
struct PrototypeFault: Error, Equatable {
  var words: String
}

/// One word, number or sign of a prototype.
enum PrototypeToken: Equatable {
  case word(String)
  case number(String)
  case sign(Character)

  var shown: String {
    switch self {
    case .word(let text), .number(let text): "`\(text)`"
    case .sign(let sign): "`\(sign)`"
    }
  }

  /// Splits a text; O(characters).
  static func all(in text: String) throws(PrototypeFault) -> [PrototypeToken] {
    guard text.utf8.count <= longest else {
      throw PrototypeFault(words: "is longer than \(longest) characters")
    }
    var tokens: [PrototypeToken] = []
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first.isASCII, first.isLetter || first == "_" {
        let word = rest.prefix { isWordPart($0) }
        tokens.append(.word(String(word)))
        rest = rest.dropFirst(word.count)
      } else if first.isASCII, first.isNumber || "+-.".contains(first) {
        let number = rest.prefix { isWordPart($0) || "+-".contains($0) }
        tokens.append(.number(String(number)))
        rest = rest.dropFirst(number.count)
      } else if "(){}[],*;".contains(first) {
        tokens.append(.sign(first))
        rest.removeFirst()
      } else {
        throw PrototypeFault(words: "has the sign `\(first)`, which no prototype has")
      }
    }
    return tokens
  }

  /// Far above any function there is.
  private static let longest = 4096

  private static func isWordPart(_ character: Character) -> Bool {
    character == "_" || character == "." || (character.isASCII && character.isLetter)
      || (character.isASCII && character.isNumber)
  }
}
