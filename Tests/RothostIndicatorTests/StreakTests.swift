import RothostHost
import RothostIndicatorParts
import RothostSeries
import Testing

@Suite("streak")
struct StreakTests {
  @Test("The chance of a run is that of counting all sequences one by one")
  func chance() {
    for trials in [1, 5, 12] {
      for probability in [0.0, 0.3, 0.5, 1.0] {
        for length in 1...trials {
          var sum = 0.0
          for sequence in 0..<(1 << trials) {
            var weight = 1.0
            var run = 0
            var longest = 0
            for trial in 0..<trials {
              let isSuccess = sequence >> trial & 1 == 1
              weight *= isSuccess ? probability : 1 - probability
              run = isSuccess ? run + 1 : 0
              longest = max(longest, run)
            }
            if longest >= length { sum += weight }
          }
          let answer = chanceOfRun(length, trials: trials, probability: probability)
          #expect(abs(answer - sum) < 1e-12, "\(length) of \(trials) at \(probability)")
        }
      }
    }
    #expect(chanceOfRun(3, trials: 2, probability: 0.5) == 0)
    // 1 - Fibonacci: of 2^40 sequences F(42) have no two heads in a row (Feller XIII.7).
    #expect(chanceOfRun(2, trials: 40, probability: 0.5) == 1 - 267_914_296 / 1_099_511_627_776.0)
    // A chance of 1e-30 keeps its digits: n p^k to first order.
    let tiny = chanceOfRun(30, trials: 30, probability: 0.1)
    #expect(abs(tiny / 1e-30 - 1) < 1e-13)
  }

  @Test("counts runs of a series done by hand, ties and gaps included")
  func byHand() throws {
    let values: [Double] = [1, 2, 3, 3, 2, .nan, 1, 0.5, 4]
    let result = try Lab().run("streak", [("series", values)], [("threshold", "2")])
    let none = Double.nan
    #expect(result.values("run").bits == [none, 1, 2, 0, -1, none, -2, -3, 1].bits)
    #expect(result.integer("n") == 7 && result.integer("current") == 1)
    #expect(result.integer("longest_up") == 2 && result.integer("longest_down") == 3)
    #expect(result.integer("longest_down_time") == Lab.date("2020-01-05"))
    #expect(result.integer("longest_down_end_time") == Lab.date("2020-01-08"))
    #expect(result.integers("episodes", "length") == [2, -3])
    #expect(result.reals("episodes", "change") == [2, (0.5 - 3) / 3])
    #expect(result.real("up_rate") == 3.0 / 7 && result.real("down_rate") == 3.0 / 7)
    #expect(result.real("p_next") == 3.0 / 7)
    #expect(result.real("p_longest_down") == chanceOfRun(3, trials: 7, probability: 3.0 / 7))
  }

  @Test("equals a plain reference on a random series that often stands still")
  func reference() throws {
    var generator = Generator(seed: 21)
    var level = 50.0
    let values = (0..<600).map { _ -> Double in
      level += Double(Int(generator.uniform() * 3)) - 1
      return level
    }
    let result = try Lab().run("streak", [("series", values)], [("threshold", "3")])
    let signs = (1..<values.count).map { (values[$0] - values[$0 - 1]).direction }
    var expected = [Double.nan]
    for index in signs.indices {
      var length = 0
      while length <= index && signs[index] != 0 && signs[index - length] == signs[index] {
        length += 1
      }
      expected.append(Double(signs[index] * length))
    }
    #expect(result.values("run").bits == expected.bits)
    #expect(result.integer("longest_up") == Int64(expected.dropFirst().max() ?? 0))
    #expect(result.integer("longest_down") == Int64(-(expected.dropFirst().min() ?? 0)))
  }

  @Test("Scale and shift change no run, and a mirror swaps up and down")
  func invariance() throws {
    var generator = Generator(seed: 22)
    let lab = try Lab()
    let values = generator.walk(500)
    let plain = try lab.run("streak", [("series", values)])
    let scaled = try lab.run("streak", [("series", values.map { $0 * 8 })])
    let mirrored = try lab.run("streak", [("series", values.map { -$0 })])
    #expect(plain.values("run").bits == scaled.values("run").bits)
    #expect(plain.values("run").map { -$0 }.bits == mirrored.values("run").bits)
    #expect(plain.real("p_longest_up") == mirrored.real("p_longest_down"))
  }

  @Test("Hostile data give finite answers, the same bits row by row and in one batch")
  func hostile() throws {
    var generator = Generator(seed: 23)
    let lab = try Lab()
    for (name, values) in Hostile.series(&generator) {
      let result = try lab.run("streak", [("series", values)], [("threshold", "2")])
      for p in ["p_value", "p_longest_up", "p_longest_down"] {
        #expect(result.real(p).isNaN || (0...1).contains(result.real(p)), "\(p): \(name)")
      }
      try lab.expectStreamEqualsBatch(
        "streak", [("series", values)], [("threshold", "2")], "\(name)")
    }
    #expect(throws: RothostError.self) { try lab.run("streak", [("series", [])]) }
  }

  @Test("On fair coins the p-value of the longest rise rejects no more often than it says")
  func calibration() throws {
    var generator = Generator(seed: 24)
    var rejections = 0
    for _ in 0..<2000 {
      var runs = Runs(listedLength: .max)
      for move in 0..<200 {
        runs.take(
          generator.next() & 1 == 0 ? 1 : -1, at: .init(nanoseconds: Int64(move)), from: 1, to: 1)
      }
      if let p = runs.chance(of: runs.longestUp), p <= 0.05 { rejections += 1 }
    }
    print("rejected \(rejections) of 2000 at 5 %")
    #expect(rejections > 10 && rejections < 140)
  }

  @Test("Bitcoin's history holds many runs of six falls, so that six in a row is no surprise")
  func market() throws {
    guard let lab = try MarketFiles.lab("BTC_USD") else { return }
    let result = try lab.run("streak", series: [("series", "BTC_USD")], to: "2026-02-06")
    let falls = result.integers("episodes", "length").filter { $0 <= -6 }
    #expect(falls.count > 20)
    #expect(chanceOfRun(6, trials: 5000, probability: result.real("down_rate")) > 0.999)
    #expect(result.integer("longest_down").map { $0 >= 6 } == true)
  }
}

extension Double {
  /// -1, 0 or 1.
  fileprivate var direction: Int { self > 0 ? 1 : self < 0 ? -1 : 0 }
}
