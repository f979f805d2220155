import CRothost
import RothostSeries
import RothostStatistics

/// Hayashi–Yoshida on native clocks.
extension StatisticsTable {
  static func fillTicks(_ table: inout rot_statistics) {
    // In each: the caller vouches for the counts behind pointers that are not NULL.
    unsafe table.hayashi_yoshida = {
      host, xTimes, x, xCount, yTimes, y, yCount, lags, lagCount, covariance, correlation in
      unsafe StatisticsCall.run(host) { () throws(RothostError) in
        let legs = unsafe try TickArguments(xTimes, x, xCount, yTimes, y, yCount, lags, lagCount)
        var covariance = unsafe try StatisticsCall.output(covariance, lagCount, "covariance")
          .mutableSpan
        var correlation = unsafe try StatisticsCall.output(correlation, lagCount, "correlation")
          .mutableSpan
        unsafe try hayashiYoshida(
          xTimes: legs.xTimes.span, x: legs.x.span, yTimes: legs.yTimes.span, y: legs.y.span,
          lags: legs.lags.span, progress: StatisticsCall.progress(host), covariance: &covariance,
          correlation: &correlation)
      }
    }
    unsafe table.hayashi_yoshida_test = {
      host, xTimes, x, xCount, yTimes, y, yCount, lags, lagCount, resamples, seed, answer,
      statistic, pointwise in
      unsafe StatisticsCall.run(host) { () throws(RothostError) in
        let legs = unsafe try TickArguments(xTimes, x, xCount, yTimes, y, yCount, lags, lagCount)
        let answer = unsafe try StatisticsCall.checked(answer)
        let resamples = try StatisticsCall.integer(resamples, "resamples")
        let first = unsafe try OptionalOutput(statistic, lagCount, "statistic")
        let second = unsafe try OptionalOutput(pointwise, lagCount, "p_pointwise")
        var statistic = unsafe first.numbers.mutableSpan
        var pointwise = unsafe second.numbers.mutableSpan
        unsafe try hayashiYoshidaTest(
          xTimes: legs.xTimes.span, x: legs.x.span, yTimes: legs.yTimes.span, y: legs.y.span,
          lags: legs.lags.span, resamples: resamples, seed: seed,
          progress: StatisticsCall.progress(host), statistic: &statistic, pointwise: &pointwise
        ).write(to: answer)
        withExtendedLifetime((first, second)) {}
      }
    }
    unsafe table.hayashi_yoshida_interval = {
      host, xTimes, x, xCount, yTimes, y, yCount, lags, lagCount, resamples, confidence, seed,
      interval in
      unsafe StatisticsCall.run(host) { () throws(RothostError) in
        let legs = unsafe try TickArguments(xTimes, x, xCount, yTimes, y, yCount, lags, lagCount)
        let interval = unsafe try StatisticsCall.checked(interval)
        let resamples = try StatisticsCall.integer(resamples, "resamples")
        unsafe try hayashiYoshidaInterval(
          xTimes: legs.xTimes.span, x: legs.x.span, yTimes: legs.yTimes.span, y: legs.y.span,
          lags: legs.lags.span, confidence: confidence, resamples: resamples, seed: seed,
          progress: StatisticsCall.progress(host)
        ).write(to: interval)
      }
    }
  }
}

/// Two legs of ticks and the lags to scan, each checked for NULL, alignment and sign.
@unsafe private struct TickArguments {
  let xTimes: UnsafeBufferPointer<Int64>
  let x: UnsafeBufferPointer<Double>
  let yTimes: UnsafeBufferPointer<Int64>
  let y: UnsafeBufferPointer<Double>
  let lags: UnsafeBufferPointer<Int64>

  init(
    _ xTimes: UnsafePointer<Int64>?, _ x: UnsafePointer<Double>?, _ xCount: Int64,
    _ yTimes: UnsafePointer<Int64>?, _ y: UnsafePointer<Double>?, _ yCount: Int64,
    _ lags: UnsafePointer<Int64>?, _ lagCount: Int64
  ) throws(RothostError) {
    // Each is checked by `input`; the caller vouches for the counts.
    unsafe self.xTimes = try StatisticsCall.input(xTimes, xCount, "x_time_ns")
    unsafe self.x = try StatisticsCall.input(x, xCount, "x")
    unsafe self.yTimes = try StatisticsCall.input(yTimes, yCount, "y_time_ns")
    unsafe self.y = try StatisticsCall.input(y, yCount, "y")
    unsafe self.lags = try StatisticsCall.input(lags, lagCount, "lags_ns")
  }
}
