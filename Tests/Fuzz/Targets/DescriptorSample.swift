import CRothost

/// A plugin with every kind of input, parameter and output, made odd by the choices of an input.
///
/// Without choices it is sound.
final class DescriptorSample: @unchecked Sendable {
  private let memory: DescriptorMemory
  private(set) var plugin: UnsafePointer<rot_plugin>?

  init(_ choices: [UInt8] = []) {
    memory = DescriptorMemory(choices)
    var plugin = rot_plugin()
    plugin.struct_size = size(of: rot_plugin.self)
    plugin.abi_version = memory.number(ROT_ABI_VERSION)
    plugin.name = memory.text("sample")
    plugin.version = memory.text("1.0.0")
    let indicators = memory.list([indicator()])
    plugin.indicators = indicators.list
    plugin.indicator_count = indicators.count
    self.plugin = memory.store(plugin)
  }

  private func size<T>(of type: T.Type) -> UInt32 { memory.number(UInt32(MemoryLayout<T>.size)) }

  private func indicator() -> UnsafePointer<rot_indicator>? {
    var indicator = rot_indicator()
    indicator.struct_size = size(of: rot_indicator.self)
    indicator.flags = memory.number(ROT_STREAMING | ROT_DETERMINISTIC | ROT_THREAD_SAFE)
    indicator.id = memory.text("sample")
    indicator.version = memory.text("1.0.0")
    indicator.summary = memory.text("All there is")
    indicator.documentation = memory.text(nil)
    (indicator.inputs, indicator.input_count) = memory.list([
      input("leader", 0, "close"), input("others", ROT_REPEATED | ROT_OPTIONAL, "high,low"),
    ])
    (indicator.parameters, indicator.parameter_count) = memory.list([
      parameter("window", ROT_INTEGER, "60", 2...500), parameter("level", ROT_REAL, "0.05"),
      parameter("lags", ROT_INTEGER | ROT_LIST, "1,2,3"),
      parameter("mode", ROT_CHOICE, "b", choices: ["a", "b"]),
      parameter("on", ROT_BOOLEAN, "true"), parameter("span", ROT_DURATION, "28d"),
      parameter("day", ROT_DATE, "2014-01-02"), parameter("note", ROT_TEXT, "x"),
    ])
    (indicator.outputs, indicator.output_count) = memory.list([
      output("p_value", ROT_OUTPUT_SCALAR, flags: ROT_P_VALUE),
      output("score", ROT_OUTPUT_SERIES, flags: ROT_CAUSAL),
      output("runs", ROT_OUTPUT_TABLE, columns: [column("start"), column("depth")]),
    ])
    indicator.alignments = memory.number(ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS)
    indicator.default_alignment = memory.number(ROT_ALIGN_INNER)
    // Nobody calls them: what counts is whether they are there.
    let present = memory.byte()
    if present & 1 == 0 { indicator.evaluate = { _ in 0 } }
    if present & 2 == 0 { indicator.open = { _, _ in 0 } }
    if present & 4 == 0 { indicator.update = { _, _ in 0 } }
    if present & 8 == 0 { indicator.snapshot = { _, _ in 0 } }
    if present & 16 == 0 { indicator.close = { _ in } }
    return memory.store(indicator)
  }

  private func input(
    _ role: String, _ flags: UInt32, _ columns: String
  ) -> UnsafePointer<rot_input_spec>? {
    var spec = rot_input_spec()
    spec.struct_size = size(of: rot_input_spec.self)
    spec.flags = memory.number(flags)
    spec.transform = Int32(bitPattern: memory.number(1))
    spec.minimum_count = memory.number(0)
    spec.maximum_count = memory.number(0)
    spec.role = memory.text(role)
    spec.default_series = memory.text("IWM,SPY:close")
    spec.demo_series = memory.text("DEMO_CRYPTO")
    spec.columns = memory.text(columns)
    return memory.store(spec)
  }

  private func parameter(
    _ name: String, _ type: UInt32, _ value: String, _ range: ClosedRange<Double> = 0...0,
    choices: [String] = []
  ) -> UnsafePointer<rot_parameter_spec>? {
    var spec = rot_parameter_spec()
    spec.struct_size = size(of: rot_parameter_spec.self)
    spec.type = memory.number(type)
    spec.name = memory.text(name)
    spec.default_text = memory.text(value)
    spec.minimum = memory.real(range.lowerBound)
    spec.maximum = memory.real(range.upperBound)
    (spec.choices, spec.choice_count) = memory.list(choices.map { memory.text($0) })
    return memory.store(spec)
  }

  private func output(
    _ name: String, _ kind: UInt32, flags: UInt32 = 0,
    columns: [UnsafePointer<rot_column_spec>?] = []
  ) -> UnsafePointer<rot_output_spec>? {
    var spec = rot_output_spec()
    spec.struct_size = size(of: rot_output_spec.self)
    spec.flags = memory.number(flags)
    spec.kind = memory.number(kind)
    spec.type = memory.number(ROT_REAL)
    spec.name = memory.text(name)
    (spec.columns, spec.column_count) = memory.list(columns)
    (spec.choices, spec.choice_count) = memory.list([])
    return memory.store(spec)
  }

  private func column(_ name: String) -> UnsafePointer<rot_column_spec>? {
    var spec = rot_column_spec()
    spec.struct_size = size(of: rot_column_spec.self)
    spec.flags = memory.number(0)
    spec.type = memory.number(ROT_REAL)
    spec.name = memory.text(name)
    return memory.store(spec)
  }
}
