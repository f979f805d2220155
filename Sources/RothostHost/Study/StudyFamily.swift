import RothostSeries
import RothostStatistics

/// p-values that are read together, corrected for how many they are.
public struct StudyFamily: Sendable {
  /// What the study calls it, else the sweep's title; several outputs of a sweep share it.
  public let name: String
  /// The outputs they come from: one, but for families that join several indicators.
  public let outputs: [String]
  /// Positions of the evaluations among the report's rows.
  public let rows: [Int]
  public let p: [Double]
  /// Holm (1979): holds the chance of any false rejection, under any dependence.
  public let holm: [Double]
  /// Benjamini & Hochberg (1995): holds the expected share of false rejections.
  public let benjaminiHochberg: [Double]

  init(_ name: String, _ members: [(row: Int, output: String, p: Double)]) throws(RothostError) {
    self.name = name
    var seen: Set<String> = []
    outputs = members.map(\.output).filter { seen.insert($0).inserted }
    rows = members.map(\.row)
    let p = members.map(\.p)
    var holm = p
    var rates = p
    var holmSpan = holm.mutableSpan
    try RothostStatistics.holm(p.span, into: &holmSpan)
    var rateSpan = rates.mutableSpan
    try RothostStatistics.benjaminiHochberg(p.span, into: &rateSpan)
    self.p = p
    self.holm = holm
    benjaminiHochberg = rates
  }
}

extension IndicatorDescription {
  /// Columns of tables that are flagged as p-values, each with its indicator.
  fileprivate var columnsOfP: [String] {
    outputs.flatMap { output in
      output.columns.filter { $0.flags.contains(.pValue) }.map { "\(id) \(output.name).\($0.name)" }
    }
  }
}

/// Gathers p-values into families, in the order of the evaluations.
struct StudyFamilies {
  private struct Key: Hashable {
    var name: String
    /// nil: the leading p-values, whichever output they are.
    var output: String?
  }

  private var members: [Key: [(row: Int, output: String, p: Double)]] = [:]
  private var order: [Key] = []
  /// Columns of p-values of what was swept, which are left as they are.
  private(set) var uncorrected: [String] = []

  /// Adds the p-values of one evaluation that was answered.
  ///
  /// Its leading p-value goes to its family by that family's name, and others of a sweep each to
  /// one of their own.
  mutating func add(_ one: StudyCase, _ answer: StudyAnswer, row: Int) {
    guard let family = one.family else { return }
    if let leading = one.pOutput {
      add(Key(name: family), row, leading, answer)
    }
    guard !one.variation.isEmpty else { return }
    for column in answer.description.columnsOfP where !uncorrected.contains(column) {
      uncorrected.append(column)
    }
    let sweep = one.title ?? one.claim ?? one.plugin
    for output in answer.description.pValues where output.name != one.pOutput {
      add(Key(name: sweep, output: output.name), row, output.name, answer)
    }
  }

  private mutating func add(_ key: Key, _ row: Int, _ output: String, _ answer: StudyAnswer) {
    guard let p = answer.probability(output) else { return }
    if members[key] == nil { order.append(key) }
    members[key, default: []].append((row, output, p))
  }

  func families() throws(RothostError) -> [StudyFamily] {
    var families: [StudyFamily] = []
    for key in order { families.append(try StudyFamily(key.name, members[key] ?? [])) }
    return families
  }
}
