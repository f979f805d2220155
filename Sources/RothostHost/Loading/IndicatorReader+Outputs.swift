import CRothost
import RothostSeries

/// The outputs of a descriptor and the columns of its tables.
extension IndicatorReader {
  static func outputs(
    _ raw: rot_indicator, _ reader: DescriptorReader
  ) throws(RothostError) -> [OutputDescription] {
    // The reader checks the array and each element.
    unsafe try reader.elements(raw.outputs, raw.output_count, "outputs", "output", output)
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
    // Texts, choices and columns are read through the reader only.
    return unsafe OutputDescription(
      name: try reader.name(raw.name, "name"),
      documentation: try reader.optionalText(raw.doc, "doc") ?? "",
      unit: try reader.optionalText(raw.unit, "unit"), kind: kind, type: type,
      flags: OutputFlags(rawValue: flags),
      choices: try reader.choices(raw.choices, raw.choice_count, type: type),
      columns: kind == .table ? try columns(raw, reader) : [])
  }

  private static func columns(
    _ raw: rot_output_spec, _ reader: DescriptorReader
  ) throws(RothostError) -> [ColumnDescription] {
    // The reader checks the array and each element.
    unsafe try reader.elements(raw.columns, raw.column_count, "columns", "column", column)
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
      flags: OutputFlags(rawValue: flags),
      choices: try reader.choices(raw.choices, raw.choice_count, type: type))
  }
}
