import Glibc

/// What becomes of an input's levels after alignment; raw values as in `plugin.h`.
///
/// Returns are taken after alignment, so that the weekend move of an asset that trades every day
/// lands in Monday's return instead of vanishing.
public enum Transform: Int32, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case level = 0
  /// ln(x_t / x_{t-1}).
  case log = 1
  /// x_t / x_{t-1} - 1.
  case simple = 2
  /// x_t - x_{t-1}.
  case difference = 3

  /// The word of the command line, or nil where there is no such transform.
  public init?(name: String) {
    guard let match = Self.allCases.first(where: { $0.description == name }) else { return nil }
    self = match
  }

  public var description: String {
    switch self {
    case .level: "level"
    case .log: "log"
    case .simple: "simple"
    case .difference: "difference"
    }
  }

  /// Whether a row needs the level before it, so that a frame's first row is dropped.
  @inlinable
  public var needsPreviousLevel: Bool { self != .level }

  /// The transformed value of one row; batch and streaming both use this, so they agree bit for bit.
  ///
  /// A missing level gives NaN. Wherever the result is not finite, `fault(previous:current:)` tells
  /// bad levels from missing ones. O(1).
  @inlinable
  public func value(previous: Double, current: Double) -> Double {
    switch self {
    case .level: current
    case .log: Self.logReturn(previous: previous, current: current)
    case .simple: (current - previous) / previous
    case .difference: current - previous
    }
  }

  /// ln(current / previous) without the loss of a rounded ratio or of two rounded logarithms.
  ///
  /// Within a factor of two the difference is exact (Sterbenz 1974) and `log1p` keeps its relative
  /// accuracy: a level of 1e9 with moves of 1e-3 still has 15 correct digits in each return.
  @inlinable
  static func logReturn(previous: Double, current: Double) -> Double {
    guard previous > 0, current > 0 else { return .nan }
    let ratio = current / previous
    if ratio >= 0.5, ratio <= 2 { return log1p((current - previous) / previous) }
    return ratio.isNormal ? Glibc.log(ratio) : Glibc.log(current) - Glibc.log(previous)
  }

  /// Why two successive levels have no such value, and what to do; nil where they do or one is missing.
  public func fault(previous: Double, current: Double) -> String? {
    if needsPreviousLevel, let fault = fault(ofLevel: previous) { return fault }
    if let fault = fault(ofLevel: current) { return fault }
    guard needsPreviousLevel, !previous.isNaN, !current.isNaN else { return nil }
    if self == .simple, previous == 0 {
      return "follows a value of 0, so it has no simple return; use @difference or @level"
    }
    return value(previous: previous, current: current).isFinite
      ? nil : "is too far from the value before it for a finite \(self); use @level"
  }

  /// Why a level is bad by itself: it is infinite, or has no logarithm where one is needed.
  func fault(ofLevel level: Double) -> String? {
    if level.isInfinite { return "is infinite; mark a missing value as NaN or remove the row" }
    guard self == .log, level <= 0 else { return nil }
    return "is not above 0, so it has no log return; use @difference, @simple or @level"
  }
}
