import CRothost
import RothostHost
import RothostSeries
import RothostLock

/// C texts of an indicator's outputs, made once per request and shared by its results.
final class OutputTexts: Sendable {
  let names: [CText]
  let units: [CText]
  /// Per output, per column.
  let columnNames: [[CText]]
  let columnUnits: [[CText]]

  init(_ description: IndicatorDescription) {
    names = description.outputs.map { CText($0.name) }
    units = description.outputs.map { CText($0.unit ?? "") }
    columnNames = description.outputs.map { $0.columns.map { CText($0.name) } }
    columnUnits = description.outputs.map { $0.columns.map { CText($0.unit ?? "") } }
  }
}

/// What stands behind a `rot_result`: the result and the C texts handed out of it.
final class ResultHandle: Sendable {
  let result: EvaluationResult
  let texts: OutputTexts
  /// Text scalars by output, made when first asked for; they live as long as the result.
  private let scalarTexts = Mutex<[Int: CText]>([:])

  init(_ result: EvaluationResult, texts: OutputTexts) {
    self.result = result
    self.texts = texts
  }

  /// The position of an output, by name and kind.
  func output(
    _ name: String, _ kind: OutputDescription.Kind
  ) throws(RothostError) -> Int {
    let outputs = result.description.outputs
    if let index = outputs.firstIndex(where: { $0.name == name && $0.kind == kind }) {
      return index
    }
    let known = outputs.filter { $0.kind == kind }.map(\.name)
    throw RothostError(
      .notFound,
      "\(result.description.id) has no \(kind.name) `\(name)`; "
        + (known.isEmpty ? "it has none at all." : "it has \(known.joined(separator: ", "))."))
  }

  func scalarText(_ output: Int, _ text: String) -> CText {
    scalarTexts.withLock { texts in
      if let known = texts[output] { return known }
      let made = CText(text)
      texts[output] = made
      return made
    }
  }
}
