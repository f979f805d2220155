import CRothost

/// A linear regression; the constant comes first unless it was left out.
public struct Regression: Sendable {
  public var coefficients: [Double]
  public var standardErrors: [Double]
  public var pValues: [Double]
  public var residualSquares: Double
  public var rSquared: Double
  /// Complete rows, and those less the coefficients.
  public var rows: Int
  public var degrees: Int
}

/// Granger's F, or the t of the lagged level with MacKinnon's p.
public struct LagTest: Sendable {
  public var statistic: Double
  public var pValue: Double
  public var lags: Int
  public var rows: Int
  /// Of F's denominator; 0 for the others.
  public var degrees: Int
}

/// Granger's question with the order's choice and unequal volatility paid for.
public struct GrangerTest: Sendable {
  /// By a wild bootstrap that chooses the order again in each resample.
  public var pValue: Double
  /// F at the chosen order with its textbook p, lags, rows and degrees.
  public var classical: LagTest
  /// Lags of y's own past, by which the resamples are made.
  public var nullLags: Int
  /// The criteria of orders 1, 2, ... on the rows common to them.
  public var akaike: [Double]
  public var bayes: [Double]
}

/// How many lags: so many, or the best of up to so many by Akaike's or Schwarz' criterion.
public enum LagCount: Sendable {
  case fixed(Int), akaike(upTo: Int), bayes(upTo: Int)

  var codes: (Int64, UInt32) {
    switch self {
    case .fixed(let count): (Int64(count), ROT_LAGS_FIXED)
    case .akaike(let most): (Int64(most), ROT_LAGS_AKAIKE)
    case .bayes(let most): (Int64(most), ROT_LAGS_BAYES)
    }
  }
}

/// What a unit-root regression takes out; raw values are the codes of `statistics.h`.
public enum UnitRootTrend: UInt32, Sendable { case none, constant, linear }

extension Statistics {
  /// AR by least squares, the order by Akaike's criterion up to `maxOrder`, 10 log10(n) where nil.
  public func autoregression(
    _ x: Span<Double>, maxOrder: Int? = nil
  ) throws(Failure) -> (order: Int, residuals: [Double]) {
    var order: Int64 = 0
    // The shape's pointers, and a count that outlives the call.
    let residuals = unsafe try column(of: x) {
      unsafe table.autoregression?($0, $1, Int64(maxOrder ?? -1), &order, $2)
    }
    return (Int(order), residuals)
  }

  /// y on columns as long as it, one after the other in `columns`. O(rows columns^2).
  ///
  /// - Parameter neweyWestLags: nil gives classical errors.
  public func leastSquares(
    _ y: Span<Double>, on columns: Span<Double>, hasIntercept: Bool = true,
    neweyWestLags: Int? = nil
  ) throws(Failure) -> Regression {
    guard y.count > 0, columns.count % y.count == 0 else {
      throw .input("\(columns.count) values are no columns of \(y.count) rows")
    }
    let width = columns.count / y.count
    let size = width + (hasIntercept ? 1 : 0)
    var answer = rot_regression()
    answer.struct_size = UInt32(MemoryLayout<rot_regression>.size)
    // Coefficients, errors and p-values, `size` of each.
    let out = unsafe try column(3 * size) { out in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe columns.withUnsafeBufferPointer { x in
          unsafe table.least_squares?(
            y.baseAddress, Int64(y.count), x.baseAddress, Int64(width),
            hasIntercept ? 0 : ROT_REGRESSION_NO_INTERCEPT, Int64(neweyWestLags ?? -1), &answer,
            out, out?.advanced(by: size), out?.advanced(by: 2 * size))
        }
      }
    }
    return Regression(
      coefficients: Array(out[..<size]), standardErrors: Array(out[size..<2 * size]),
      pValues: Array(out[(2 * size)...]), residualSquares: answer.residual_squares,
      rSquared: answer.r_squared, rows: Int(answer.rows), degrees: Int(answer.degrees))
  }

  /// Does x help to predict y? The legs must be stationary.
  public func granger(
    _ x: Span<Double>, causes y: Span<Double>, lags: LagCount
  ) throws(Failure) -> LagTest {
    let (count, selection) = lags.codes
    // The shape's pointers, as below.
    return unsafe try lagTest { answer in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe y.withUnsafeBufferPointer { y in
          unsafe table.granger?(
            x.baseAddress, y.baseAddress, Statistics.rows(x.count, y.count), count, selection,
            answer)
        }
      }
    }
  }

  /// As `granger`, with a p-value that choosing the order and volatile times do not fool.
  public func grangerTest(
    _ x: Span<Double>, causes y: Span<Double>, lags: LagCount, resamples: Int, seed: UInt64
  ) throws(Failure) -> GrangerTest {
    let (count, selection) = lags.codes
    var answer = rot_granger_answer()
    answer.struct_size = UInt32(MemoryLayout<rot_granger_answer>.size)
    let orders = max(0, Int(count))
    var criteria = [Double](repeating: .nan, count: 2 * orders)
    // All arrays outlive the call; `criteria` holds Akaike's, then Schwarz'.
    let status = unsafe x.withUnsafeBufferPointer { x in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe criteria.withUnsafeMutableBufferPointer { criteria in
          unsafe table.granger_test?(
            host, x.baseAddress, y.baseAddress, Statistics.rows(x.count, y.count), count,
            selection, Int64(resamples), seed, &answer, criteria.baseAddress,
            criteria.baseAddress?.advanced(by: orders))
        }
      }
    }
    try check(status, hasTold: true)
    return GrangerTest(
      pValue: answer.p_value,
      classical: LagTest(
        statistic: answer.statistic, pValue: answer.p_classical, lags: Int(answer.lags),
        rows: Int(answer.rows), degrees: Int(answer.degrees)),
      nullLags: Int(answer.null_lags), akaike: Array(criteria[..<orders]),
      bayes: Array(criteria[orders...]))
  }

  /// A small p speaks against a random walk. nil lags: Akaike up to 12 (n / 100)^(1/4).
  public func augmentedDickeyFuller(
    _ x: Span<Double>, trend: UnitRootTrend = .constant, lags: LagCount? = nil
  ) throws(Failure) -> LagTest {
    let (count, selection) = lags?.codes ?? (-1, ROT_LAGS_AKAIKE)
    // As above.
    return unsafe try lagTest { answer in
      unsafe x.withUnsafeBufferPointer { x in
        unsafe table.augmented_dickey_fuller?(
          x.baseAddress, Int64(x.count), trend.rawValue, count, selection, answer)
      }
    }
  }

  /// A small p speaks for cointegration of y with x.
  public func engleGranger(
    _ y: Span<Double>, _ x: Span<Double>, lags: LagCount? = nil
  ) throws(Failure) -> LagTest {
    let (count, selection) = lags?.codes ?? (-1, ROT_LAGS_AKAIKE)
    // As above.
    return unsafe try lagTest { answer in
      unsafe y.withUnsafeBufferPointer { y in
        unsafe x.withUnsafeBufferPointer { x in
          unsafe table.engle_granger?(
            y.baseAddress, x.baseAddress, Statistics.rows(y.count, x.count), count, selection,
            answer)
        }
      }
    }
  }

  private func lagTest(
    _ call: (UnsafeMutablePointer<rot_lag_test>) -> rot_status?
  ) throws(Failure) -> LagTest {
    var answer = rot_lag_test()
    answer.struct_size = UInt32(MemoryLayout<rot_lag_test>.size)
    // `answer` outlives the call.
    try check(unsafe withUnsafeMutablePointer(to: &answer) { unsafe call($0) })
    return LagTest(
      statistic: answer.statistic, pValue: answer.p_value, lags: Int(answer.lags),
      rows: Int(answer.rows), degrees: Int(answer.degrees))
  }
}
