import CRothost

/// Everything the arguments of one call are taken from; lives on the stack of whoever calls.
@unsafe package struct ForeignFrame {
  /// One array per input, of `skipped + rows` values.
  package var columns: UnsafePointer<UnsafePointer<Double>?>?
  /// Rows at the beginning that the function does not see.
  package var skipped = 0
  package var rows = 0
  package var parameters: UnsafePointer<rot_value>?
  /// Where the first element of each output goes.
  package var targets: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  /// One cell per out.
  package var outs: UnsafeMutablePointer<Int64>?
  /// The values of one row, where rows go one by one, and its number.
  package var row: UnsafePointer<Double>?
  package var rowIndex = 0
  /// Where a stream's state is kept.
  package var state: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
  /// The function's own memory, for all its work arguments together.
  package var work: UnsafeMutableRawPointer?
  /// For callbacks.
  package var host: UnsafePointer<rot_host>?

  package init() {}
}
