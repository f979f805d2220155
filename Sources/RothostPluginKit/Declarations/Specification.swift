/// Everything an indicator declares, as plain values: what its C descriptor is written from.
struct Specification: Sendable {
  var id = ""
  var version = ""
  var summary = ""
  var documentation = ""
  var flags: UInt32 = 0
  var alignments: UInt32 = 0
  var defaultAlignment: UInt32 = 0
  var inputs: [(name: String, fields: InputFields)] = []
  var parameters: [(name: String, fields: ParameterFields)] = []
  var outputs: [(name: String, fields: OutputFields)] = []

  /// Reads the stored properties of an indicator, in the order of their declaration.
  init<Author: Indicator>(of indicator: Author, isStreaming: Bool) {
    id = Author.id
    version = Author.version
    summary = Author.summary
    documentation = Author.documentation
    flags = (isStreaming ? 1 : 0) | (Author.isDeterministic ? 2 : 0) | 4
    alignments = Author.alignments.reduce(0) { $0 | $1.rawValue }
    defaultAlignment = Author.alignments.first?.rawValue ?? Alignment.inner.rawValue
    for property in Mirror(reflecting: indicator).children {
      if let declaration = property.value as? any Declaration, let label = property.label {
        declaration.add(to: &self, name: Specification.words(label))
      }
    }
  }

  /// "maxLag" becomes "max_lag", "pValue" becomes "p_value".
  static func words(_ name: String) -> String {
    var result = ""
    for character in name {
      if character.isUppercase {
        result += "_" + character.lowercased()
      } else {
        result.append(character)
      }
    }
    return result
  }
}

struct DocumentedUnit: Sendable {
  var documentation: String
  var unit: String?
}

struct InputFields: Sendable {
  var documentation: String
  var flags: UInt32
  var transform: Transform
  var count: ClosedRange<Int>
  var defaultSeries: String?
  var demoSeries: String?
}

struct ParameterFields: Sendable {
  var about: DocumentedUnit
  var typeCode: UInt32
  var isList: Bool
  var choices: [String]
  var defaultText: String
  var range: ClosedRange<Double>?
}

struct OutputFields: Sendable {
  enum Kind: UInt32 {
    case column = 0
    case scalar = 1
    case series = 2
    case table = 3
  }

  var about: DocumentedUnit
  var kind: Kind
  var typeCode: UInt32
  var flags: OutputFlags
  var choices: [String]
  var columns: [(name: String, fields: OutputFields)] = []
}
