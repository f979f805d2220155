import CRothost

/// Named categories: a string enumeration becomes a parameter or output of type choice.
///
///     enum Regime: String, Choice { case calm, stressed }
public protocol Choice: TypedValue, RawRepresentable, CaseIterable, Equatable
where RawValue == String {}

extension Choice {
  public static var typeCode: UInt32 { ROT_CHOICE }
  public static var choiceNames: [String] { allCases.map(\.rawValue) }

  public init?(_ cell: Cell) {
    guard case .integer(let index) = cell, Self.allCases.indices(contain: Int(index)) else {
      return nil
    }
    self = Self.allCases[Self.allCases.index(Self.allCases.startIndex, offsetBy: Int(index))]
  }

  /// The position among all cases.
  public var code: Int {
    var position = 0
    for other in Self.allCases {
      if other == self { return position }
      position += 1
    }
    return position
  }

  public var cell: Cell { .integer(Int64(code)) }
  public var text: String { rawValue }
}

extension Collection {
  fileprivate func indices(contain offset: Int) -> Bool { offset >= 0 && offset < count }
}
