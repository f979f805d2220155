/// A C prototype as a manifest writes it: where C names a parameter, it says what is passed.
///
/// `int TA_RSI(int 0, int last_index, const double *input, int window, int *first, int *count,
/// double *rsi)`
public struct Prototype: Sendable, Equatable {
  public var returns: CType
  public var symbol: String
  public var arguments: [Argument]

  public struct Argument: Sendable, Equatable {
    public var type: CType
    public var passed: Passed
    /// What a function pointer takes; nil for all other arguments.
    public var callback: Callback?
  }

  /// `double (*input)(int row, void *user)`: what the function it stands for looks like.
  public struct Callback: Sendable, Equatable {
    public var returns: CType
    public var parameters: [(name: String, type: CType)]

    public static func == (one: Callback, other: Callback) -> Bool {
      one.returns == other.returns && one.parameters.map(\.name) == other.parameters.map(\.name)
        && one.parameters.map(\.type) == other.parameters.map(\.type)
    }
  }

  /// What stands where C has the parameter's name.
  public enum Passed: Sendable, Equatable {
    /// A number as it is written.
    case number(String)
    /// `rows`, `input.high`, a parameter, an output, …
    case name(String)
    /// `{high, low}` or `{period, 0.5}`.
    case list([Passed])
    case null

    var text: String {
      switch self {
      case .number(let text), .name(let text): text
      case .list(let items): "{\(items.map(\.text).joined(separator: ", "))}"
      case .null: "null"
      }
    }
  }

  /// The plain C declaration: names where values stand, so that it can be held against a header.
  public var declaration: String {
    let parameters = arguments.enumerated().map { index, argument in
      let name = Self.name(argument.passed, index)
      guard let callback = argument.callback else {
        return Self.join(argument.type, name)
      }
      let inner = callback.parameters.map { Self.join($0.type, $0.name) }
      return "\(Self.join(callback.returns, "(*\(name))"))(\(inner.joined(separator: ", ")))"
    }
    let list = parameters.isEmpty ? "void" : parameters.joined(separator: ", ")
    return "\(Self.join(returns, symbol))(\(list));"
  }

  private static func name(_ passed: Passed, _ index: Int) -> String {
    if case .name(let name) = passed { return name.replacing(".", by: "_") }
    return "a\(index)"
  }

  private static func join(_ type: CType, _ name: String) -> String {
    type.pointers > 0 ? "\(type.description)\(name)" : "\(type.description) \(name)"
  }
}

extension String {
  fileprivate func replacing(_ character: Character, by other: Character) -> String {
    String(map { $0 == character ? other : $0 })
  }
}
