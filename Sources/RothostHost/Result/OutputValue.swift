import RothostSeries

/// `ROT_MISSING`: a missing integer, boolean, time, duration, choice or date.
let missingInteger = Int64.min

/// One output of a finished evaluation, as it is stored.
enum OutputValue: Sendable {
  case missing
  case real(Double)
  case integer(Int64)
  case text(String)
  case series(TimeAxis, SharedArray<Double>)
  case table([TableColumn.Storage], rowCount: Int)
}

/// One cell of a row that is added to a table.
enum Cell: Sendable, Equatable {
  case real(Double)
  /// Any type that is kept in an integer.
  case integer(ValueType, Int64)
  /// nil = missing.
  case text(String?)

  var type: ValueType {
    switch self {
    case .real: .real
    case .integer(let type, _): type
    case .text: .text
    }
  }
}

/// A series that an indicator answered: values on the frame's stamps or on its own.
public struct SeriesOutput: Sendable {
  public let description: OutputDescription
  public let timeKind: TimeKind
  public let times: SharedArray<Int64>
  /// NaN = missing. Where `description.type` is `.choice`: codes, indices into the choices.
  public let values: SharedArray<Double>

  public var name: String { description.name }
  public var unit: String? { description.unit }
  public var count: Int { values.count }

  public func withTimes<Answer, Failure: Error>(
    _ body: (Span<Int64>) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try times.withSpan(body)
  }

  public func withValues<Answer, Failure: Error>(
    _ body: (Span<Double>) throws(Failure) -> Answer
  ) throws(Failure) -> Answer {
    try values.withSpan(body)
  }

  /// The name of the category at `row`; nil where it is missing. O(1).
  public func choice(at row: Int) -> String? {
    let code = values[row]
    return code.isNaN ? nil : description.choices[Int(code)]
  }
}

/// A table that an indicator answered; without rows where it wrote none.
public struct TableOutput: Sendable {
  public let description: OutputDescription
  public let rowCount: Int
  public let columns: [TableColumn]

  public var name: String { description.name }

  public func column(_ name: String) -> TableColumn? {
    columns.first { $0.description.name == name }
  }
}

/// One column of a table; `storage` follows from `description.type`.
public struct TableColumn: Sendable {
  public enum Storage: Sendable {
    /// NaN = missing.
    case reals(SharedArray<Double>)
    /// Every type that is kept in an integer; `Int64.min` = missing.
    case integers(SharedArray<Int64>)
    case texts(TextArray)

    var count: Int {
      switch self {
      case .reals(let values): values.count
      case .integers(let values): values.count
      case .texts(let texts): texts.count
      }
    }
  }

  public let description: ColumnDescription
  public let storage: Storage

  public var name: String { description.name }
  public var unit: String? { description.unit }
  public var type: ValueType { description.type }
  public var choices: [String] { description.choices }

  public var count: Int { storage.count }
}
