/// What the names in a prototype may stand for, and what they resolve to.
///
/// `kind` says which call of an indicator is read, since each may name other things.
struct ArgumentNames {
  enum Kind: Equatable {
    case evaluate, eachRow, lookBack, streamOpen, streamUpdate, streamClose, library
  }

  var kind: Kind
  var inputs: [String] = []
  var parameters: [ForeignParameter] = []
  var outputs: [ForeignOutput] = []
  var outs: [String] = []

  /// Resolves every argument of a prototype.
  ///
  /// - Throws: which argument is wrong, why, and what may stand there.
  func resolve(_ prototype: Prototype) throws(PrototypeFault) -> ForeignCall {
    let returns = prototype.returns
    guard returns.isVoid || returns.number != nil || returns.pointers > 0 else {
      throw PrototypeFault(
        words: "returns `\(returns.spelling)`, whose size is not known; write an enum as int")
    }
    var arguments: [ForeignArgument] = []
    for (index, argument) in prototype.arguments.enumerated() {
      do {
        arguments.append(ForeignArgument(argument.type, try source(argument)))
      } catch {
        throw PrototypeFault(
          words: "argument \(index + 1) (`\(argument.type.description) \(argument.passed.text)`) "
            + error.words)
      }
    }
    return ForeignCall(prototype: prototype, arguments: arguments)
  }

  private func source(
    _ argument: Prototype.Argument
  ) throws(PrototypeFault) -> ForeignArgument.Source {
    if let callback = argument.callback {
      return .callback(try self.callback(callback, argument.passed))
    }
    switch argument.passed {
    case .number(let text): return try constant(text, argument.type)
    case .null:
      guard argument.type.pointers > 0 else {
        throw Self.fault("is no pointer, so it is never null")
      }
      return .null
    case .list(let items): return try list(items, argument.type)
    case .name(let name): return try named(name, argument.type)
    }
  }

  private func named(_ name: String, _ type: CType) throws(PrototypeFault) -> ForeignArgument.Source
  {
    switch name {
    case "rows", "last_index", "row": return try reserved(name, type)
    case "user":
      guard type.pointers == 1 else { throw Self.fault("must be `void *user`") }
      return .user
    case "state": return try state(type)
    default: break
    }
    if name == "work" || name.hasPrefix("work.") { return try work(name, type) }
    if let index = input(name) { return try inputSource(index, type) }
    if let index = output(name) { return try outputSource(index, type) }
    if let index = parameter(name) { return try parameterSource(index, type) }
    if name.hasPrefix("count."), let index = parameter(String(name.dropFirst(6))) {
      guard parameters[index].isList else {
        throw Self.fault("counts a parameter that is no list")
      }
      try requireInteger(type)
      return .parameterCount(index)
    }
    if let index = outs.firstIndex(of: name) {
      guard let number = type.pointee, !number.isReal, number != .boolean else {
        throw Self.fault("must be a pointer to an integer, such as int *")
      }
      return .out(index)
    }
    throw Self.fault(
      "names nothing there is; it may be \(choices.joined(separator: ", ")), a number or null")
  }

  private var choices: [String] {
    var names = inputs + parameters.map(\.name) + outputs.map(\.name) + outs
    if kind != .library && kind != .lookBack { names += ["rows", "last_index"] }
    return names
  }

  private func reserved(
    _ name: String, _ type: CType
  ) throws(PrototypeFault) -> ForeignArgument.Source {
    try requireInteger(type)
    switch (name, kind) {
    case ("row", .eachRow): return .row
    case ("row", _): throw Self.fault("is there only where `each_row = true`")
    case (_, .lookBack), (_, .library), (_, .streamUpdate), (_, .streamClose):
      throw Self.fault("is not known in this call, which sees no rows")
    case ("rows", _): return .rows
    default: return .lastIndex
    }
  }

  /// `work` is a word for each row, `work.2` two.
  private func work(_ name: String, _ type: CType) throws(PrototypeFault) -> ForeignArgument.Source
  {
    guard type.pointers == 1 else { throw Self.fault("must be a pointer, such as double *work") }
    guard kind == .evaluate else { throw Self.fault("is there only in a call over all rows") }
    guard let words = name == "work" ? 1 : Int(name.dropFirst(5)), (1...64).contains(words) else {
      throw Self.fault("must be work or work.N with N up to 64, for N words of 8 bytes a row")
    }
    return .work(words)
  }

  private func state(_ type: CType) throws(PrototypeFault) -> ForeignArgument.Source {
    switch kind {
    case .streamOpen:
      guard type.pointers == 2 else {
        throw Self.fault("must be a pointer to a pointer: void **state")
      }
      return .newState
    case .streamUpdate, .streamClose:
      guard type.pointers == 1 else { throw Self.fault("must be a pointer: void *state") }
      return .state
    default: throw Self.fault("is there only in the calls of a stream")
    }
  }

  private func inputSource(_ index: Int, _ type: CType) throws(PrototypeFault)
    -> ForeignArgument.Source
  {
    if type.pointee == .double {
      guard kind == .evaluate || kind == .streamOpen else {
        throw Self.fault("is one value in this call: pass it as double")
      }
      return .input(index)
    }
    guard let number = type.number, number.isReal else {
      throw Self.fault(
        "is an input: pass it as const double *, or as double where rows come one by one")
    }
    guard kind == .eachRow || kind == .streamUpdate else {
      throw Self.fault(
        "is a whole input: pass it as const double *, or set `each_row = true` to call the function "
          + "once a row")
    }
    return .inputValue(index)
  }

  private func outputSource(_ index: Int, _ type: CType) throws(PrototypeFault)
    -> ForeignArgument.Source
  {
    guard let number = type.pointee, number != .boolean else {
      throw Self.fault("is an output: pass it as a pointer to numbers, such as double *")
    }
    if outputs[index].kind == .integer && number.isReal {
      throw Self.fault("is an integer output: pass it as int * or int64_t *, or declare it real")
    }
    guard kind != .lookBack, kind != .library, kind != .streamClose else {
      throw Self.fault("is an output, which this call has none of")
    }
    return .output(index)
  }

  private func parameterSource(
    _ index: Int, _ type: CType
  ) throws(PrototypeFault) -> ForeignArgument.Source {
    let parameter = parameters[index]
    if parameter.isList {
      let wanted: CNumber = parameter.kind == .real ? .double : .int64
      guard type.pointee == wanted else {
        throw Self.fault(
          "is a list: pass it as const \(parameter.kind == .real ? "double" : "int64_t") *")
      }
      return .parameterPointer(index)
    }
    if parameter.kind == .text {
      guard type.isText else { throw Self.fault("is a text: pass it as const char *") }
      return .parameterPointer(index)
    }
    guard let number = type.number else {
      throw Self.fault("is one number: pass it as int, double, …, not as a pointer")
    }
    if parameter.kind == .real && !number.isReal {
      throw Self.fault("is a real parameter: pass it as double, or declare it an integer")
    }
    return .parameter(index)
  }

  private func list(
    _ items: [Prototype.Passed], _ type: CType
  ) throws(PrototypeFault) -> ForeignArgument.Source {
    let names = items.compactMap { if case .name(let name) = $0 { name } else { nil as String? } }
    if type.pointers == 2, case .number(.double) = type.base {
      guard kind == .evaluate else {
        throw Self.fault("is known only where whole inputs are passed")
      }
      let inputs = names.compactMap(input)
      if inputs.count == items.count { return .inputs(inputs) }
      let outputs = names.compactMap(output)
      if outputs.count == items.count { return .outputs(outputs) }
      throw Self.fault("must list inputs only or outputs only")
    }
    guard type.pointee == .double else {
      throw Self.fault("is a list: pass inputs or outputs as double **, numbers as const double *")
    }
    var options: [ForeignArgument.Option] = []
    for item in items {
      switch item {
      case .number(let text):
        guard let value = Double(text), value.isFinite else {
          throw Self.fault("lists `\(text)`, which is no number")
        }
        options.append(.constant(value))
      case .name(let name):
        guard let index = parameter(name), !parameters[index].isList,
          parameters[index].kind != .text
        else { throw Self.fault("lists `\(name)`, which is no parameter of one number") }
        options.append(.parameter(index))
      default: throw Self.fault("must list parameters and numbers")
      }
    }
    return .options(options)
  }

  private func constant(_ text: String, _ type: CType) throws(PrototypeFault)
    -> ForeignArgument.Source
  {
    guard let number = type.number else {
      throw Self.fault("gives a number to a pointer; write null or what it points to")
    }
    if number.isReal {
      guard let value = Double(text), value.isFinite else {
        throw Self.fault("is no finite number")
      }
      return .constant(
        number == .double ? value.bitPattern : UInt64(Float(value).bitPattern))
    }
    guard let value = Int64(text), let bits = number.bits(value) else {
      throw Self.fault("does not fit the type")
    }
    return .constant(bits)
  }

  private func requireInteger(_ type: CType) throws(PrototypeFault) {
    guard let number = type.number, !number.isReal, number != .boolean else {
      throw Self.fault("is a whole number: pass it as int, size_t or int64_t")
    }
  }

  func input(_ name: String) -> Int? { inputs.firstIndex(of: name) }
  func output(_ name: String) -> Int? { outputs.firstIndex { $0.name == name } }
  func parameter(_ name: String) -> Int? { parameters.firstIndex { $0.name == name } }

  static func fault(_ words: String) -> PrototypeFault { PrototypeFault(words: words) }
}

extension CNumber {
  /// An integer in the bits of this type; nil where it does not fit.
  public func bits(_ value: Int64) -> UInt64? {
    func fitted<Number: FixedWidthInteger>(_ type: Number.Type) -> UInt64? {
      Number(exactly: value).map { UInt64(truncatingIfNeeded: $0) }
    }
    switch self {
    case .boolean: return value == 0 || value == 1 ? UInt64(value) : nil
    case .int8: return fitted(Int8.self)
    case .uint8: return fitted(UInt8.self)
    case .int16: return fitted(Int16.self)
    case .uint16: return fitted(UInt16.self)
    case .int32: return fitted(Int32.self)
    case .uint32: return fitted(UInt32.self)
    case .int64: return fitted(Int64.self)
    case .uint64: return fitted(UInt64.self)
    case .float: return UInt64(Float(value).bitPattern)
    case .double: return Double(value).bitPattern
    }
  }
}
