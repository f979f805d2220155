/// One function as TA-Lib describes it.
struct TALibFunction: Equatable {
  /// `RSI`; the C function is `TA_RSI`.
  var name: String
  var summary: String
  var group: String
  var inputs: [Input]
  var options: [Option]
  var outputs: [Output]

  enum Input: Equatable {
    /// A series of any kind: `inReal`, `inReal0`, `inPeriods`.
    case real(String)
    /// Columns of a price series, in TA-Lib's order.
    case prices([String])
  }

  struct Option: Equatable {
    /// As talib names it: `timeperiod`.
    var name: String
    var help: String
    var kind: Kind
    var fallback: Double

    enum Kind: Equatable {
      case real(ClosedRange<Double>?)
      case integer(ClosedRange<Double>?)
      case choice([(code: Int32, name: String)])

      static func == (one: Kind, other: Kind) -> Bool {
        switch (one, other) {
        case (.real(let a), .real(let b)), (.integer(let a), .integer(let b)): a == b
        case (.choice(let a), .choice(let b)):
          a.map(\.code) == b.map(\.code) && a.map(\.name) == b.map(\.name)
        default: false
        }
      }
    }
  }

  struct Output: Equatable {
    /// As talib names it: `upperband`.
    var name: String
    var isInteger: Bool
  }
}
