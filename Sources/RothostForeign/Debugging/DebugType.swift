/// A type as debugging information has it, as far as a call can tell it from another.
struct DebugType: Equatable {
  enum Base: Equatable {
    case void
    case number(CNumber)
    /// A struct, a function, or what else is only pointed to.
    case other
  }

  var base: Base
  var pointers: Int
  /// As the source names it.
  var name: String

  var shown: String { pointers > 0 ? "\(name) \(String(repeating: "*", count: pointers))" : name }

  /// Whether a value of `type` may be passed as this one.
  ///
  /// Integers of one size are one, whatever their sign; a pointer to an unknown type is any pointer.
  func accepts(_ type: CType) -> Bool {
    guard pointers == type.pointers else {
      // `void *` stands for a pointer to anything, `void **` for one to any pointer.
      return pointers > 0 && type.pointers > 0 && (base == .void || type.base == .void)
    }
    switch (base, type.base) {
    case (.number(let mine), .number(let other)):
      return mine.isReal == other.isReal && mine.size == other.size
    case (.void, .void): return true
    case (.void, _), (_, .void), (.other, .opaque), (.number, .opaque): return pointers > 0
    default: return false
    }
  }
}

/// A function as debugging information has it.
struct DebugSignature: Equatable {
  var returns: DebugType
  var parameters: [DebugType]

  func shown(_ symbol: String) -> String {
    "\(returns.shown) \(symbol)(\(parameters.map(\.shown).joined(separator: ", ")))"
  }

  /// Why a call does not fit; nil where it does.
  func objection(to call: ForeignCall) -> String? {
    let prototype = call.prototype
    let both =
      "; the library says `\(shown(call.symbol))`, the manifest `\(prototype.declaration)`"
    guard parameters.count == prototype.arguments.count else {
      return "it takes \(parameters.count) arguments, not \(prototype.arguments.count)\(both)"
    }
    for (index, argument) in prototype.arguments.enumerated() {
      guard parameters[index].accepts(argument.type) else {
        return "argument \(index + 1) is \(parameters[index].shown), not "
          + "\(argument.type.description)\(both)"
      }
    }
    guard returns.accepts(prototype.returns) else {
      return "it returns \(returns.shown), not \(prototype.returns.description)\(both)"
    }
    return nil
  }
}
