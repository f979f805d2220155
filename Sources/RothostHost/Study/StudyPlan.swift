import RothostSeries
import RothostTOML

/// A study whose every key was found good, as the evaluations it stands for.
public struct StudyPlan: Sendable {
  public let study: Study
  let cases: [StudyCase]

  /// How many evaluations there are.
  public var count: Int { cases.count }

  /// Beyond this a sweep is a slip of the pen: five lists of ten values are too many.
  static let limit = 10_000
}

/// One evaluation of a study.
struct StudyCase: Sendable {
  /// Which `[[eval]]` it belongs to, from 0.
  var entry: Int
  var title: String?
  var claim: String?
  var plugin: String
  /// What a sweep varies, with this evaluation's values.
  var variation: [(key: String, value: String)]
  var request: Request
  /// Why it cannot run: its indicator is not there.
  var refusal: RothostError?
  /// The cache is empty, and the study says that the demo market has nothing for it.
  var isLeftOut = false
  var isThreadSafe = true
  /// The p-value that stands for the evaluation; nil where the indicator has none.
  var pOutput: String?
  /// Scalars shown beside the verdict.
  var shown: [String] = []
  /// Evaluations whose leading p-values are corrected together.
  var family: String?
}

extension Engine {
  /// Checks a study against the indicators there are, and expands its sweeps.
  ///
  /// - Throws: `.data` with file, line, key and remedy for the first thing that is wrong. An
  ///   indicator that is not there is no error: its evaluations will say so.
  public func plan(_ study: Study) throws(RothostError) -> StudyPlan {
    let usesDemo = try stores.names().isEmpty
    var cases: [StudyCase] = []
    for (index, entry) in study.entries.enumerated() {
      let more = try StudyExpansion(entry: entry, index: index, usesDemo: usesDemo).cases(self)
      cases += more
      guard cases.count <= StudyPlan.limit else {
        throw entry.node.error(
          "the study has more than \(StudyPlan.limit) evaluations; shorten its lists")
      }
    }
    return StudyPlan(study: study, cases: cases)
  }
}
