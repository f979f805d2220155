import CRothost
import RothostSeries
import RothostStatistics

/// Regressions: on other series and on a series' own past.
extension StatisticsTable {
  static func fillRegressions(_ table: inout rot_statistics) {
    // The caller vouches for `count` elements behind pointers that are not NULL.
    unsafe table.autoregression = { x, count, maxOrder, order, residuals in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let x = unsafe try StatisticsCall.input(x, count, "x")
        var residuals = unsafe try StatisticsCall.output(residuals, count, "residuals").mutableSpan
        guard let order = unsafe order else { throw StatisticsCall.isNull("order") }
        let limit = maxOrder == -1 ? nil : try StatisticsCall.integer(maxOrder, "max_order")
        let fit = unsafe try autoregression(x.span, maxOrder: limit, residuals: &residuals)
        // Not NULL, and the caller's to write.
        unsafe order.pointee = Int64(fit.order)
      }
    }
    // As above; x holds count · columns elements and each output one per coefficient.
    unsafe table.least_squares = {
      y, count, x, columns, flags, lags, answer, coefficients, standardErrors, pValues in
      unsafe StatisticsCall.run { () throws(RothostError) in
        let y = unsafe try StatisticsCall.input(y, count, "y")
        let width = try StatisticsCall.integer(columns, "columns")
        let (values, overflow) = count.multipliedReportingOverflow(by: Int64(width))
        guard !overflow else { throw RothostError(.argument, "\(columns) columns are too many") }
        let x = unsafe try StatisticsCall.input(x, values, "x")
        guard flags & ~ROT_REGRESSION_NO_INTERCEPT == 0 else {
          throw RothostError(
            .argument, "flags \(flags) are unknown; give 0 or ROT_REGRESSION_NO_INTERCEPT")
        }
        let intercept = flags & ROT_REGRESSION_NO_INTERCEPT == 0
        let answer = unsafe try StatisticsTable.checked(answer)
        let size = Int64(width + (intercept ? 1 : 0))
        let outputs = unsafe [
          try StatisticsCall.output(coefficients, size, "coefficients"),
          try StatisticsCall.output(standardErrors, size, "standard_errors"),
          try StatisticsCall.output(pValues, size, "p_values"),
        ]
        let errors: StandardErrors =
          lags == -1
          ? .classical : .neweyWest(lags: try StatisticsCall.integer(lags, "newey_west_lags"))
        let fit = unsafe try leastSquares(
          y.span, on: x.span, intercept: intercept, errors: errors)
        for k in 0..<Int(size) {
          // Each output holds `size` elements.
          unsafe outputs[0][k] = fit.coefficients[k]
          unsafe outputs[1][k] = fit.standardErrors[k]
          unsafe outputs[2][k] = fit.pValues[k]
        }
        // Checked to hold these fields.
        unsafe answer.pointee.residual_squares = fit.residualSquares
        unsafe answer.pointee.r_squared = fit.rSquared
        unsafe answer.pointee.rows = Int64(fit.rows)
        unsafe answer.pointee.degrees = Int64(fit.degrees)
      }
    }
  }

  private static func checked(
    _ answer: UnsafeMutablePointer<rot_regression>?
  ) throws(RothostError) -> UnsafeMutablePointer<rot_regression> {
    guard let answer = unsafe answer else { throw StatisticsCall.isNull("answer") }
    // Its first field says how much of it the caller knows.
    guard unsafe answer.pointee.struct_size >= MemoryLayout<rot_regression>.size else {
      throw RothostError(.argument, "answer.struct_size is not set to sizeof(rot_regression)")
    }
    return unsafe answer
  }
}
