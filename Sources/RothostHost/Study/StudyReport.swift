import RothostSeries

/// What a study found: one row per evaluation, in the order of the file.
///
/// Equal on any number of threads.
public struct StudyReport: Sendable {
  public struct Row: Sendable {
    /// Which `[[eval]]` it belongs to, from 0.
    public let entry: Int
    public let title: String?
    public let claim: String?
    public let indicator: String
    /// What the sweep varied, with this evaluation's values; empty outside sweeps.
    public let variation: [(key: String, value: String)]
    public let outcome: Outcome
    public let p: LeadingP?
    /// Names of scalars to show beside the verdict.
    public let shown: [String]
  }

  public enum Outcome: Sendable {
    case answered(StudyAnswer)
    case failed(RothostError)
    /// No plugin offers the indicator.
    case notInstalled(RothostError)
    /// The cache is empty and nothing of the demo market stands for the inputs: no failure.
    case leftOut

    /// What `leftOut` means, for people.
    public static let leftOutReason =
      "the demo market has nothing for it; import data (`rothost cache import FILE`)"
  }

  /// The p-value that stands for an evaluation.
  public struct LeadingP: Sendable {
    public let output: String
    public let value: Double
    /// nil where it is read alone.
    public let family: String?
    public let holm: Double?
    public let benjaminiHochberg: Double?
  }

  public let study: Study
  public let rows: [Row]
  public let families: [StudyFamily]
  /// p-values in tables of a sweep, as "indicator table.column": a table's rows are the parts of a test, as many
  /// as the parameters make, and the scalar that stands for them is what families correct.
  public let uncorrected: [String]
  /// Frames prepared by the study, and evaluations that found theirs ready.
  public let frames: (prepared: Int, reused: Int)

  init(
    _ plan: StudyPlan, _ outcomes: [Outcome], frames: (prepared: Int, reused: Int)
  ) throws(RothostError) {
    study = plan.study
    self.frames = frames
    var gathered = StudyFamilies()
    for (row, outcome) in outcomes.enumerated() {
      if case .answered(let answer) = outcome { gathered.add(plan.cases[row], answer, row: row) }
    }
    let families = try gathered.families()
    self.families = families
    uncorrected = gathered.uncorrected
    rows = zip(plan.cases, outcomes).enumerated().map { row, pair in
      let (one, outcome) = pair
      return Row(
        entry: one.entry, title: one.title, claim: one.claim, indicator: one.plugin,
        variation: one.variation, outcome: outcome,
        p: Self.leadingP(one, outcome, row, families), shown: one.shown)
    }
  }

  private static func leadingP(
    _ one: StudyCase, _ outcome: Outcome, _ row: Int, _ families: [StudyFamily]
  ) -> LeadingP? {
    guard case .answered(let answer) = outcome, let output = one.pOutput,
      let value = answer.probability(output)
    else { return nil }
    let family = families.first {
      $0.name == one.family && $0.outputs.contains(output) && $0.rows.contains(row)
    }
    let place = family?.rows.firstIndex(of: row)
    return LeadingP(
      output: output, value: value, family: family?.name,
      holm: place.flatMap { family?.holm[$0] },
      benjaminiHochberg: place.flatMap { family?.benjaminiHochberg[$0] })
  }

  public var answeredCount: Int {
    rows.count {
      if case .answered = $0.outcome { true } else { false }
    }
  }

  /// Evaluations that should have been answered and were not.
  public var failedCount: Int {
    rows.count {
      switch $0.outcome {
      case .answered, .leftOut: false
      case .failed, .notInstalled: true
      }
    }
  }

  /// What the first evaluation that failed ran into; nil where there is none.
  public var firstFailure: RothostError? {
    for row in rows {
      switch row.outcome {
      case .answered, .leftOut: continue
      case .failed(let error), .notInstalled(let error): return error
      }
    }
    return nil
  }

  /// Whether any answer rests on generated data, such as the demo market.
  public var isSynthetic: Bool {
    rows.contains {
      if case .answered(let answer) = $0.outcome { answer.isSynthetic } else { false }
    }
  }
}
