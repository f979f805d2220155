import RothostSeries

/// What an indicator declares, copied out of its descriptor and checked when it was loaded.
public struct IndicatorDescription: Sendable, Equatable {
  public struct Flags: OptionSet, Sendable {
    public var rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }
    public static let streaming = Flags(rawValue: 1)
    public static let deterministic = Flags(rawValue: 2)
    public static let threadSafe = Flags(rawValue: 4)
  }

  public var id: String
  public var version: String
  public var summary: String
  public var documentation: String
  public var flags: Flags
  public var inputs: [InputDescription]
  public var parameters: [ParameterDescription]
  public var outputs: [OutputDescription]
  public var alignments: [Alignment]
  public var defaultAlignment: Alignment
}

public struct InputDescription: Sendable, Equatable {
  public var role: String
  public var documentation: String
  public var isOptional: Bool
  public var isRepeated: Bool
  public var minimumCount: Int
  /// nil = no limit.
  public var maximumCount: Int?
  public var transform: Transform
  /// `SERIES[:COLUMN]`, in order; empty = must be given.
  public var defaultSeries: [String]
  public var demoSeries: [String]
  /// What one series given without a column feeds the role with; empty = its default column.
  public var columns: [String] = []
}

public struct ParameterDescription: Sendable, Equatable {
  public var name: String
  public var documentation: String
  public var unit: String?
  public var type: ValueType
  public var isList: Bool
  public var defaultText: String
  /// nil = no limit. Durations in nanoseconds.
  public var range: ClosedRange<Double>?
  public var choices: [String]
}

public struct OutputFlags: OptionSet, Sendable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public static let causal = OutputFlags(rawValue: 1)
  public static let pValue = OutputFlags(rawValue: 2)
}

public struct OutputDescription: Sendable, Equatable {
  public enum Kind: UInt32, Sendable {
    case scalar = 1
    case series = 2
    case table = 3

    public var name: String {
      switch self {
      case .scalar: "scalar"
      case .series: "series"
      case .table: "table"
      }
    }
  }

  public var name: String
  public var documentation: String
  public var unit: String?
  public var kind: Kind
  public var type: ValueType
  public var flags: OutputFlags
  public var choices: [String]
  public var columns: [ColumnDescription]
}

public struct ColumnDescription: Sendable, Equatable {
  public var name: String
  public var documentation: String
  public var unit: String?
  public var type: ValueType
  public var flags: OutputFlags
  public var choices: [String]
}
