import RothostSeries

/// The same market with something done to it.
extension ProbeMarket {
  /// Without the rows from `row` on.
  func cut(at row: Int) -> ProbeMarket {
    var market = self
    market.times = Array(times.prefix(row))
    for index in legs.indices { market.legs[index].values = Array(legs[index].values.prefix(row)) }
    return market
  }

  /// Every value of every leg through `change`, with its row and its leg.
  func mapped(_ change: (Double, _ row: Int, _ leg: Int) -> Double) -> ProbeMarket {
    var market = self
    for index in legs.indices {
      market.legs[index].values = legs[index].values.enumerated().map { row, value in
        change(value, row, index)
      }
    }
    return market
  }

  /// From `row` on everything rises and falls by 2 to 10 % a row more than it did, together, so that
  /// levels leave all they were before and highs stay above lows.
  func booming(from row: Int, seed: UInt64) -> ProbeMarket {
    var random = DemoGenerator(seed: seed, stream: 77)
    var factors = [Double](repeating: 1, count: times.count)
    var factor = 1.0
    var isRising = true
    for at in row..<max(row, times.count) {
      let step = 0.02 + Double(random.next() % 80) / 1000
      factor *= isRising ? 1 + step : 1 - step
      // Large, but never beyond what sums of squares can hold.
      if factor > 1e6 { isRising = false }
      if factor < 10 { isRising = true }
      factors[at] = factor
    }
    return mapped { value, at, _ in (value * factors[at] * 1024).rounded() / 1024 }
  }

  /// The rows from `row` on in another order: highest and lowest in turn, so that each is a jump.
  func shuffled(from row: Int) -> ProbeMarket {
    var market = self
    for index in legs.indices {
      let later = legs[index].values[row...].sorted()
      for at in later.indices {
        let place = at % 2 == 0 ? at / 2 : later.count - 1 - at / 2
        market.legs[index].values[row + at] = later[place]
      }
    }
    return market
  }

  /// The same rows as instants of one trading day each, at 14:30 UTC.
  var asInstants: ProbeMarket {
    var market = self
    market.times = times.map { $0 + 52_200_000_000_000 }
    market.timeKind = .instants
    return market
  }

  /// Every leg under another name.
  var renamed: ProbeMarket {
    var market = self
    for index in legs.indices { market.legs[index].name = "OTHER_\(index)" }
    return market
  }

  func without(role: String) -> ProbeMarket {
    var market = self
    market.legs.removeAll { $0.role == role }
    return market
  }
}
