import RothostSeries

@testable import RothostHost

/// An engine with the fixture `claims` and a few short series.
enum StudyLab {
  static func engine(filled: Bool = true) throws -> Engine {
    let engine = try Engine.testing(option: [try Fixture.plugin("claims", id: "claims")])
    guard filled else { return engine }
    try engine.putWeekdays("IWM", (0..<50).map { Double($0) + 2 })
    try engine.putWeekdays("SPY", (0..<50).map { Double($0 % 7) + 1 })
    try engine.putWeekdays("QQQ", (0..<50).map { Double($0 % 5) + 1 })
    return engine
  }

  static func study(_ text: String) throws -> Study {
    try Study(Array(text.utf8), name: "lab", file: "lab.toml")
  }

  static func plan(_ text: String, filled: Bool = true) throws -> StudyPlan {
    try engine(filled: filled).plan(study(text))
  }

  static func report(
    _ text: String, workers: Int = 1, filled: Bool = true, keepsData: Bool = false
  ) throws -> StudyReport {
    let engine = try engine(filled: filled)
    return try engine.run(try engine.plan(study(text)), workers: workers, keepsData: keepsData)
  }
}

extension StudyReport.Row {
  var answer: StudyAnswer? {
    if case .answered(let answer) = outcome { answer } else { nil }
  }

  var failure: RothostError? {
    switch outcome {
    case .answered, .leftOut: nil
    case .failed(let error), .notInstalled(let error): error
    }
  }
}
