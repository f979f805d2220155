import CRothost

/// Writes descriptors into memory that is never freed: hosts keep pointers into it for ever.
enum Descriptors {
  static func plugin(
    _ name: String, version: String, indicators: [UnsafePointer<rot_indicator>?]
  ) -> PluginDescriptor {
    // Every pointer stored below points to memory that is never freed.
    var plugin = unsafe rot_plugin()
    unsafe plugin.struct_size = UInt32(MemoryLayout<rot_plugin>.size)
    unsafe plugin.abi_version = ROT_ABI_VERSION
    unsafe plugin.name = text(name)
    unsafe plugin.version = text(version)
    unsafe plugin.indicators = list(indicators)
    unsafe plugin.indicator_count = UInt32(indicators.count)
    return unsafe place(plugin)
  }

  static func indicator(_ about: Specification, slot: Int) -> UnsafePointer<rot_indicator> {
    // As above; the functions are those of the slot, which serve this indicator alone.
    var indicator = unsafe rot_indicator()
    unsafe indicator.struct_size = UInt32(MemoryLayout<rot_indicator>.size)
    unsafe indicator.flags = about.flags
    unsafe indicator.id = text(about.id)
    unsafe indicator.version = text(about.version)
    unsafe indicator.summary = text(about.summary)
    unsafe indicator.documentation = text(about.documentation)
    unsafe indicator.inputs = list(about.inputs.map { unsafe input($0.name, $0.fields) })
    unsafe indicator.input_count = UInt32(about.inputs.count)
    unsafe indicator.parameters = list(
      about.parameters.map { unsafe parameter($0.name, $0.fields) })
    unsafe indicator.parameter_count = UInt32(about.parameters.count)
    unsafe indicator.outputs = list(about.outputs.map { unsafe output($0.name, $0.fields) })
    unsafe indicator.output_count = UInt32(about.outputs.count)
    unsafe indicator.alignments = about.alignments
    unsafe indicator.default_alignment = about.defaultAlignment
    unsafe indicator.look_back = Slots.lookBack[slot]
    unsafe indicator.evaluate = Slots.evaluate[slot]
    if about.flags & ROT_STREAMING != 0 {
      // The stream functions find their indicator through the state.
      unsafe indicator.open = Slots.open[slot]
      unsafe indicator.update = StreamHandle.updateFunction
      unsafe indicator.peek = StreamHandle.peekFunction
      unsafe indicator.snapshot = StreamHandle.snapshotFunction
      unsafe indicator.close = StreamHandle.closeFunction
    }
    return unsafe place(indicator)
  }

  private static func input(
    _ name: String, _ fields: InputFields
  ) -> UnsafePointer<rot_input_spec>? {
    // Texts are never freed.
    var input = unsafe rot_input_spec()
    unsafe input.struct_size = UInt32(MemoryLayout<rot_input_spec>.size)
    unsafe input.flags = fields.flags
    unsafe input.transform = fields.transform.rawValue
    unsafe input.minimum_count = UInt32(fields.count.lowerBound)
    unsafe input.maximum_count = UInt32(fields.count.upperBound)
    unsafe input.role = text(name)
    unsafe input.doc = text(fields.documentation)
    unsafe input.default_series = text(fields.defaultSeries)
    unsafe input.demo_series = text(fields.demoSeries)
    return unsafe place(input)
  }

  private static func parameter(
    _ name: String, _ fields: ParameterFields
  ) -> UnsafePointer<rot_parameter_spec>? {
    // Texts are never freed.
    var parameter = unsafe rot_parameter_spec()
    unsafe parameter.struct_size = UInt32(MemoryLayout<rot_parameter_spec>.size)
    unsafe parameter.type = fields.typeCode | (fields.isList ? ROT_LIST : 0)
    unsafe parameter.choices = names(fields.choices)
    unsafe parameter.choice_count = UInt32(fields.choices.count)
    unsafe parameter.name = text(name)
    unsafe parameter.doc = text(fields.about.documentation)
    unsafe parameter.unit = text(fields.about.unit)
    unsafe parameter.default_text = text(fields.defaultText)
    unsafe parameter.minimum = fields.range?.lowerBound ?? 0
    unsafe parameter.maximum = fields.range?.upperBound ?? 0
    return unsafe place(parameter)
  }

  private static func output(
    _ name: String, _ fields: OutputFields
  ) -> UnsafePointer<rot_output_spec>? {
    // Texts and columns are never freed.
    var output = unsafe rot_output_spec()
    unsafe output.struct_size = UInt32(MemoryLayout<rot_output_spec>.size)
    unsafe output.flags = fields.flags.rawValue
    unsafe output.kind = fields.kind.rawValue
    unsafe output.type = fields.typeCode
    unsafe output.name = text(name)
    unsafe output.doc = text(fields.about.documentation)
    unsafe output.unit = text(fields.about.unit)
    unsafe output.choices = names(fields.choices)
    unsafe output.choice_count = UInt32(fields.choices.count)
    unsafe output.columns = list(fields.columns.map { unsafe column($0.name, $0.fields) })
    unsafe output.column_count = UInt32(fields.columns.count)
    return unsafe place(output)
  }

  private static func column(
    _ name: String, _ fields: OutputFields
  ) -> UnsafePointer<rot_column_spec>? {
    // Texts are never freed.
    var column = unsafe rot_column_spec()
    unsafe column.struct_size = UInt32(MemoryLayout<rot_column_spec>.size)
    unsafe column.flags = fields.flags.rawValue
    unsafe column.type = fields.typeCode
    unsafe column.choices = names(fields.choices)
    unsafe column.choice_count = UInt32(fields.choices.count)
    unsafe column.name = text(name)
    unsafe column.doc = text(fields.about.documentation)
    unsafe column.unit = text(fields.about.unit)
    return unsafe place(column)
  }

  private static func text(_ text: String?) -> UnsafePointer<CChar>? {
    // Kept for ever.
    unsafe text.map { unsafe UnsafePointer(CText.copy($0)) }
  }

  private static func names(_ names: [String]) -> UnsafePointer<UnsafePointer<CChar>?>? {
    // Kept for ever.
    unsafe names.isEmpty ? nil : list(names.map { unsafe text($0) })
  }

  private static func list<Element>(_ elements: [Element]) -> UnsafePointer<Element>? {
    // Allocated for exactly the elements that are written; kept for ever.
    let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    for (index, element) in elements.enumerated() {
      unsafe (copy + index).initialize(to: element)
    }
    return unsafe UnsafePointer(copy)
  }

  private static func place<Value>(_ value: Value) -> UnsafePointer<Value> {
    // One value, written at once; kept for ever.
    let copy = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    unsafe copy.initialize(to: value)
    return unsafe UnsafePointer(copy)
  }
}
