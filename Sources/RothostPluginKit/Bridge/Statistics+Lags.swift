import CRothost

/// Family-wise p-values of a scan over lags. Lag above 0: x leads y by so much.
public struct LeadLagTest: Sendable {
  /// Where |statistic| is largest; in rows, on native clocks in nanoseconds.
  public var bestLag: Int
  /// The same among the lags above 0.
  public var bestLead: Int
  public var bestStatistic: Double
  /// Over all lags, over the leads, over the follows.
  public var pValue: Double
  public var pLead: Double
  public var pFollow: Double
  /// Rows used after the AR fits, and the orders of these.
  public var n: Int
  public var orderX: Int
  public var orderY: Int
  /// Per lag, in the order scanned.
  public var statistic: [Double]
  public var pPointwise: [Double]

  init(_ answer: rot_lead_lag_answer, _ statistic: [Double], _ pPointwise: [Double]) {
    bestLag = Int(answer.best_lag)
    bestLead = Int(answer.best_lead)
    bestStatistic = answer.best_statistic
    pValue = answer.p_value
    pLead = answer.p_lead
    pFollow = answer.p_follow
    n = Int(answer.n)
    orderX = Int(answer.order_x)
    orderY = Int(answer.order_y)
    self.statistic = statistic
    self.pPointwise = pPointwise
  }
}

/// A joint block-bootstrap interval of the best lag, in rows; on native clocks in nanoseconds.
public struct LagInterval: Sendable {
  public var low: Double
  public var high: Double
  /// In rows.
  public var blockLength: Int
}

/// Which lags compete for the best one; raw values are the codes of `statistics.h`.
public enum LagFamily: UInt32, Sendable {
  case all
  /// Lags above 0.
  case lead
  /// Lags below 0.
  case follow
}

extension rot_lead_lag_answer {
  static var empty: rot_lead_lag_answer {
    var answer = rot_lead_lag_answer()
    answer.struct_size = UInt32(MemoryLayout<rot_lead_lag_answer>.size)
    return answer
  }
}

extension rot_lag_interval {
  static var empty: rot_lag_interval {
    var interval = rot_lag_interval()
    interval.struct_size = UInt32(MemoryLayout<rot_lag_interval>.size)
    return interval
  }

  var interval: LagInterval {
    LagInterval(low: low, high: high, blockLength: Int(block_length))
  }
}

/// Lead and lag on one clock.
extension Statistics {
  /// corr(x_t, y_{t+l}) for l = -maxLag ... maxLag. O(count maxLag).
  ///
  /// - Parameter isBiased: means of the whole, divided by n; otherwise each lag its own pairs.
  public func crossCorrelation(
    _ x: Span<Double>, _ y: Span<Double>, maxLag: Int, isBiased: Bool = false
  ) throws(Failure) -> [Double] {
    let flags = isBiased ? ROT_CCF_BIASED : ROT_CCF_OWN_SAMPLE
    // The shape's pointers; the output has 2 maxLag + 1 elements.
    return unsafe try column(of: x, y, count: 2 * maxLag + 1) {
      unsafe table.cross_correlation?($0, $1, $2, Int64(maxLag), flags, $3)
    }
  }

  /// crossCorrelation of every two of many series, which share the work of their spectra: profiles of
  /// 2 maxLag + 1 lags in the order (0, 1), (0, 2), ... (1, 2), ...; lag above 0: the first leads.
  ///
  /// - Parameters:
  ///   - values: the series one behind the other, equally long.
  ///   - threads: any number gives the same bits.
  public func crossCorrelations(
    _ values: Span<Double>, series: Int, maxLag: Int, threads: Int = 1
  ) throws(Failure) -> [[Double]] {
    guard series >= 2, values.count % series == 0, maxLag >= 0, maxLag < values.count else {
      throw .input(
        "\(values.count) values of \(series) series with \(maxLag) lags; give two series or more, equally "
          + "long, and fewer lags than rows")
    }
    let (rows, lags) = (values.count / series, 2 * maxLag + 1)
    // The values outlive the call; the output has as many profiles as there are pairs.
    let profiles = unsafe try column(series * (series - 1) / 2 * lags) { out in
      unsafe values.withUnsafeBufferPointer { values in
        unsafe table.cross_correlations?(
          values.baseAddress, Int64(rows), Int64(series), 1, Int64(rows), Int64(maxLag),
          Int64(threads), out)
      }
    }
    return stride(from: 0, to: profiles.count, by: lags).map { Array(profiles[$0..<$0 + lags]) }
  }

  /// Huth & Abergel (2014): the sum of rho^2 over leads over that over follows, of a profile from
  /// -L to L.
  public func leadLagRatio(_ profile: Span<Double>) throws(Failure) -> Double {
    guard profile.count % 2 == 1 else {
      throw .input("a profile has \(profile.count) lags; give -L to L, which are odd in number")
    }
    // The shape's pointers; an odd count holds 2 (count / 2) + 1 elements.
    return unsafe try number(profile) { unsafe table.lead_lag_ratio?($0, $1 / 2, $2) }
  }

  /// Whether x leads y, or follows, at any lag, beyond each leg's own memory.
  ///
  /// AR residuals, studentised sums, a wild bootstrap: docs/STATISTICS.md. O(count maxLag resamples).
  /// - Parameter isRaw: the legs are taken as residuals already.
  public func leadLagTest(
    _ x: Span<Double>, _ y: Span<Double>, maxLag: Int, resamples: Int, seed: UInt64,
    isRaw: Bool = false
  ) throws(Failure) -> LeadLagTest {
    var answer = rot_lead_lag_answer.empty
    var status: rot_status?
    let flags = isRaw ? ROT_LEAD_LAG_RAW : 0
    var pointwise = [Double](repeating: .nan, count: max(0, 2 * maxLag + 1))
    // All arrays outlive the call; both outputs have 2 maxLag + 1 elements.
    let statistic = unsafe try column(of: x, y, count: 2 * maxLag + 1) { x, y, count, out in
      unsafe pointwise.withUnsafeMutableBufferPointer { pointwise in
        unsafe status = table.lead_lag_test?(
          host, x, y, count, Int64(maxLag), Int64(resamples), seed, flags, &answer, out,
          pointwise.baseAddress)
      }
      return ROT_OK
    }
    try check(status, hasTold: true)
    return LeadLagTest(answer, statistic, pointwise)
  }

  /// An interval of the best lag of a family. O(count maxLag + resamples maxLag).
  public func leadLagInterval(
    _ x: Span<Double>, _ y: Span<Double>, maxLag: Int, family: LagFamily = .all, resamples: Int,
    confidence: Double, seed: UInt64
  ) throws(Failure) -> LagInterval {
    var interval = rot_lag_interval.empty
    // The legs and the answer outlive the call.
    let status = unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        let rows = Statistics.rows(x.count, y.count)
        // Of all lags older hosts know the interval too.
        if family == .all {
          return unsafe table.lead_lag_interval?(
            host, x.baseAddress, y.baseAddress, rows, Int64(maxLag), Int64(resamples),
            confidence, seed, &interval)
        }
        return unsafe table.lead_lag_interval_among?(
          host, x.baseAddress, y.baseAddress, rows, Int64(maxLag), family.rawValue,
          Int64(resamples), confidence, seed, &interval)
      }
    }
    try check(status, hasTold: true)
    return interval.interval
  }
}
