/// Reads a prototype: `double erf(double x)`.
struct PrototypeParser {
  private var tokens: [PrototypeToken]
  private var next = 0

  /// - Throws: what is wrong with the text and what to write.
  static func parse(_ text: String) throws(PrototypeFault) -> Prototype {
    var parser = PrototypeParser(tokens: try PrototypeToken.all(in: text))
    let prototype = try parser.prototype()
    _ = parser.skip(";")
    if let token = parser.peek {
      throw PrototypeFault(words: "goes on with \(token.shown) after its end")
    }
    return prototype
  }

  private init(tokens: [PrototypeToken]) { self.tokens = tokens }

  private var peek: PrototypeToken? { next < tokens.count ? tokens[next] : nil }

  private mutating func skip(_ sign: Character) -> Bool {
    guard peek == .sign(sign) else { return false }
    next += 1
    return true
  }

  private mutating func expect(_ sign: Character, _ place: String) throws(PrototypeFault) {
    guard skip(sign) else {
      throw PrototypeFault(words: "needs `\(sign)` \(place), not \(peek?.shown ?? "its end")")
    }
  }

  private mutating func prototype() throws(PrototypeFault) -> Prototype {
    let returns = try type("the returned value")
    guard case .word(let symbol) = peek else {
      throw PrototypeFault(
        words:
          "needs the function's name after `\(returns.description)`, as in `double erf(double x)`")
    }
    guard Self.isName(symbol) else {
      throw PrototypeFault(words: "calls `\(symbol)`, which is no name of a C function")
    }
    next += 1
    try expect("(", "after `\(symbol)`")
    var arguments: [Prototype.Argument] = []
    if peek == .word("void"), next + 1 < tokens.count, tokens[next + 1] == .sign(")") {
      next += 2
      return Prototype(returns: returns, symbol: symbol, arguments: [])
    }
    if skip(")") { return Prototype(returns: returns, symbol: symbol, arguments: []) }
    repeat {
      arguments.append(try argument(arguments.count + 1))
      guard arguments.count <= Self.mostArguments else {
        throw PrototypeFault(words: "has more than \(Self.mostArguments) arguments")
      }
    } while skip(",")
    try expect(")", "after argument \(arguments.count)")
    return Prototype(returns: returns, symbol: symbol, arguments: arguments)
  }

  /// C99 asks of compilers to take 127 (5.2.4.1).
  private static let mostArguments = 127

  private mutating func argument(_ number: Int) throws(PrototypeFault) -> Prototype.Argument {
    let type = try type("argument \(number)")
    if peek == .sign("("), next + 1 < tokens.count, tokens[next + 1] == .sign("*") {
      return try callback(returning: type, number)
    }
    let passed = try passed("argument \(number)")
    var whole = type
    while skip("[") {
      if case .number = peek { next += 1 }
      try expect("]", "in argument \(number)")
      whole.pointers += 1
    }
    try check(whole, "argument \(number)")
    return Prototype.Argument(type: whole, passed: passed, callback: nil)
  }

  /// `(*input)(int row, void *user)` after the type that the callback returns.
  private mutating func callback(
    returning type: CType, _ number: Int
  ) throws(PrototypeFault) -> Prototype.Argument {
    next += 2
    let passed = try passed("the callback of argument \(number)")
    try expect(")", "after the callback's name in argument \(number)")
    try expect("(", "before the callback's parameters in argument \(number)")
    var parameters: [(name: String, type: CType)] = []
    if !skip(")") {
      repeat {
        let type = try self.type("a callback's parameter in argument \(number)")
        guard case .word(let name) = peek else {
          throw PrototypeFault(
            words: "needs a name for each parameter of the callback in argument \(number): row, "
              + "value, fraction or user")
        }
        next += 1
        parameters.append((name, type))
      } while skip(",")
      try expect(")", "after the callback's parameters in argument \(number)")
    }
    return Prototype.Argument(
      type: CType(.opaque, pointers: 1, spelling: "function"), passed: passed,
      callback: Prototype.Callback(returns: type, parameters: parameters))
  }

  private mutating func type(_ place: String) throws(PrototypeFault) -> CType {
    var words: [String] = []
    while case .word(let word) = peek, CType.words.contains(word) {
      words.append(word)
      next += 1
    }
    if words.allSatisfy(CType.qualifiers.contains), case .word(let word) = peek {
      next += 1
      if word == "struct" || word == "enum" || word == "union" {
        guard case .word(let tag) = peek else {
          throw PrototypeFault(words: "needs a name after `\(word)` in \(place)")
        }
        next += 1
        return try pointers(CType(.opaque, spelling: "\(word) \(tag)"), place)
      }
      return try pointers(CType(.opaque, spelling: word), place)
    }
    guard !words.isEmpty else {
      throw PrototypeFault(
        words: "needs a C type for \(place), not \(peek?.shown ?? "its end"); write it as the "
          + "library's header does")
    }
    guard let type = CType(words: words) else {
      throw PrototypeFault(
        words: "has `\(words.joined(separator: " "))` for \(place), which is no type that can be "
          + "passed; use int, double, size_t, int64_t, float, … or a pointer to one")
    }
    return try pointers(type, place)
  }

  private mutating func pointers(_ type: CType, _ place: String) throws(PrototypeFault) -> CType {
    var type = type
    while true {
      if skip("*") {
        type.pointers += 1
      } else if case .word(let word) = peek, CType.qualifiers.contains(word) {
        next += 1
      } else {
        break
      }
    }
    return type
  }

  private func check(_ type: CType, _ place: String) throws(PrototypeFault) {
    guard type.pointers <= 3 else {
      throw PrototypeFault(words: "has more than three `*` in \(place)")
    }
    guard type.pointers > 0 || type.number != nil else {
      throw PrototypeFault(
        words:
          "passes `\(type.spelling)` itself as \(place); write an enum as int, and pass a struct "
          + "by pointer only")
    }
  }

  private mutating func passed(_ place: String) throws(PrototypeFault) -> Prototype.Passed {
    switch peek {
    case .number(let text):
      next += 1
      return .number(text)
    case .word(let word):
      next += 1
      return word == "null" || word == "NULL" ? .null : .name(word)
    case .sign("{"):
      next += 1
      var items: [Prototype.Passed] = []
      repeat {
        let item = try passed(place)
        if case .list = item { throw PrototypeFault(words: "has a list in a list in \(place)") }
        items.append(item)
      } while skip(",")
      try expect("}", "after the list in \(place)")
      return .list(items)
    default:
      throw PrototypeFault(
        words:
          "does not say what is passed as \(place); write an input, parameter or output, rows, "
          + "last_index, a number or null")
    }
  }

  private static func isName(_ word: String) -> Bool {
    !word.contains(".") && word.utf8.count <= 256 && !CType.words.contains(word)
  }
}
