import CFFI
import CRothost
import Glibc
import RothostSeries

/// The C descriptor of a foreign library's indicators, as a native plugin would hand it over.
///
/// Whoever reads it cannot tell the difference: `evaluate`, `look_back` and `open` are closures that
/// know their function. Lives as long as the process, like every descriptor.
public enum ForeignDescriptor {
  /// Opens the library, finds every symbol and writes the descriptor.
  ///
  /// - Parameter services: what the host lends beside `plugin.h`.
  /// - Throws: `.notFound` with the loader's sentence; `.plugin` naming a symbol that is missing;
  ///   `.data` where the library's debugging information shows another signature.
  public static func make(
    _ library: ForeignLibrary, _ file: ForeignLibrary.File, services: ForeignServices
  ) throws(RothostError) -> UnsafePointer<rot_plugin> {
    let open = try OpenLibrary(library, file)
    try SignatureCheck.run(library, file, in: open.object)
    var indicators = unsafe [UnsafePointer<rot_indicator>?]()
    for indicator in library.indicators {
      do {
        let function = try ForeignFunction(indicator, in: open, services)
        unsafe indicators.append(kept(try Self.indicator(function)))
      } catch {
        throw RothostError(error.status, "indicator \(indicator.id): \(error.message)")
      }
    }
    // Texts and arrays are never freed.
    return unsafe kept(
      rot_plugin(
        struct_size: UInt32(MemoryLayout<rot_plugin>.size), abi_version: ROT_ABI_VERSION,
        name: text(library.name), version: text(library.version), author: nil, license: nil,
        indicators: array(indicators), indicator_count: UInt32(indicators.count), reserved: 0))
  }

  /// What went wrong as the status of a C call, its words left with the host.
  static func fail(_ host: UnsafePointer<rot_host>?, _ error: RothostError) -> rot_status {
    guard let host = unsafe host else { return error.status.rawValue }
    // The host copies the text during the call.
    return unsafe error.message.withCString { text in
      // As above.
      unsafe host.pointee.fail(host, error.status.rawValue, text)
    }
  }

  private static func indicator(_ function: ForeignFunction) throws(RothostError) -> rot_indicator {
    let source = function.indicator
    var indicator = unsafe rot_indicator()
    unsafe indicator.struct_size = UInt32(MemoryLayout<rot_indicator>.size)
    var flags: UInt32 = 0
    if source.isDeterministic { flags |= ROT_DETERMINISTIC }
    if source.isThreadSafe { flags |= ROT_THREAD_SAFE }
    if function.stream != nil { flags |= ROT_STREAMING }
    // Texts and arrays are never freed.
    unsafe indicator.flags = flags
    unsafe indicator.id = text(source.id)
    unsafe indicator.version = text(source.version)
    unsafe indicator.summary = text(source.summary)
    unsafe indicator.documentation = text(source.documentation)
    unsafe indicator.inputs = array(source.inputs.map { unsafe Optional(kept(spec($0))) })
    unsafe indicator.input_count = UInt32(source.inputs.count)
    unsafe indicator.parameters = array(source.parameters.map { unsafe Optional(kept(spec($0))) })
    unsafe indicator.parameter_count = UInt32(source.parameters.count)
    unsafe indicator.outputs = array(source.outputs.map { unsafe Optional(kept(spec($0))) })
    unsafe indicator.output_count = UInt32(source.outputs.count)
    unsafe indicator.alignments = source.alignments.reduce(0) { $0 | $1.rawValue }
    unsafe indicator.default_alignment = source.alignments.first?.rawValue ?? 0
    // The closures' own types, as `plugin.h` declares them; the data are kept for ever.
    let data = unsafe Unmanaged.passRetained(function).toOpaque()
    unsafe indicator.evaluate = unsafeBitCast(
      try Closures.evaluate(data), to: type(of: indicator.evaluate))
    unsafe indicator.look_back = unsafeBitCast(
      try Closures.lookBack(data), to: type(of: indicator.look_back))
    guard let stream = function.stream else { return unsafe indicator }
    // As above.
    unsafe indicator.open = unsafeBitCast(try Closures.open(data), to: type(of: indicator.open))
    unsafe indicator.update = StreamFunctions.update
    if stream.peek != nil { unsafe indicator.peek = StreamFunctions.peek }
    unsafe indicator.snapshot = StreamFunctions.snapshot
    unsafe indicator.close = StreamFunctions.close
    return unsafe indicator
  }

  private static func spec(_ input: ForeignInput) -> rot_input_spec {
    // Texts are never freed.
    unsafe rot_input_spec(
      struct_size: UInt32(MemoryLayout<rot_input_spec>.size),
      flags: input.columns.count > 1 ? ROT_REPEATED : ROT_REQUIRED,
      transform: input.transform.rawValue, minimum_count: UInt32(input.columns.count),
      maximum_count: UInt32(input.columns.count), reserved: 0, role: text(input.role),
      doc: text(input.documentation), default_series: optionalText(input.defaultSeries),
      demo_series: optionalText(input.demoSeries),
      columns: optionalText(input.columns.isEmpty ? nil : input.columns.joined(separator: ",")))
  }

  private static func spec(_ parameter: ForeignParameter) -> rot_parameter_spec {
    // Texts are never freed.
    unsafe rot_parameter_spec(
      struct_size: UInt32(MemoryLayout<rot_parameter_spec>.size), flags: 0,
      type: parameter.kind.code | (parameter.isList ? ROT_LIST : 0),
      choice_count: UInt32(parameter.choices.count), name: text(parameter.name),
      doc: text(parameter.documentation), unit: optionalText(parameter.unit),
      default_text: text(parameter.defaultText), minimum: parameter.range?.lowerBound ?? 0,
      maximum: parameter.range?.upperBound ?? 0,
      choices: array(parameter.choices.map { unsafe Optional(text($0)) }))
  }

  private static func spec(_ output: ForeignOutput) -> rot_output_spec {
    var flags: UInt32 = 0
    if output.isCausal { flags |= ROT_CAUSAL }
    if output.isPValue { flags |= ROT_P_VALUE }
    // Texts are never freed.
    return unsafe rot_output_spec(
      struct_size: UInt32(MemoryLayout<rot_output_spec>.size), flags: flags,
      kind: output.kind == .series ? ROT_OUTPUT_SERIES : ROT_OUTPUT_SCALAR,
      type: output.kind == .integer ? ROT_INTEGER : ROT_REAL, name: text(output.name),
      doc: text(output.documentation), unit: optionalText(output.unit), choices: nil,
      choice_count: 0, column_count: 0, columns: nil)
  }

  private static func kept<Value>(_ value: Value) -> UnsafePointer<Value> {
    // Never freed: a descriptor lives as long as the process.
    let memory = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    unsafe memory.initialize(to: value)
    return unsafe UnsafePointer(memory)
  }

  private static func array<Element>(_ elements: [Element]) -> UnsafePointer<Element>? {
    if elements.isEmpty { return nil }
    // As above.
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
    for (index, element) in elements.enumerated() {
      unsafe (memory + index).initialize(to: element)
    }
    return unsafe UnsafePointer(memory)
  }

  private static func text(_ text: String) -> UnsafePointer<CChar> {
    // As above; a copy of the bytes with NUL.
    unsafe UnsafePointer(strdup(text))
  }

  private static func optionalText(_ text: String?) -> UnsafePointer<CChar>? {
    // As above.
    unsafe text.map { unsafe Self.text($0) }
  }
}

/// The closures behind a descriptor's functions: their data is a `ForeignFunction`.
private enum Closures {
  private static let pointer = CType(.opaque, pointers: 1, spelling: "void")
  private static let status = CType(.number(.int32), spelling: "int32_t")
  private static let rows = CType(.number(.int64), spelling: "int64_t")

  private static let one = Result { () throws(RothostError) in
    try CallInterface(returns: status, arguments: [pointer], name: "evaluate")
  }
  private static let oneForRows = Result { () throws(RothostError) in
    try CallInterface(returns: rows, arguments: [pointer], name: "look_back")
  }
  private static let two = Result { () throws(RothostError) in
    try CallInterface(returns: status, arguments: [pointer, pointer], name: "open")
  }

  static func evaluate(
    _ data: UnsafeMutableRawPointer
  ) throws(RothostError) -> UnsafeMutableRawPointer {
    // The data are a function retained for ever; libffi passes one argument and a register.
    try unsafe Closure.make(one.get(), data: data) { _, result, arguments, data in
      guard
        let evaluation = unsafe Closures.argument(
          arguments, 0, as: UnsafePointer<rot_evaluation>?.self)
      else { return }
      let status = unsafe Closures.function(data).evaluate(evaluation)
      unsafe result?.storeBytes(of: Int64(status), as: Int64.self)
    }
  }

  static func lookBack(
    _ data: UnsafeMutableRawPointer
  ) throws(RothostError) -> UnsafeMutableRawPointer {
    // As above.
    try unsafe Closure.make(oneForRows.get(), data: data) { _, result, arguments, data in
      let parameters = unsafe Closures.argument(arguments, 0, as: UnsafePointer<rot_value>?.self)
      let rows = unsafe Closures.function(data).lookBack(parameters)
      unsafe result?.storeBytes(of: rows, as: Int64.self)
    }
  }

  static func open(
    _ data: UnsafeMutableRawPointer
  ) throws(RothostError) -> UnsafeMutableRawPointer {
    // As above, with two arguments.
    try unsafe Closure.make(two.get(), data: data) { _, result, arguments, data in
      let status = unsafe StreamFunctions.open(
        Closures.function(data),
        Closures.argument(arguments, 0, as: UnsafePointer<rot_evaluation>?.self),
        Closures.argument(
          arguments, 1, as: UnsafeMutablePointer<UnsafeMutableRawPointer?>?.self))
      unsafe result?.storeBytes(of: Int64(status), as: Int64.self)
    }
  }

  private static func function(_ data: UnsafeMutableRawPointer?) -> ForeignFunction {
    // What the closures were made with.
    unsafe Unmanaged<ForeignFunction>.fromOpaque(data!).takeUnretainedValue()
  }

  private static func argument<Value>(
    _ arguments: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ index: Int, as type: Value.Type
  ) -> Value {
    // libffi points to a value of the type that the interface was prepared with.
    unsafe arguments![index]!.load(as: Value.self)
  }
}
