import CRothost

/// Lead and lag on native clocks: stamps in nanoseconds, lags in nanoseconds.
extension Statistics {
  /// A leg on its own clock.
  public struct Ticks: ~Escapable {
    let times: Span<Int64>
    let values: Span<Double>

    /// - Parameter values: levels whose increments are what co-moves, as many as there are stamps.
    @_lifetime(copy times, copy values)
    public init(times: Span<Int64>, values: Span<Double>) {
      self.times = times
      self.values = values
    }

    /// A count that the table refuses where stamps and values are not equally many.
    var count: Int64 { Statistics.rows(times.count, values.count) }
  }

  /// Per lag the Hayashi-Yoshida covariance and the correlation, which is not clipped to 1.
  ///
  /// O(ticks) per lag.
  public func hayashiYoshida(
    _ x: borrowing Ticks, _ y: borrowing Ticks, lags: [Int]
  ) throws(Failure) -> (covariance: [Double], correlation: [Double]) {
    var covariance = [Double](repeating: .nan, count: lags.count)
    var correlation = covariance
    // Every array outlives the call and is as long as the count that goes with it.
    let status = unsafe withPointers(x, y, lags) { tx, x, nx, ty, y, ny, lags, count in
      unsafe covariance.withUnsafeMutableBufferPointer { covariance in
        unsafe correlation.withUnsafeMutableBufferPointer { correlation in
          unsafe table.hayashi_yoshida?(
            host, tx, x, nx, ty, y, ny, lags, count, covariance.baseAddress,
            correlation.baseAddress)
        }
      }
    }
    try check(status, hasTold: true)
    return (covariance, correlation)
  }

  /// `leadLagTest` on native clocks, at ascending lags. O(ticks lags resamples).
  public func hayashiYoshidaTest(
    _ x: borrowing Ticks, _ y: borrowing Ticks, lags: [Int], resamples: Int, seed: UInt64
  ) throws(Failure) -> LeadLagTest {
    var answer = rot_lead_lag_answer.empty
    var statistic = [Double](repeating: .nan, count: lags.count)
    var pointwise = statistic
    // As above.
    let status = unsafe withPointers(x, y, lags) { tx, x, nx, ty, y, ny, lags, count in
      unsafe statistic.withUnsafeMutableBufferPointer { statistic in
        unsafe pointwise.withUnsafeMutableBufferPointer { pointwise in
          unsafe table.hayashi_yoshida_test?(
            host, tx, x, nx, ty, y, ny, lags, count, Int64(resamples), seed, &answer,
            statistic.baseAddress, pointwise.baseAddress)
        }
      }
    }
    try check(status, hasTold: true)
    return LeadLagTest(answer, statistic, pointwise)
  }

  /// `leadLagInterval` on native clocks.
  public func hayashiYoshidaInterval(
    _ x: borrowing Ticks, _ y: borrowing Ticks, lags: [Int], resamples: Int, confidence: Double,
    seed: UInt64
  ) throws(Failure) -> LagInterval {
    var interval = rot_lag_interval.empty
    // As above.
    let status = unsafe withPointers(x, y, lags) { tx, x, nx, ty, y, ny, lags, count in
      unsafe table.hayashi_yoshida_interval?(
        host, tx, x, nx, ty, y, ny, lags, count, Int64(resamples), confidence, seed, &interval)
    }
    try check(status, hasTold: true)
    return interval.interval
  }

  private typealias Stamps = UnsafePointer<Int64>?

  private func withPointers(
    _ x: borrowing Ticks, _ y: borrowing Ticks, _ lags: [Int],
    _ call: (Stamps, Numbers, Int64, Stamps, Numbers, Int64, Stamps, Int64) -> rot_status?
  ) -> rot_status? {
    let (countX, countY) = (x.count, y.count)
    let (timesX, valuesX, timesY, valuesY) = (x.times, x.values, y.times, y.values)
    // Pointers of spans and of an array, used within their closures.
    return unsafe timesX.withUnsafeBufferPointer { tx in
      unsafe valuesX.withUnsafeBufferPointer { x in
        unsafe timesY.withUnsafeBufferPointer { ty in
          unsafe valuesY.withUnsafeBufferPointer { y in
            unsafe lags.map(Int64.init).withUnsafeBufferPointer { lags in
              unsafe call(
                tx.baseAddress, x.baseAddress, countX, ty.baseAddress, y.baseAddress, countY,
                lags.baseAddress, Int64(lags.count))
            }
          }
        }
      }
    }
  }
}
