import CRothost

/// Everything the arguments of one call are taken from; lives on the stack of whoever calls.
@unsafe struct ForeignFrame {
  /// One array per input, of `skipped + rows` values.
  var columns: UnsafePointer<UnsafePointer<Double>?>?
  /// Rows at the beginning that the function does not see.
  var skipped = 0
  var rows = 0
  var parameters: UnsafePointer<rot_value>?
  /// Where the first element of each output goes.
  var targets: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  /// One cell per out.
  var outs: UnsafeMutablePointer<Int64>?
  /// The values of one row, where rows go one by one, and its number.
  var row: UnsafePointer<Double>?
  var rowIndex = 0
  /// Where a stream's state is kept.
  var state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  /// The function's own memory, for all its work arguments together.
  var work: UnsafeMutableRawPointer?
  /// For callbacks.
  var host: UnsafePointer<rot_host>?
}
