/// A number of C as it crosses a call: size, sign and register class.
public enum CNumber: UInt8, Sendable, Equatable, CaseIterable {
  case boolean, int8, uint8, int16, uint16, int32, uint32, int64, uint64, float, double

  public var size: Int {
    switch self {
    case .boolean, .int8, .uint8: 1
    case .int16, .uint16: 2
    case .int32, .uint32, .float: 4
    case .int64, .uint64, .double: 8
    }
  }

  public var isReal: Bool { self == .float || self == .double }
}

/// A type of C as a prototype spells it: a number, `void` or an unknown struct, behind 0 to 3 `*`.
public struct CType: Sendable, Equatable {
  public enum Base: Sendable, Equatable {
    case void
    case number(CNumber)
    /// A struct or a typedef that is only ever pointed to.
    case opaque
  }

  public var base: Base
  public var pointers: Int
  /// Without the `*`s and without `const`.
  public var spelling: String

  public init(_ base: Base, pointers: Int = 0, spelling: String) {
    self.base = base
    self.pointers = pointers
    self.spelling = spelling
  }

  static let user = CType(.void, pointers: 1, spelling: "void")

  /// The number itself, nil behind a pointer.
  public var number: CNumber? {
    guard pointers == 0, case .number(let number) = base else { return nil }
    return number
  }

  /// What a pointer to numbers points to; nil for all other types.
  public var pointee: CNumber? {
    guard pointers == 1, case .number(let number) = base else { return nil }
    return number
  }

  public var isVoid: Bool { base == .void && pointers == 0 }

  /// `char *`, as texts are passed.
  var isText: Bool { pointers == 1 && spelling == "char" }

  public var description: String {
    spelling + (pointers > 0 ? " " + String(repeating: "*", count: pointers) : "")
  }

  /// The words of a type as C writes them, in any order C allows; nil where they are none.
  ///
  /// Sizes are those of the LP64 model, which every 64-bit Linux has (System V ABI, figure 3.1).
  init?(words: [String]) {
    let kept = words.filter { !Self.qualifiers.contains($0) }
    guard !kept.isEmpty else { return nil }
    let spelling = kept.joined(separator: " ")
    if kept == ["void"] {
      self.init(.void, spelling: spelling)
    } else if kept.count == 1, let number = Self.names[kept[0]] {
      self.init(.number(number), spelling: spelling)
    } else if let number = Self.integer(kept) {
      self.init(.number(number), spelling: spelling)
    } else {
      return nil
    }
  }

  static let qualifiers: Set<String> = ["const", "volatile", "restrict", "__restrict", "register"]

  /// Words that can only be part of a type.
  static let words: Set<String> = qualifiers.union(names.keys).union([
    "void", "int", "unsigned", "signed", "short", "long", "char",
  ])

  private static let names: [String: CNumber] = [
    "bool": .boolean, "_Bool": .boolean, "float": .float, "double": .double,
    "int8_t": .int8, "uint8_t": .uint8, "int16_t": .int16, "uint16_t": .uint16,
    "int32_t": .int32, "uint32_t": .uint32, "int64_t": .int64, "uint64_t": .uint64,
    "size_t": .uint64, "ssize_t": .int64, "ptrdiff_t": .int64, "intptr_t": .int64,
    "uintptr_t": .uint64,
  ]

  /// `unsigned`, `long long int`, `short unsigned int`, …
  private static func integer(_ words: [String]) -> CNumber? {
    var counts: [String: Int] = [:]
    for word in words { counts[word, default: 0] += 1 }
    let isUnsigned = counts.removeValue(forKey: "unsigned") == 1
    let isSigned = counts.removeValue(forKey: "signed") == 1
    let hasInt = counts.removeValue(forKey: "int") == 1
    guard !(isUnsigned && isSigned) else { return nil }
    switch counts {
    case [:]: return isUnsigned || isSigned || hasInt ? (isUnsigned ? .uint32 : .int32) : nil
    case ["char": 1]: return hasInt ? nil : (isUnsigned ? .uint8 : .int8)
    case ["short": 1]: return isUnsigned ? .uint16 : .int16
    case ["long": 1], ["long": 2]: return isUnsigned ? .uint64 : .int64
    default: return nil
    }
  }
}
