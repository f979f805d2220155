/// The types a parameter, scalar output or table column may have (`ROT_REAL` … in `plugin.h`).
public enum ValueType: UInt32, Sendable, CaseIterable {
  case real = 1
  case integer = 2
  case boolean = 3
  case time = 4
  case duration = 5
  case text = 6
  case choice = 7
  case date = 8

  /// The word JSON, `plugin info` and the documentation use.
  public var name: String {
    switch self {
    case .real: "real"
    case .integer: "integer"
    case .boolean: "boolean"
    case .time: "time"
    case .duration: "duration"
    case .text: "text"
    case .choice: "choice"
    case .date: "date"
    }
  }
}

/// A typed value or list of values. Booleans, times, durations, choices and dates are integers.
public struct Value: Sendable, Equatable {
  public enum Storage: Sendable, Equatable {
    case real(Double)
    case integer(Int64)
    case text(String)
    case reals([Double])
    case integers([Int64])
    case texts([String])
  }

  public var type: ValueType
  public var storage: Storage

  public init(_ type: ValueType, _ storage: Storage) {
    self.type = type
    self.storage = storage
  }

  public var isList: Bool {
    switch storage {
    case .real, .integer, .text: false
    case .reals, .integers, .texts: true
    }
  }

  public static func real(_ value: Double) -> Value { Value(.real, .real(value)) }
  public static func integer(_ value: Int64) -> Value { Value(.integer, .integer(value)) }
  public static func text(_ value: String) -> Value { Value(.text, .text(value)) }
}
