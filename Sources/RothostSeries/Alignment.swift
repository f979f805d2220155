/// How inputs come onto one clock; raw values are the bits of the ABI's mask.
///
/// - `inner`: the stamps that all inputs have. Date-only inputs join on their session date.
/// - `previous`: the stamps of the first input; of every other input the last non-missing value
///   known by then, never one from the future.
/// - `native`: no common clock.
public enum Alignment: UInt32, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case native = 1
  case inner = 2
  case previous = 4

  /// The word of the command line, or nil where there is no such alignment.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = match
  }

  public var description: String {
    switch self {
    case .native: "native"
    case .inner: "inner"
    case .previous: "previous"
    }
  }
}
