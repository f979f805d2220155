import RothostSeries

/// What one evaluation of a study answered, taken out of its result when it was there.
public struct StudyAnswer: Sendable {
  public let description: IndicatorDescription
  /// The plain words of the scalar `verdict`; nil where the indicator has none.
  public let verdict: String?
  /// The scalar `n`; nil where the indicator has none.
  public let n: Int64?
  /// Scalars by position among the outputs; nil = missing, or no scalar.
  public let scalars: [Value?]
  public let warnings: [String]
  public let isSynthetic: Bool
  /// First and last stamp of the inputs together; nil where they have no rows.
  public let range: (from: Int64, to: Int64)?
  public let timeKind: TimeKind
  /// The object of `rothost eval --format json`, without series and tables unless they are kept.
  let json: String

  init(_ result: EvaluationResult, keepsData: Bool) {
    description = result.description
    scalars = result.description.outputs.indices.map(result.scalar(at:))
    verdict = result.scalar("verdict").flatMap {
      if case .text(let text) = $0.storage { text } else { nil }
    }
    n = result.scalar("n").flatMap {
      if case .integer(let count) = $0.storage { count } else { nil }
    }
    warnings = result.warnings
    isSynthetic = result.inputs.contains(where: \.isSynthetic)
    let starts = result.inputs.compactMap(\.from)
    let ends = result.inputs.compactMap(\.to)
    range = starts.min().flatMap { from in ends.max().map { (from, $0) } }
    timeKind = result.timeKind
    json = result.json(isBrief: !keepsData)
  }

  /// The scalar of that name with what it is; nil where the indicator has none.
  public func scalar(_ name: String) -> (output: OutputDescription, value: Value?)? {
    guard let index = description.outputs.firstIndex(where: { $0.name == name }) else { return nil }
    return (description.outputs[index], scalars[index])
  }

  /// A p-value from 0 to 1; nil where there is none, or the indicator answered something else.
  func probability(_ name: String) -> Double? {
    guard case .real(let p)? = scalar(name)?.value?.storage, (0...1).contains(p) else { return nil }
    return p
  }
}
