import CRothost
import RothostSeries

/// The few shapes that most functions of the table have: arrays in, a number or an array out.
extension StatisticsTable {
  typealias Number = UnsafeMutablePointer<Double>
  typealias Numbers = UnsafePointer<Double>

  /// One leg to one number.
  static func number(
    _ x: Numbers?, _ count: Int64, _ out: Number?,
    _ body: (Span<Double>) throws(RothostError) -> Double
  ) -> rot_status {
    // The caller vouches for `count` elements behind pointers that are not NULL; so below.
    unsafe StatisticsCall.run { () throws(RothostError) in
      let x = unsafe try StatisticsCall.input(x, count, "x")
      unsafe try StatisticsCall.result(out).pointee = body(x.span)
    }
  }

  /// Two legs to one number.
  static func number(
    _ x: Numbers?, _ y: Numbers?, _ count: Int64, _ out: Number?,
    _ body: (Span<Double>, Span<Double>) throws(RothostError) -> Double
  ) -> rot_status {
    // As above.
    unsafe StatisticsCall.run { () throws(RothostError) in
      let x = unsafe try StatisticsCall.input(x, count, "x")
      let y = unsafe try StatisticsCall.input(y, count, "y")
      unsafe try StatisticsCall.result(out).pointee = body(x.span, y.span)
    }
  }

  /// One leg to as many numbers.
  static func column(
    _ x: Numbers?, _ count: Int64, _ out: Number?,
    _ body: (Span<Double>, inout MutableSpan<Double>) throws(RothostError) -> Void
  ) -> rot_status {
    // As above; `out` has `count` elements too and overlaps no input.
    unsafe StatisticsCall.run { () throws(RothostError) in
      let x = unsafe try StatisticsCall.input(x, count, "x")
      var out = unsafe try StatisticsCall.output(out, count, "out").mutableSpan
      unsafe try body(x.span, &out)
    }
  }

  /// Two legs to as many numbers.
  static func column(
    _ x: Numbers?, _ y: Numbers?, _ count: Int64, _ out: Number?,
    _ body: (Span<Double>, Span<Double>, inout MutableSpan<Double>) throws(RothostError) -> Void
  ) -> rot_status {
    // As above.
    unsafe StatisticsCall.run { () throws(RothostError) in
      let x = unsafe try StatisticsCall.input(x, count, "x")
      let y = unsafe try StatisticsCall.input(y, count, "y")
      var out = unsafe try StatisticsCall.output(out, count, "out").mutableSpan
      unsafe try body(x.span, y.span, &out)
    }
  }

  /// min_periods of the C functions: 0 is the window, which Swift spells nil.
  static func minPeriods(_ value: Int64) throws(RothostError) -> Int? {
    value == 0 ? nil : try StatisticsCall.integer(value, "min_periods")
  }
}
