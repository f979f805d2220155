import CRothost
import RothostSeries

/// The outputs of a descriptor and the columns of its tables.
extension IndicatorReader {
  static func outputs(
    _ raw: rot_indicator, _ reader: DescriptorReader
  ) throws(RothostError) -> [OutputDescription] {
    // The reader checks the array and each element.
    let outputs = unsafe try reader.elements(
      raw.outputs, raw.output_count, "outputs", "output", output)
    guard !outputs.isEmpty else { throw reader.fault("it has no outputs") }
    try reader.unique(outputs.map(\.name), "output")
    return outputs
  }

  private static func output(
    _ pointer: UnsafePointer<rot_output_spec>, _ reader: DescriptorReader
  ) throws(RothostError) -> OutputDescription {
    // The reader checks the struct and every text in it.
    let raw: rot_output_spec = unsafe try reader.structure(
      pointer, "rot_output_spec", versionOne: VersionOne.outputSpec)
    let (flags, code) = unsafe (raw.flags, raw.kind)
    guard let kind = OutputDescription.Kind(rawValue: code) else {
      throw reader.fault("kind \(code) is unknown")
    }
    // A table's type says nothing.
    let type = kind == .table ? .real : unsafe try reader.type(raw.type, "type")
    if kind == .series && type != .real && type != .choice {
      throw reader.fault("a series is ROT_REAL or ROT_CHOICE, not \(type.name)")
    }
    // Texts, choices and columns are read through the reader only.
    return unsafe OutputDescription(
      name: try reader.name(raw.name, "name"),
      documentation: try reader.optionalText(raw.doc, "doc") ?? "",
      unit: try reader.optionalText(raw.unit, "unit"), kind: kind, type: type,
      flags: try outputFlags(flags, reader),
      choices: try reader.choices(raw.choices, raw.choice_count, type: type),
      columns: kind == .table ? try columns(raw, reader) : [])
  }

  private static func columns(
    _ raw: rot_output_spec, _ reader: DescriptorReader
  ) throws(RothostError) -> [ColumnDescription] {
    // The reader checks the array and each element.
    let columns = unsafe try reader.elements(
      raw.columns, raw.column_count, "columns", "column", column)
    guard !columns.isEmpty else { throw reader.fault("the table has no columns") }
    try reader.unique(columns.map(\.name), "column")
    return columns
  }

  private static func column(
    _ pointer: UnsafePointer<rot_column_spec>, _ reader: DescriptorReader
  ) throws(RothostError) -> ColumnDescription {
    // The reader checks the struct and every text in it.
    let raw: rot_column_spec = unsafe try reader.structure(
      pointer, "rot_column_spec", versionOne: VersionOne.columnSpec)
    let (flags, code) = unsafe (raw.flags, raw.type)
    let type = try reader.type(code, "type")
    // Texts and choices are read through the reader only.
    return unsafe ColumnDescription(
      name: try reader.name(raw.name, "name"),
      documentation: try reader.optionalText(raw.doc, "doc") ?? "",
      unit: try reader.optionalText(raw.unit, "unit"), type: type,
      flags: try outputFlags(flags, reader),
      choices: try reader.choices(raw.choices, raw.choice_count, type: type))
  }

  private static func outputFlags(
    _ flags: UInt32, _ reader: DescriptorReader
  ) throws(RothostError) -> OutputFlags {
    guard flags & ~3 == 0 else { throw reader.fault("flags \(flags) are unknown") }
    return OutputFlags(rawValue: flags)
  }
}
