import RothostSeries
import RothostTestSupport
import Testing

/// An input in the plainest form, for a reference that shares no code with the assembly.
private struct PlainInput {
  var days: [Int]
  var values: [Double]
  var delayDays: Int?
  var transform: Transform

  func frameInput(_ name: String, upTo day: Int = .max) throws -> FrameInput {
    let kept = days.indices.filter { days[$0] <= day }
    let times = kept.map { CivilDate(daysSinceEpoch: days[$0]).startNanoseconds }
    let values = kept.map { self.values[$0] }
    return try FrameInput(
      name: name, role: name, times: times.span, values: values.span, kind: .dates,
      calendar: .sevenDay, delay: delayDays.map { .days($0) }, transform: transform)
  }

  /// The day at whose end a row is known.
  func known(_ row: Int) -> Int { days[row] + (delayDays ?? 0) }
}

@Suite("Frames against a plain reference")
struct FramePropertyTests {
  /// Inner by looking every stamp up in every input; O(n m).
  private func plainInner(_ inputs: [PlainInput]) -> [(day: Int, levels: [Double])] {
    inputs[0].days.indices.compactMap { row in
      let day = inputs[0].known(row)
      let levels = inputs.compactMap { other in
        other.days.indices.first { other.known($0) == day }.map { other.values[$0] }
      }
      return levels.count == inputs.count ? (day, levels) : nil
    }
  }

  /// Previous by scanning all of every other input for each row; O(n m).
  private func plainPrevious(
    _ inputs: [PlainInput], stale: Int
  ) -> [(day: Int, levels: [Double])] {
    inputs[0].days.indices.compactMap { row in
      let day = inputs[0].known(row)
      var levels = [inputs[0].values[row]]
      for other in inputs.dropFirst() {
        let usable = other.days.indices.filter { !other.values[$0].isNaN && other.known($0) <= day }
        guard let last = usable.max(by: { other.days[$0] < other.days[$1] }),
          day - other.known(last) <= stale
        else { return nil }
        levels.append(other.values[last])
      }
      return (day, levels)
    }
  }

  /// Returns and range by the book.
  private func plainFrame(
    _ aligned: [(day: Int, levels: [Double])], _ inputs: [PlainInput], from: Int, warmUp: Int
  ) -> (days: [Int], columns: [[Double]]) {
    let first = inputs.contains { $0.transform != .level } ? 1 : 0
    let asked = aligned.firstIndex { $0.day >= from } ?? aligned.count
    let rows = aligned.indices.filter { $0 >= first && $0 >= asked - warmUp }
    let columns = inputs.indices.map { column in
      rows.map { row in
        let current = aligned[row].levels[column]
        let previous = row > 0 ? aligned[row - 1].levels[column] : .nan
        return inputs[column].transform.value(previous: previous, current: current)
      }
    }
    return (rows.map { aligned[$0].day }, columns)
  }

  private func random(_ generator: inout SeededGenerator) -> PlainInput {
    let density = Double.random(in: 0.1...1, using: &generator)
    let start = Int.random(in: 19_000...19_040, using: &generator)
    let length = Int.random(in: 0...120, using: &generator)
    let days = (start..<(start + length)).filter { _ in
      Double.random(in: 0..<1, using: &generator) < density
    }
    return PlainInput(
      days: days,
      values: days.map { _ in
        Int.random(in: 0..<6, using: &generator) == 0
          ? .nan : Double.random(in: 1...9, using: &generator)
      },
      delayDays: Bool.random(using: &generator) ? nil : Int.random(in: 0...9, using: &generator),
      transform: Transform.allCases.randomElement(using: &generator) ?? .level)
  }

  @Test("every frame equals the reference to the bit", arguments: [Alignment.inner, .previous])
  func reference(alignment: Alignment) throws {
    for seed in 0..<400 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let inputs = (0..<Int.random(in: 1...4, using: &generator)).map { _ in random(&generator) }
      let stale = Int.random(in: 0...12, using: &generator)
      let from = Int.random(in: 18_990...19_170, using: &generator)
      let warmUp = Int.random(in: 0...30, using: &generator)
      let rules = FrameRules(
        alignment: alignment, from: CivilDate(daysSinceEpoch: from).startNanoseconds,
        warmUpRows: warmUp, staleness: .days(stale))
      let frame = try WrittenFrame(
        inputs.enumerated().map { try $0.element.frameInput("x\($0.offset)") }, rules)
      let aligned =
        alignment == .inner ? plainInner(inputs) : plainPrevious(inputs, stale: stale)
      let expected = plainFrame(aligned, inputs, from: from, warmUp: warmUp)
      let days = expected.days.map {
        ISO8601.date(CivilDate(daysSinceEpoch: $0).startNanoseconds)
      }
      #expect(frame.times == days, "seed \(seed)")
      #expect(frame.bits == expected.columns.map { $0.map(\.bitPattern) }, "seed \(seed)")
      #expect(frame.plan.warmUpRows == expected.days.count { $0 < from }, "seed \(seed)")
    }
  }

  @Test(
    "what is known later never changes earlier rows, whatever the clock",
    arguments: [Alignment.inner, .previous],
    [SamplingClock.native, .daily, .weekly(endingOn: 4), .weekly(endingOn: 6), .monthly])
  func prefix(alignment: Alignment, clock: SamplingClock) throws {
    for seed in 1000..<1060 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let inputs = (0..<3).map { _ in random(&generator) }
      let cut = Int.random(in: 19_000...19_160, using: &generator)
      let rules = FrameRules(clock: clock, alignment: alignment)
      let whole = try WrittenFrame(
        inputs.enumerated().map { try $0.element.frameInput("x\($0.offset)") }, rules)
      // A row known by the cut may be stamped long before it, so the past is what was stamped by it.
      let past = try WrittenFrame(
        inputs.enumerated().map { try $0.element.frameInput("x\($0.offset)", upTo: cut) }, rules)
      let last = ISO8601.date(CivilDate(daysSinceEpoch: cut).startNanoseconds)
      let settled = past.times.count { $0 <= last }
      #expect(whole.times.count >= settled, "seed \(seed)")
      #expect(
        Array(whole.times.prefix(settled)) == Array(past.times.prefix(settled)), "seed \(seed)")
      for (early, late) in zip(past.bits, whole.bits) {
        #expect(Array(early.prefix(settled)) == Array(late.prefix(settled)), "seed \(seed)")
      }
    }
  }

  @Test("cutting by the end of the range equals never having had the later rows")
  func rangeEnd() throws {
    for seed in 2000..<2100 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var inputs = (0..<2).map { _ in random(&generator) }
      for index in inputs.indices { inputs[index].delayDays = nil }
      let cut = Int.random(in: 19_000...19_160, using: &generator)
      let stop = CivilDate(daysSinceEpoch: cut).startNanoseconds
      for alignment in [Alignment.inner, .previous] {
        let cutByRange = try WrittenFrame(
          inputs.enumerated().map { try $0.element.frameInput("x\($0.offset)") },
          FrameRules(alignment: alignment, to: stop))
        let neverHad = try WrittenFrame(
          inputs.enumerated().map { try $0.element.frameInput("x\($0.offset)", upTo: cut) },
          FrameRules(alignment: alignment))
        #expect(cutByRange.times == neverHad.times, "seed \(seed)")
        #expect(cutByRange.bits == neverHad.bits, "seed \(seed)")
      }
    }
  }
}
