/// A call with every argument resolved: nothing in it needs a look-up by name.
public struct ForeignCall: Sendable {
  public var prototype: Prototype
  public var arguments: [ForeignArgument]

  public var symbol: String { prototype.symbol }
}

/// One argument: its C type and where its value comes from.
public struct ForeignArgument: Sendable {
  public enum Source: Sendable, Equatable {
    /// Bits in the argument's own type.
    case constant(UInt64)
    /// A number, boolean or choice.
    case parameter(Int)
    /// The elements of a list, or a text.
    case parameterPointer(Int)
    /// How many elements a list has.
    case parameterCount(Int)
    case rows
    case lastIndex
    /// The row's number, where the function takes one row at a time.
    case row
    case input(Int)
    /// The row's value.
    case inputValue(Int)
    case output(Int)
    case out(Int)
    /// An array of pointers to inputs or to outputs.
    case inputs([Int])
    case outputs([Int])
    /// An array of numbers.
    case options([Option])
    /// Memory for the function's own use: so many words of 8 bytes for each row.
    case work(Int)
    case null
    case callback(ForeignCallback)
    case user
    /// A stream's state.
    case state
    /// Where a stream's state is to be put.
    case newState
  }

  public enum Option: Sendable, Equatable {
    case constant(Double)
    case parameter(Int)
  }

  public var type: CType
  public var source: Source

  public init(_ type: CType, _ source: Source) {
    self.type = type
    self.source = source
  }
}

/// A C function pointer that leads back into the host; its user pointer carries the call.
public struct ForeignCallback: Sendable, Equatable {
  public enum Role: Sendable, Equatable {
    /// Answers an input's value at a row.
    case source(Int)
    /// Takes an output's value at a row.
    case sink(Int)
    /// Takes how far the call is, 0 to 1; answers whether to stop.
    case progress
  }

  public enum Parameter: Sendable, Equatable {
    case row, value, fraction, user
  }

  public var role: Role
  public var returns: CType
  public var parameters: [Parameter]
  public var types: [CType]
}
