import CRothost
import Testing

@testable import RothostPluginKit

private var made: UnsafePointer<rot_plugin> { samplePlugin() }

private func text(_ pointer: UnsafePointer<CChar>?) -> String? {
  pointer.map { String(cString: $0) }
}

@Suite("A plugin made with the kit")
struct PluginTests {
  @Test("has a descriptor with every field that plugin.h asks for")
  func descriptor() {
    let about = made.pointee
    #expect(about.struct_size == UInt32(MemoryLayout<rot_plugin>.size))
    #expect(about.abi_version == UInt32(ROT_ABI_VERSION))
    #expect(text(about.name) == "sample" && text(about.version) == "3.0.0")
    #expect(about.indicator_count == 2)
    let indicator = about.indicators[0]!.pointee
    #expect(indicator.struct_size == UInt32(MemoryLayout<rot_indicator>.size))
    #expect(text(indicator.id) == "everything" && text(indicator.version) == "2.1.0")
    #expect(indicator.flags == ROT_DETERMINISTIC | ROT_THREAD_SAFE)
    #expect(indicator.alignments == ROT_ALIGN_INNER | ROT_ALIGN_PREVIOUS)
    #expect(indicator.default_alignment == ROT_ALIGN_PREVIOUS)
    #expect(indicator.update == nil && indicator.open == nil)
    let stream = about.indicators[1]!.pointee
    #expect(stream.flags & ROT_STREAMING != 0)
    #expect(stream.update != nil && stream.peek != nil && stream.snapshot != nil)
  }

  @Test("lists inputs with role, flags, counts, transform and defaults")
  func inputs() {
    let indicator = made.pointee.indicators[0]!.pointee
    let inputs = (0..<Int(indicator.input_count)).map { indicator.inputs[$0]!.pointee }
    #expect(inputs.map { text($0.role) } == ["first", "maybe", "basket"])
    #expect(inputs.map(\.flags) == [ROT_REQUIRED, ROT_OPTIONAL, ROT_REPEATED])
    #expect(
      inputs.map(\.transform) == [ROT_TRANSFORM_LOG, ROT_TRANSFORM_DIFFERENCE, ROT_TRANSFORM_LEVEL])
    #expect(inputs[2].minimum_count == 1 && inputs[2].maximum_count == 3)
    #expect(inputs.map { text($0.default_series) } == ["IWM", nil, "A,B"])
    #expect(text(inputs[0].demo_series) == "DEMO_SMALL")
  }

  @Test("lists parameters with type, default as a user writes it, range and choices")
  func parameters() {
    let indicator = made.pointee.indicators[0]!.pointee
    let specs = (0..<Int(indicator.parameter_count)).map { indicator.parameters[$0]!.pointee }
    #expect(
      specs.map { text($0.name) } == [
        "max_lag", "ratio", "is_loud", "title", "mode", "step", "since", "horizons", "names",
      ])
    #expect(
      specs.map(\.type) == [
        ROT_INTEGER, ROT_REAL, ROT_BOOLEAN, ROT_TEXT, ROT_CHOICE, ROT_DURATION, ROT_DATE,
        ROT_INTEGER | ROT_LIST, ROT_TEXT | ROT_LIST,
      ])
    #expect(
      specs.map { text($0.default_text) } == [
        "60", "0.5", "false", "none", "fancy", "2d", "2016-07-09", "30,60,90", "x,y",
      ])
    #expect(specs[0].minimum == 1 && specs[0].maximum == 500 && text(specs[0].unit) == "bars")
    #expect(specs[7].minimum == 1 && specs[7].maximum == 365)
    #expect(specs[2].minimum == specs[2].maximum)
    #expect(specs[4].choice_count == 2 && text(specs[4].choices[1]) == "fancy")
  }

  @Test("lists outputs with kind, type, flags and columns")
  func outputs() {
    let indicator = made.pointee.indicators[0]!.pointee
    let specs = (0..<Int(indicator.output_count)).map { indicator.outputs[$0]!.pointee }
    #expect(
      specs.map { text($0.name) } == [
        "sum", "p_value", "count", "echo", "nothing", "chosen", "lines",
      ])
    #expect(specs[0].kind == ROT_OUTPUT_SERIES && specs[0].flags == ROT_CAUSAL)
    #expect(specs[1].kind == ROT_OUTPUT_SCALAR && specs[1].flags == ROT_P_VALUE)
    #expect(specs[5].type == ROT_CHOICE && specs[5].choice_count == 2)
    let columns = (0..<4).map { specs[6].columns[$0]!.pointee }
    #expect(columns.map { text($0.name) } == ["time", "size", "label", "mode"])
    #expect(columns.map(\.type) == [ROT_TIME, ROT_REAL, ROT_TEXT, ROT_CHOICE])
    #expect(columns[0].flags == ROT_CAUSAL && columns[1].flags == 0)
  }

  @Test("is the same plugin when its entry is called again, and none beyond eight indicators")
  func again() {
    let first = samplePlugin()
    #expect(plugin("sample", RunningTotals.self) == first)
    let many: [any Indicator.Type] = Array(repeating: Everything.self, count: Slots.capacity + 1)
    #expect(Registry.plugin("too many", version: "1.0.0", many) == nil)
  }
}
