import CFFI
import CRothost
import RothostSeries

/// The function pointer of a callback: what a library calls to read an input, to give a value, or
/// to say how far it is. The call it belongs to is found through the user pointer.
@safe final class CallbackClosure: @unchecked Sendable {
  private let callback: ForeignCallback
  private let interface: CallInterface
  private let userIndex: Int
  private let rowIndex: Int?
  private let numberIndex: Int?

  /// The closure's address; the object lives as long as the process.
  static func make(_ callback: ForeignCallback) throws(RothostError) -> UInt64 {
    let closure = CallbackClosure(
      callback,
      try CallInterface(returns: callback.returns, arguments: callback.types, name: "a callback"))
    // Retained for ever, like the closure itself.
    let data = unsafe Unmanaged.passRetained(closure).toOpaque()
    // The data are what the handler takes them for.
    let code = try unsafe Closure.make(closure.interface, data: data) {
      _, result, arguments, data in
      // libffi hands over room for the result, one pointer per argument, and the data given above.
      guard let data = unsafe data, let arguments = unsafe arguments, let result = unsafe result
      else {
        return
      }
      unsafe Unmanaged<CallbackClosure>.fromOpaque(data).takeUnretainedValue().answer(
        arguments, result)
    }
    return UInt64(UInt(bitPattern: code))
  }

  private init(_ callback: ForeignCallback, _ interface: CallInterface) {
    self.callback = callback
    self.interface = interface
    userIndex = callback.parameters.firstIndex(of: .user) ?? 0
    rowIndex = callback.parameters.firstIndex(of: .row)
    numberIndex = callback.parameters.firstIndex { $0 == .value || $0 == .fraction }
  }

  private func answer(
    _ arguments: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ result: UnsafeMutableRawPointer
  ) {
    // The user pointer is the frame of the call that the library was given; NULL or another value
    // would be the library's mistake, of which NULL can be seen.
    guard let cell = unsafe arguments[userIndex],
      let raw = unsafe cell.load(as: UnsafeMutableRawPointer?.self)
    else { return unsafe give(.nan, 1, result) }
    let frame = unsafe raw.assumingMemoryBound(to: ForeignFrame.self)
    switch callback.role {
    case .source(let input):
      let row = unsafe row(arguments)
      guard row >= 0, unsafe row < frame.pointee.rows,
        let column = unsafe frame.pointee.columns?[input]
      else { return unsafe give(.nan, 0, result) }
      // Checked against the rows of the call.
      unsafe give(column[frame.pointee.skipped + row], 0, result)
    case .sink(let output):
      let row = unsafe row(arguments)
      guard row >= 0, unsafe row < frame.pointee.rows,
        let target = unsafe frame.pointee.targets?[output]
      else { return unsafe give(.nan, 1, result) }
      // A sink's output has room for every row of the call.
      unsafe target.assumingMemoryBound(to: Double.self)[row] = number(arguments)
      unsafe give(0, 0, result)
    case .progress:
      // The host's table lives until the call returns.
      let stop = unsafe frame.pointee.host.map { unsafe $0.pointee.progress($0, number(arguments)) }
      unsafe give(0, stop ?? 0, result)
    }
  }

  /// -1 where the library's number is no row at all.
  private func row(_ arguments: UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> Int {
    // libffi points to a value of the declared type.
    guard let index = rowIndex, let cell = unsafe arguments[index],
      let number = callback.types[index].number,
      let value = unsafe CNumber.integer(at: cell, number)
    else { return -1 }
    return Int(exactly: value) ?? -1
  }

  private func number(_ arguments: UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> Double {
    // libffi points to a double, as was checked with the manifest.
    guard let index = numberIndex, let cell = unsafe arguments[index] else { return .nan }
    return unsafe cell.load(as: Double.self)
  }

  private func give(_ real: Double, _ integer: Int32, _ result: UnsafeMutableRawPointer) {
    // libffi gives room for a register, which integers fill whole.
    if callback.returns.isVoid { return }
    if callback.returns.number == .double {
      unsafe result.storeBytes(of: real, as: Double.self)
    } else {
      unsafe result.storeBytes(of: Int64(integer), as: Int64.self)
    }
  }
}
