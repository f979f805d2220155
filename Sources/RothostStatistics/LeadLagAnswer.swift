/// What the tests of lead and lag answer, on one clock (lags in rows) or two (in nanoseconds).
///
/// Lag ℓ > 0: x leads y. A p-value of a family without lags, or with nothing to test, is NaN.
public struct LeadLagAnswer: Sendable, Equatable {
  /// The lag of the largest |T| of all.
  public var bestLag: Int64
  /// The lag of the largest |T| among ℓ > 0; nil where there is none.
  public var bestLead: Int64?
  /// T at `bestLag`.
  public var bestStatistic: Double
  /// Family-wise over all lags: are the legs dependent at any?
  public var pValue: Double
  /// Family-wise over ℓ > 0: does x lead y?
  public var pLead: Double
  /// Family-wise over ℓ < 0: does x follow y?
  public var pFollow: Double
  /// Rows (native clocks: intervals of x) with a residual in both legs.
  public var count: Int
  /// The order of the autoregression that Akaike's criterion chose for each leg.
  public var orderX: Int
  public var orderY: Int
}

extension LeadLagAnswer {
  /// Reads the answer off a finished bootstrap over ascending `lags`.
  init(_ test: WildBootstrap, lags: [Int64], count: Int, orderX: Int, orderY: Int) {
    var (best, lead) = (-1, -1)
    for k in lags.indices {
      let size = abs(test.statistic[k])
      if size.isNaN { continue }
      if best < 0 || size > abs(test.statistic[best]) { best = k }
      if lags[k] > 0, lead < 0 || size > abs(test.statistic[lead]) { lead = k }
    }
    self.init(
      bestLag: best < 0 ? 0 : lags[best], bestLead: lead < 0 ? nil : lags[lead],
      bestStatistic: best < 0 ? .nan : test.statistic[best],
      pValue: test.families[0], pLead: test.families[1], pFollow: test.families[2],
      count: count, orderX: orderX, orderY: orderY)
  }

  /// The columns of all lags, of ℓ > 0 and of ℓ < 0, in that order.
  static func families(_ lags: [Int64]) -> [Range<Int>] {
    let follow = lags.firstIndex { $0 >= 0 } ?? lags.count
    let lead = lags.firstIndex { $0 > 0 } ?? lags.count
    return [0..<lags.count, lead..<lags.count, 0..<follow]
  }
}
