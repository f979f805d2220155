import RothostCache
import RothostHost
import RothostSeries
import Testing

@Suite("Streams that begin after stored rows")
struct WarmUpTests {
  @Test(
    "Rows after the warm-up, peeks before them and the snapshot equal the batch of the range",
    arguments: [
      ("correlation_regime", ["x", "y"], [("min_segment", "60"), ("resamples", "99")]),
      ("beta", ["target", "factor", "factor"], [("window", "40")]),
      ("decoupling", ["target", "basket", "basket"], [("window", "40"), ("horizon", "20")]),
    ])
  func warmUp(indicator: String, roles: [String], parameters: [(String, String)]) throws {
    var generator = Generator(seed: 91)
    let lab = try Lab()
    let (count, first) = (500, 200)
    let legs = roles.map { _ in generator.walk(count) }
    let times = Lab.days(count)
    var request = Request(indicator: indicator)
    for (index, (role, leg)) in zip(roles, legs).enumerated() {
      let metadata = SeriesMetadata(timeKind: .dates)
      try lab.engine.store().put(
        "S\(index)", SeriesData(times: times, columns: [.init("close", leg)], metadata: metadata),
        mode: .replace)
      request.inputs.append(
        InputBinding(role: role, source: .series(name: "S\(index)", column: nil)))
    }
    request.settings = parameters.map { Setting(name: $0.0, value: .text($0.1)) }
    request.from = times[first]
    let batch = try lab.engine.evaluate(request)
    let stream = try lab.engine.openStream(request)
    let names = batch.description.outputs.filter { $0.kind == .series }.map(\.name)
    var streamed = names.map { _ in [Double]() }
    for row in first..<count {
      let levels = legs.map { $0[row] }
      var peeked = [Double](repeating: 0, count: names.count)
      var answer = peeked
      try stream.peek(
        time: times[row], row: levels.map { 1.01 * $0 }, count: levels.count, series: &peeked)
      try stream.peek(time: times[row], row: levels, count: levels.count, series: &peeked)
      try stream.update(time: times[row], row: levels, count: levels.count, series: &answer)
      #expect(peeked.bits == answer.bits, "row \(row)")
      for index in names.indices { streamed[index].append(answer[index]) }
    }
    for (name, values) in zip(names, streamed) {
      #expect(batch.values(name).bits == values.bits, "\(name)")
      #expect(batch.values(name).contains { !$0.isNaN } || name.hasPrefix("beta_"), "\(name)")
    }
    let (snapshot, whole) = (try stream.snapshot().asText, batch.asText)
    for output in batch.description.outputs where output.kind != .series {
      #expect(snapshot[output.name] == whole[output.name], "\(output.name)")
    }
  }
}
