import RothostSeries

/// How much is validated, and with what random numbers.
public struct ValidationOptions: Sendable {
  /// The deepest level that runs.
  public var level = CheckLevel.honesty
  /// One check by name; nil = all of the levels. Those it rests on run too and are not reported.
  public var check: String?
  /// Of the probe market and of the evaluations.
  public var seed: UInt64 = 1
  /// Of one evaluation; a slower one fails `resources.time`, one that does not end is stopped.
  public var timeoutMilliseconds: UInt32 = 5000

  public init() {}
}

/// One check as a user reads of it.
public struct CheckListing: Sendable, Equatable {
  public var name: String
  public var level: CheckLevel
  public var sentence: String
}

extension CheckListing {
  /// All checks, in the order in which they run.
  public static let all = CheckCatalogue.all.map { check in
    CheckListing(name: check.name, level: check.level, sentence: check.sentence)
  }
}
