/// What an engine has done so far; a test or a user reads here whether frames were shared.
public struct EngineCounters: Sendable, Equatable {
  /// Evaluations that found their prepared frame ready.
  public var frameHits = 0
  /// Evaluations that had to prepare one.
  public var frameMisses = 0
  /// Bytes of the frames held now.
  public var frameBytes = 0
  /// Calls of an indicator's `evaluate`, prepared runs included.
  public var evaluations = 0
  /// Streams opened.
  public var streams = 0

  public init() {}
}
