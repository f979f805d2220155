import CRothost
import RothostSeries

/// Turns a `rot_indicator` into a description and its functions, or says which field is wrong.
enum IndicatorReader {
  static func read(
    _ pointer: UnsafePointer<rot_indicator>, _ reader: DescriptorReader
  ) throws(RothostError) -> (IndicatorDescription, IndicatorFunctions) {
    // The size of every struct in version 1 is today's; a later version may only add.
    let raw: rot_indicator = unsafe try reader.structure(
      pointer, "rot_indicator", versionOne: VersionOne.indicator)
    // Each pointer of the copy is checked by the reader before it is followed.
    let id = unsafe try reader.name(raw.id, "id")
    let named = reader.renamed("indicator \(id)")
    // As above: read through the reader only.
    let description = unsafe IndicatorDescription(
      id: id, version: try named.text(raw.version, "version"),
      summary: try named.text(raw.summary, "summary"),
      documentation: try named.optionalText(raw.documentation, "documentation") ?? "",
      flags: .init(rawValue: raw.flags), inputs: try inputs(raw, named),
      parameters: try parameters(raw, named), outputs: try outputs(raw, named),
      alignments: try alignments(raw.alignments, named),
      defaultAlignment: try defaultAlignment(raw, named))
    try description.check(named)
    // Function pointers are only tested for NULL.
    let functions = unsafe try functions(raw, description, named)
    return unsafe (description, functions)
  }

  private static func inputs(
    _ raw: rot_indicator, _ reader: DescriptorReader
  ) throws(RothostError) -> [InputDescription] {
    // The reader checks the array and each element.
    unsafe try reader.elements(raw.inputs, raw.input_count, "inputs", "input", input)
  }

  private static func input(
    _ pointer: UnsafePointer<rot_input_spec>, _ reader: DescriptorReader
  ) throws(RothostError) -> InputDescription {
    // The reader checks the struct and every text in it.
    let raw: rot_input_spec = unsafe try reader.structure(
      pointer, "rot_input_spec", versionOne: VersionOne.inputSpec)
    let flags = unsafe raw.flags
    guard flags & ~3 == 0 else { throw reader.fault("flags \(flags) are unknown") }
    guard let transform = unsafe Transform(rawValue: raw.transform) else {
      throw unsafe reader.fault("transform \(raw.transform) is unknown")
    }
    let isRepeated = flags & ROT_REPEATED != 0
    let isOptional = flags & ROT_OPTIONAL != 0
    let (minimum, maximum) = unsafe (raw.minimum_count, raw.maximum_count)
    guard maximum == 0 || maximum >= minimum, minimum <= DescriptorReader.largestCount else {
      throw reader.fault("minimum_count \(minimum) and maximum_count \(maximum) contradict")
    }
    // Texts are read through the reader only.
    return unsafe InputDescription(
      role: try reader.name(raw.role, "role"),
      documentation: try reader.optionalText(raw.doc, "doc") ?? "",
      isOptional: isOptional, isRepeated: isRepeated,
      minimumCount: isOptional ? Int(minimum) : max(1, Int(minimum)),
      maximumCount: isRepeated ? (maximum == 0 ? nil : Int(maximum)) : 1,
      transform: transform,
      defaultSeries: list(try reader.optionalText(raw.default_series, "default_series")),
      demoSeries: list(try reader.optionalText(raw.demo_series, "demo_series")),
      columns: list(try reader.optionalText(raw.columns, "columns")))
  }

  private static func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
  }

  private static func parameters(
    _ raw: rot_indicator, _ reader: DescriptorReader
  ) throws(RothostError) -> [ParameterDescription] {
    // The reader checks the array and each element.
    unsafe try reader.elements(
      raw.parameters, raw.parameter_count, "parameters", "parameter", parameter)
  }

  private static func parameter(
    _ pointer: UnsafePointer<rot_parameter_spec>, _ reader: DescriptorReader
  ) throws(RothostError) -> ParameterDescription {
    // The reader checks the struct and every text in it.
    let raw: rot_parameter_spec = unsafe try reader.structure(
      pointer, "rot_parameter_spec", versionOne: VersionOne.parameterSpec)
    let (low, high, code) = unsafe (raw.minimum, raw.maximum, raw.type)
    guard low <= high else { throw reader.fault("minimum \(low) and maximum \(high) contradict") }
    let type = try reader.type(code & ~ROT_LIST, "type")
    // Texts and choices are read through the reader only.
    return unsafe ParameterDescription(
      name: try reader.name(raw.name, "name"),
      documentation: try reader.optionalText(raw.doc, "doc") ?? "",
      unit: try reader.optionalText(raw.unit, "unit"), type: type, isList: code & ROT_LIST != 0,
      defaultText: try reader.optionalText(raw.default_text, "default_text") ?? "",
      range: low == high ? nil : low...high,
      choices: try reader.choices(raw.choices, raw.choice_count, type: type))
  }

  private static func alignments(
    _ mask: UInt32, _ reader: DescriptorReader
  ) throws(RothostError) -> [Alignment] {
    let alignments = Alignment.allCases.filter { mask & $0.rawValue != 0 }
    guard !alignments.isEmpty, mask & ~7 == 0 else {
      throw reader.fault("alignments \(mask) is not a mask of ROT_ALIGN_*")
    }
    return alignments
  }

  private static func defaultAlignment(
    _ raw: rot_indicator, _ reader: DescriptorReader
  ) throws(RothostError) -> Alignment {
    // Two integers of the copy.
    let (code, mask) = unsafe (raw.default_alignment, raw.alignments)
    guard let alignment = Alignment(rawValue: code), mask & code != 0 else {
      throw reader.fault("default_alignment \(code) is not one of alignments")
    }
    return alignment
  }

  private static func functions(
    _ raw: rot_indicator, _ description: IndicatorDescription, _ reader: DescriptorReader
  ) throws(RothostError) -> IndicatorFunctions {
    // Function pointers are tested for NULL and stored, not called.
    guard let evaluate = unsafe raw.evaluate else { throw reader.fault("evaluate is NULL") }
    var streaming: IndicatorFunctions.Streaming?
    if description.flags.contains(.streaming) {
      // As above.
      guard let open = unsafe raw.open, let update = unsafe raw.update,
        let snapshot = unsafe raw.snapshot, let close = unsafe raw.close
      else {
        throw reader.fault("ROT_STREAMING is set, but open, update, snapshot or close is NULL")
      }
      unsafe streaming = IndicatorFunctions.Streaming(
        open: open, update: update, peek: raw.peek, snapshot: snapshot, close: close)
    }
    return unsafe IndicatorFunctions(
      evaluate: evaluate, lookBack: raw.look_back, streaming: streaming)
  }
}
