/// What becomes of an input's levels before the indicator sees them.
public enum Transform: Int32, Sendable {
  case level = 0
  /// Log returns, ln(x_t / x_{t-1}).
  case log = 1
  /// Simple returns, x_t / x_{t-1} - 1.
  case simple = 2
  case difference = 3
}

/// An input that must be bound to one series.
public struct Input: Sendable, Declaration {
  @usableFromInline let position: Int
  let fields: InputFields

  /// - Parameters:
  ///   - standard: the series bound where the user names none, as "IWM" or "HYG:adj_close".
  ///   - demo: the series of the built-in demo market that stands in where the cache is empty.
  public init(
    _ documentation: String, default standard: String? = nil, demo: String? = nil,
    transform: Transform = .level
  ) {
    position = Positions.next(.input)
    fields = InputFields(
      documentation: documentation, flags: 0, transform: transform, count: 1...1,
      defaultSeries: standard, demoSeries: demo)
  }

  func add(to specification: inout Specification, name: String) {
    specification.inputs.append((name, fields))
  }
}

/// An input that may be left unbound; it then reads as nil.
public struct OptionalInput: Sendable, Declaration {
  @usableFromInline let position: Int
  let fields: InputFields

  /// - Parameter standard: bound where the user names none and the cache has it.
  public init(
    _ documentation: String, default standard: String? = nil, demo: String? = nil,
    transform: Transform = .level
  ) {
    position = Positions.next(.input)
    fields = InputFields(
      documentation: documentation, flags: 1, transform: transform, count: 1...1,
      defaultSeries: standard, demoSeries: demo)
  }

  func add(to specification: inout Specification, name: String) {
    specification.inputs.append((name, fields))
  }
}

/// An input that takes several series, in the order the user gives them.
public struct RepeatedInput: Sendable, Declaration {
  @usableFromInline let position: Int
  let fields: InputFields

  public init(
    _ documentation: String, count: ClosedRange<Int>, default standard: [String] = [],
    demo: [String] = [], transform: Transform = .level
  ) {
    position = Positions.next(.input)
    fields = InputFields(
      documentation: documentation, flags: count.lowerBound == 0 ? 3 : 2, transform: transform,
      count: max(1, count.lowerBound)...max(1, count.upperBound),
      defaultSeries: standard.isEmpty ? nil : standard.joined(separator: ","),
      demoSeries: demo.isEmpty ? nil : demo.joined(separator: ","))
  }

  func add(to specification: inout Specification, name: String) {
    specification.inputs.append((name, fields))
  }
}
