import CRothost

/// A type that parameters, scalar outputs and table columns may have.
///
/// Conforming: `Double`, `Int`, `Bool`, `String`, `Time`, `Day`, `Timespan`, and every enumeration
/// that is a `Choice`.
public protocol TypedValue: Sendable {
  /// The type's code in `plugin.h`.
  static var typeCode: UInt32 { get }
  /// Names of the categories; empty for all but a `Choice`.
  static var choiceNames: [String] { get }
  /// The missing value of the type.
  static var missing: Cell { get }

  /// nil where the cell is of another type.
  init?(_ cell: Cell)
  var cell: Cell { get }
  /// As a user would write it on the command line.
  var text: String { get }
}

extension TypedValue {
  public static var choiceNames: [String] { [] }
  public static var missing: Cell { .integer(Cell.missingInteger) }
}

/// A type whose parameters may have a range.
public protocol BoundedValue: TypedValue, Comparable {
  /// The value as a bound of a range, in the unit the contract uses.
  var bound: Double { get }
}

extension Double: BoundedValue {
  public static var typeCode: UInt32 { ROT_REAL }
  public static var missing: Cell { .real(.nan) }

  public init?(_ cell: Cell) {
    guard case .real(let value) = cell else { return nil }
    self = value
  }

  public var cell: Cell { .real(self) }
  public var text: String { description }
  public var bound: Double { self }
}

extension Int: BoundedValue {
  public static var typeCode: UInt32 { ROT_INTEGER }

  public init?(_ cell: Cell) {
    guard case .integer(let value) = cell else { return nil }
    self = Int(value)
  }

  public var cell: Cell { .integer(Int64(self)) }
  public var text: String { description }
  public var bound: Double { Double(self) }
}

extension Bool: TypedValue {
  public static var typeCode: UInt32 { ROT_BOOLEAN }

  public init?(_ cell: Cell) {
    guard case .integer(let value) = cell else { return nil }
    self = value != 0
  }

  public var cell: Cell { .integer(self ? 1 : 0) }
  public var text: String { description }
}

extension String: TypedValue {
  public static var typeCode: UInt32 { ROT_TEXT }
  public static var missing: Cell { .text(nil) }

  public init?(_ cell: Cell) {
    guard case .text(let value?) = cell else { return nil }
    self = value
  }

  public var cell: Cell { .text(self) }
  public var text: String { self }
}
