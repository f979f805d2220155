import RothostSeries

@testable import RothostHost

/// An indicator with one output of every kind, and the store that one evaluation of it writes to.
enum ResultFixture {
  static let day = CivilDate.nanosecondsPerDay
  /// 2026-01-05, a Monday.
  static let start = 20_458 * day

  static func output(
    _ name: String, _ kind: OutputDescription.Kind, _ type: ValueType = .real, unit: String? = nil,
    choices: [String] = [], columns: [ColumnDescription] = []
  ) -> OutputDescription {
    OutputDescription(
      name: name, documentation: "", unit: unit, kind: kind, type: type, flags: [],
      choices: choices, columns: columns)
  }

  static func column(
    _ name: String, _ type: ValueType, unit: String? = nil, choices: [String] = []
  ) -> ColumnDescription {
    ColumnDescription(
      name: name, documentation: "", unit: unit, type: type, flags: [], choices: choices)
  }

  static let outputs = [
    output("r", .scalar, .real),  // 0
    output("i", .scalar, .integer),  // 1
    output("b", .scalar, .boolean),  // 2
    output("t", .scalar, .time),  // 3
    output("d", .scalar, .duration, unit: "d"),  // 4
    output("text", .scalar, .text),  // 5
    output("c", .scalar, .choice, choices: ["calm", "storm"]),  // 6
    output("s", .series),  // 7
    output("regime", .series, .choice, choices: ["calm", "storm"]),  // 8
    output(
      "numbers", .table,
      columns: [
        column("x", .real), column("n", .integer), column("flag", .boolean),
        column("kind", .choice, choices: ["up", "down"]),
      ]),  // 9
    output(
      "events", .table,
      columns: [column("time", .time), column("note", .text), column("gap", .duration)]),  // 10
  ]

  static func description(_ outputs: [OutputDescription] = outputs) -> IndicatorDescription {
    IndicatorDescription(
      id: "fixture", version: "1.2.3", summary: "", documentation: "", flags: [],
      inputs: [
        InputDescription(
          role: "series", documentation: "", isOptional: false, isRepeated: true, minimumCount: 1,
          maximumCount: nil, transform: .log, defaultSeries: [], demoSeries: [])
      ],
      parameters: [
        ParameterDescription(
          name: "method", documentation: "", unit: nil, type: .choice, isList: false,
          defaultText: "a", range: nil, choices: ["a", "b"]),
        ParameterDescription(
          name: "spans", documentation: "", unit: nil, type: .duration, isList: true,
          defaultText: "5d", range: nil, choices: []),
      ],
      outputs: outputs, alignments: [.inner, .native], defaultAlignment: .inner)
  }

  static func context() -> ResultContext {
    ResultContext(
      description: description(), plugin: PluginIdentity(path: "fixture.so", sha256: "00ff"),
      parameters: [
        ("method", Value(.choice, .integer(1))),
        ("spans", Value(.duration, .integers([5 * day, day / 24]))),
      ], clock: "1d", alignment: .inner, seed: 7)
  }

  static func axis(_ count: Int, kind: TimeKind = .dates) -> TimeAxis {
    TimeAxis(times: SharedArray((0..<count).map { start + Int64($0) * day }), kind: kind)
  }

  static func store(rows: Int = 3, kind: TimeKind = .dates) -> OutputStore {
    OutputStore(context: context(), axis: axis(rows, kind: kind), pool: BufferPool())
  }

  static func report(_ name: String) -> InputReport {
    InputReport(
      role: "series", series: name, column: "close", transform: .log, rows: 3, from: start,
      to: start + 2 * day, timeKind: .dates)
  }

  /// A store in which every output was written.
  static func filled() throws -> OutputStore {
    let store = store()
    try store.setReal(0, 0.1)
    try store.setInteger(1, 9_007_199_254_740_993)
    try store.setInteger(2, 1)
    try store.setInteger(3, start)
    try store.setInteger(4, 36 * day / 24)
    try store.setText(5, "a \"quoted\" line\nand \u{1} Grüße, ∞")
    try store.setInteger(6, 1)
    let series = try store.newSeries(7, count: 3)
    for row in 0..<2 { series.doubles[row] = Double(row) + 0.5 }
    let regime = try store.newSeries(8, times: [start, start + 12 * day / 24].span)
    regime.doubles[0] = 1
    let table = try store.newTable(9, rowCount: 2)
    table[0].doubles[0] = -1e-300
    table[1].integers[0] = -5
    table[2].integers[0] = 0
    table[3].integers[0] = 1
    try store.addRow(
      10, [.integer(.time, start + 1), .text("x,y"), .integer(.duration, 1500)])
    try store.addRow(10, [.integer(.time, missingInteger), .text(nil), .integer(.duration, -1)])
    return store
  }

  static func result() throws -> EvaluationResult {
    try filled().finish(
      rows: 3, inputs: [report("IWM"), report("SPY")], warnings: ["mind the gap"])
  }
}
