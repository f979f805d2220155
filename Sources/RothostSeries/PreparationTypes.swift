/// Whether stamps are session dates (stored as their 00:00 UTC) or instants.
public enum TimeKind: Sendable, Hashable {
  case dates
  case instants
}

/// What becomes of an input's levels after alignment; raw values as in `plugin.h`.
public enum Transform: Int32, Sendable, Hashable, CaseIterable {
  case level = 0
  case log = 1
  case simple = 2
  case difference = 3
}

/// How inputs come onto one clock; raw values are the bits of the ABI's mask.
public enum Alignment: UInt32, Sendable, Hashable, CaseIterable {
  case native = 1
  case inner = 2
  case previous = 4
}

/// The clock an evaluation samples its inputs on.
public enum SamplingClock: Sendable, Hashable {
  case native
  case daily
  /// Weeks ending on the given day, 0 = Monday … 6 = Sunday; `1w` is Friday.
  case weekly(endingOn: Int)
  case monthly
  /// The stamps of the input bound to this role.
  case role(String)
}

/// A length of time in nanoseconds.
public struct TimeSpan: Sendable, Hashable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }
}
