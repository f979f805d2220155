import RothostSeries

/// Writes the manifest of a TA-Lib: every function it describes as an indicator, `ta_` and its name.
public struct TALibManifest {
  public let version: String
  public let ids: [String]
  /// TOML, as `ManifestReader` reads it.
  public let text: String

  /// - Parameter file: the library, whose absolute path the manifest names.
  /// - Throws: `.plugin` where it is no TA-Lib that describes itself.
  public init(_ file: ForeignLibrary.File) throws(RothostError) {
    let description = try TALibDescription(file)
    version = description.version
    ids = description.functions.map(Self.id)
    text =
      Self.head(file.path, description.version, description.functions.count)
      + description.functions.map(Self.section).joined()
  }

  private static func id(_ function: TALibFunction) -> String { "ta_\(function.name.lowercased())" }

  /// Statuses after `TA_RetCode` of ta_common.h.
  private static func head(_ path: String, _ version: String, _ count: Int) -> String {
    """
    # Written by `rothost plugin adopt ta-lib`: the \(count) functions of TA-Lib \(version).
    # Write it again when the library moves or changes; see docs/FOREIGN.md for what the keys mean.
    library = \(quoted(path))
    name = "ta-lib"
    version = \(quoted(version))
    initialise = "int TA_Initialize(void)"
    initialised = 0
    thread_safe = true
    # Its functions compute with numbers alone, and with the mathematics of the C library.
    arithmetic = true
    # Leading rows with a missing value are left out, as talib does.
    missing = "skip_leading"
    success = 0
    too_few = [17]

    [errors]
    1 = "the library is not initialised"
    2 = "bad parameter"
    3 = "an allocation failed"
    12 = "the first row is out of range"
    13 = "the last row is out of range"
    16 = "not supported"
    17 = "not enough rows"
    5000 = "internal error"

    """
  }

  private static func section(_ function: TALibFunction) -> String {
    let arguments = TALibArguments(function)
    let name = "TA_\(function.name)"
    var lines = [
      "", "[[indicator]]", "id = \(quoted(id(function)))", "summary = \(quoted(function.summary))",
      "documentation = \(quoted(documentation(function)))",
      "inputs = [\(input(function))]",
    ]
    if !function.options.isEmpty {
      lines.append("parameters = [")
      lines += function.options.map { "  \(parameter($0))," }
      lines.append("]")
    }
    lines.append(
      "outputs = [\(function.outputs.map { output($0, function) }.joined(separator: ", "))]")
    lines += [
      "call = \(quoted("int \(name)(\(arguments.batch))"))",
      "look_back = \(quoted("int \(name)_Lookback(\(arguments.lookBack))"))",
      "written = { first = \"first\", count = \"count\" }",
      "stream.open = \(quoted("int \(name)_Open(\(arguments.open))"))",
      "stream.update = \(quoted("int \(name)_Update(\(arguments.update))"))",
      "stream.peek = \(quoted("int \(name)_Peek(\(arguments.update))"))",
      "stream.close = \(quoted("int \(name)_Close(void *state)"))",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func documentation(_ function: TALibFunction) -> String {
    let columns = function.columns
    let fed =
      columns.count == 1 && columns[0] == "close"
      ? "the default column of one series" : "\(columns.joined(separator: ", ")) of one series"
    return "\(function.summary), of TA-Lib's group \(function.group). The input is \(fed), or "
      + "\(columns.count == 1 ? "any other" : "\(columns.count) series in this order"). Values equal "
      + "those of talib.\(function.name), as do updates of a stream. Recursive functions remember "
      + "every row before the first one asked for, so that a range begins with other values than the "
      + "whole series would have there."
  }

  private static func input(_ function: TALibFunction) -> String {
    let columns = function.columns
    if columns == ["close"], case .real = function.inputs[0] { return "\"input\"" }
    let list = columns.map { quoted($0) }.joined(separator: ", ")
    return "{ role = \"input\", columns = [\(list)] }"
  }

  private static func parameter(_ option: TALibFunction.Option) -> String {
    var fields = ["name = \(quoted(option.name))"]
    switch option.kind {
    case .real(let range):
      fields += ["type = \"real\"", "default = \(option.fallback)"]
      if let range { fields += ["minimum = \(range.lowerBound)", "maximum = \(range.upperBound)"] }
    case .integer(let range):
      fields += ["type = \"integer\"", "default = \(Int(option.fallback))"]
      if let range {
        fields += ["minimum = \(Int(range.lowerBound))", "maximum = \(Int(range.upperBound))"]
      }
    case .choice(let choices):
      let fallback = choices.first { Double($0.code) == option.fallback } ?? choices[0]
      fields += [
        "type = \"choice\"", "default = \(quoted(fallback.name))",
        "choices = [\(choices.map { quoted($0.name) }.joined(separator: ", "))]",
        "codes = [\(choices.map { "\($0.code)" }.joined(separator: ", "))]",
      ]
    }
    if !option.help.isEmpty { fields.append("doc = \(quoted(option.help))") }
    return "{ \(fields.joined(separator: ", ")) }"
  }

  private static func output(_ output: TALibFunction.Output, _ function: TALibFunction) -> String {
    guard output.isInteger else { return quoted(output.name) }
    // talib holds 0 where an integer output has no answer, and counts rows from its first one.
    let index = function.name.hasSuffix("INDEX") ? ", row_index = true" : ""
    return "{ name = \(quoted(output.name)), missing = 0\(index) }"
  }

  /// As a basic string of TOML.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default:
        if scalar.value >= 0x20, scalar.value != 0x7F { quoted.unicodeScalars.append(scalar) }
      }
    }
    return quoted + "\""
  }
}

extension TALibFunction {
  /// Columns of one series that feed the inputs, as talib.abstract takes them.
  var columns: [String] {
    inputs.flatMap { input in
      switch input {
      case .prices(let columns): columns
      case .real("real"): ["close"]
      case .real("real0"): ["high"]
      case .real("real1"): ["low"]
      case .real(let name): [name]
      }
    }
  }
}

/// The argument lists of a function's calls, as ta_func.h has them in all versions.
struct TALibArguments {
  private let inputs: [String]
  private let options: [String]
  private let outputs: [String]

  init(_ function: TALibFunction) {
    let columns = function.columns
    var isOne = false
    if columns == ["close"], case .real = function.inputs[0] { isOne = true }
    inputs = isOne ? ["input"] : columns.map { "input.\($0)" }
    options = function.options.map { option in
      if case .real = option.kind { "double \(option.name)" } else { "int \(option.name)" }
    }
    outputs = function.outputs.map { "\($0.isInteger ? "int" : "double") *\($0.name)" }
  }

  private var arrays: [String] { inputs.map { "const double *\($0)" } }

  var batch: String {
    (["int 0", "int last_index"] + arrays + options + ["int *first", "int *count"] + outputs)
      .joined(separator: ", ")
  }

  var lookBack: String { options.isEmpty ? "void" : options.joined(separator: ", ") }

  var open: String {
    (["void **state"] + arrays + ["int rows"] + options + outputs).joined(separator: ", ")
  }

  var update: String {
    (["void *state"] + inputs.map { "double \($0)" } + outputs).joined(separator: ", ")
  }
}
