import RothostSeries
import Testing

@testable import RothostHost

@Suite("Bad descriptors")
struct DescriptorTests {
  /// What each `DEFECT` of `broken.c` must be called.
  static let defects: [(Int, String)] = [
    (1, "choice \"a\" is there twice"), (2, "rot_input_spec.struct_size is 8"),
    (3, "input 0, flags 64 are unknown"), (4, "transform 9 is unknown"),
    (5, "minimum_count 5 and maximum_count 2 contradict"), (6, "input 0, role is NULL or empty"),
    (7, "role \"series\" is there twice"), (8, "type 99 is unknown"),
    (9, "default_text does not fit: parameter window must be a whole number"),
    (10, "parameter window must be between 1 and 500, not 0"),
    (11, "minimum 600.0 and maximum 500.0 contradict"),
    (12, "parameter \"window\" is there twice"), (13, "has no choice \"c\""),
    (14, "choices[1] is NULL"), (15, "choices are missing"), (16, "column 0, type 0 is unknown"),
    (17, "output 0, kind 7 is unknown"), (18, "a series is ROT_REAL or ROT_CHOICE, not text"),
    (19, "output \"n\" is there twice"), (20, "the table has no columns"),
    (21, "rot_indicator.struct_size is 40, but version 1 has 152 bytes"),
    (23, "flags 1048576 are unknown"), (24, "indicator 0, id is NULL or empty"),
    (25, "id \"no spaces allowed\" is not a name"), (26, "version is NULL or empty"),
    (27, "summary is not UTF-8"), (28, "inputs is NULL, but its count is 1"),
    (29, "it has no inputs"), (30, "parameters has 5000 elements"), (31, "it has no outputs"),
    (32, "alignments 64 is not a mask"), (33, "default_alignment 1 is not one of alignments"),
    (34, "evaluate is NULL"), (35, "ROT_STREAMING is set, but open, update, snapshot or close"),
    (36, "rot_indicator is not a valid pointer"), (37, "rot_plugin.struct_size is 16"),
    (38, "built for ABI version 2"), (39, "name is NULL or empty"), (40, "it has no indicators"),
    (41, "rot_plugin_entry answered NULL"),
    (42, "columns is one list too many"), (43, "doc is one text too many"),
    (44, "summary is not a valid pointer"),
  ]

  @Test("Every defect is refused by the name of its field", arguments: defects)
  func defect(number: Int, words: String) throws {
    let folder = try Fixture.plugin("broken", id: "broken", defines: ["DEFECT=\(number)"])
    let engine = try Engine.testing(option: [folder])
    let reason = engine.listPlugins().first?.status.reason ?? "loaded"
    #expect(reason.contains(words), "\(reason)")
    do {
      _ = try engine.describe("broken")
      Issue.record("a broken plugin was described")
    } catch {
      #expect(error.message.contains(words) && error.plugin == "broken" && error.phase == "load")
    }
  }

  @Test(
    "The sound version and a longer struct of a later host are accepted", arguments: [0, 22, 45])
  func sound(number: Int) throws {
    let folder = try Fixture.plugin("broken", id: "broken", defines: ["DEFECT=\(number)"])
    let description = try Engine.testing(option: [folder]).describe("broken")
    #expect(description.parameters.map(\.name) == ["window", "mode"])
    #expect(description.parameters[0].range == 1...500)
    #expect(description.parameters[1].choices == ["a", "b"])
    #expect(description.outputs.map(\.kind) == [.scalar, .series, .table])
    #expect(description.outputs[2].columns.map(\.name) == ["lag"])
    // In 45 the struct ends within the pointer to columns, which then is not there.
    #expect(description.inputs[0].columns == [])
    #expect(description.inputs[0].maximumCount == 1 && description.inputs[0].minimumCount == 1)
  }
}
