import RothostPluginKit

/// One calendar year of a race against a benchmark.
struct Year: Sendable {
  let number: Int
  let start: Time
  /// The last closes of the year before.
  let baseAsset: Double
  let baseBenchmark: Double
  var spread = 0.0
  var reachedTime: Time?
  var reachedSpread: Double?
  var holdChance: Double?
  /// nil until the year is over, and where it was not reached.
  var held: Bool?

  init(number: Int, start: Time, baseAsset: Double, baseBenchmark: Double) {
    self.number = number
    self.start = start
    self.baseAsset = baseAsset
    self.baseBenchmark = baseBenchmark
  }

  /// Return less return; the differences are exact near the base (Sterbenz).
  func spread(_ asset: Double, _ benchmark: Double) -> Double {
    (asset - baseAsset) / baseAsset - (benchmark - baseBenchmark) / baseBenchmark
  }
}

/// How many years held a lead, against how many walks without drift would have.
struct Tally: Sendable {
  private(set) var reached = 0
  private(set) var held = 0
  private(set) var expected = 0.0
  private(set) var pValue = 1.0

  /// O(years^2): the distribution of a sum of unequal coins, one coin at a time.
  init(_ years: [Year]) {
    var chances: [Double] = [1]
    for year in years {
      guard let chance = year.holdChance, let isHeld = year.held else { continue }
      reached += 1
      held += isHeld ? 1 : 0
      expected += chance
      var next = [Double](repeating: 0, count: chances.count + 1)
      for count in chances.indices {
        next[count] += chances[count] * (1 - chance)
        next[count + 1] += chances[count] * chance
      }
      chances = next
    }
    pValue = min(1, chances[held...].reduce(0, +))
  }
}
