import RothostSeries

/// One function of a library as an indicator: what the host shows, and how the call is made.
///
/// Says nothing of TOML: a manifest is one way to write it down.
public struct ForeignIndicator: Sendable {
  public var id: String
  public var version: String
  public var summary: String
  public var documentation: String
  public var inputs: [ForeignInput]
  public var parameters: [ForeignParameter]
  public var outputs: [ForeignOutput]
  public var alignments: [Alignment]
  public var isThreadSafe: Bool
  public var isDeterministic: Bool
  /// Whether infinite inputs do the function no harm, and its own infinities come of arithmetic.
  public var isArithmetic: Bool
  public var missing: MissingRule
  public var call: ForeignCall
  public var answer: ForeignAnswer
  /// Whether the function takes one row at a time, numbers instead of pointers.
  public var callsEachRow: Bool
  public var lookBack: LookBack
  public var written: Written
  /// Integers the function answers through pointers, by the names `call` gives them.
  public var outs: [String]
  public var stream: ForeignStreamCalls?

  /// Names of the columns a call may read, in the order of the frame: `x`, or `input.high`.
  public var columnNames: [String] { inputs.flatMap(\.columnNames) }

  /// What becomes of rows in which an input is missing.
  public enum MissingRule: String, Sendable, CaseIterable {
    /// NaN goes to the function.
    case pass
    /// Rows before the first one without NaN are left out of the call and out of the answer.
    case skipLeading = "skip_leading"
    /// A NaN is an error that names input and row.
    case refuse
    /// Of a function that takes one row at a time: such a row's answer is missing.
    case skip
  }

  /// Rows before the first one with an answer.
  public enum LookBack: Sendable {
    case constant(Int)
    /// A function of the library that says so.
    case call(ForeignCall)
  }

  /// Which row the first element of an output belongs to.
  public enum Written: Sendable {
    /// Element i is row i.
    case rows
    /// Element 0 is the first row after the look-back.
    case afterLookBack
    /// The function says, by two of its outs.
    case outs(first: Int, count: Int)
  }
}

/// A role, fed by one series or, with columns, by that many.
public struct ForeignInput: Sendable {
  public var role: String
  public var documentation: String
  public var transform: Transform
  /// Columns of one series that feed the role where nothing else is said; empty = one series.
  public var columns: [String]
  /// `IWM`, `HYG:adj_close`.
  public var defaultSeries: String?
  public var demoSeries: String?

  public var columnNames: [String] {
    columns.isEmpty ? [role] : columns.map { "\(role).\($0)" }
  }
}

public struct ForeignParameter: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case real, integer, boolean, choice, text

    var code: UInt32 {
      switch self {
      case .real: 1
      case .integer: 2
      case .boolean: 3
      case .text: 6
      case .choice: 7
      }
    }
  }

  public var name: String
  public var documentation: String
  public var unit: String?
  public var kind: Kind
  public var isList: Bool
  public var defaultText: String
  public var range: ClosedRange<Double>?
  public var choices: [String]
  /// What C receives for each choice.
  public var codes: [Int64]
}

public struct ForeignOutput: Sendable {
  public enum Kind: Sendable, Equatable {
    case series
    case real
    case integer
  }

  public var name: String
  public var documentation: String
  public var unit: String?
  public var kind: Kind
  public var isCausal: Bool
  public var isPValue: Bool
  /// What rows without an answer hold.
  public var missing: Double
  /// Whether values count rows from the first one the function saw.
  public var isRowIndex: Bool
  /// The input whose values the function finds in the output and changes in place.
  public var startsAs: Int?
}

/// What becomes of the returned value.
public enum ForeignAnswer: Sendable, Equatable {
  case nothing
  /// A status: `success` is well; the texts explain others.
  case status(success: Int64, tooFew: [Int64], texts: [Int64: String])
  /// The value of an output.
  case output(Int)
}

/// The functions of a library that keep a state and take one row at a time.
public struct ForeignStreamCalls: Sendable {
  /// Takes the rows so far and makes the state; answers the last row's outputs.
  public var open: ForeignCall
  public var update: ForeignCall
  public var peek: ForeignCall?
  public var close: ForeignCall
}
