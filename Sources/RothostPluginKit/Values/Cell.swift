/// One typed value as the contract carries it; booleans, times and choices are integers.
public enum Cell: Sendable, Equatable {
  case real(Double)
  case integer(Int64)
  /// nil is missing.
  case text(String?)

  /// What `plugin.h` calls missing in integer data.
  @usableFromInline static let missingInteger = Int64.min
}
