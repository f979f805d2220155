import CFFI
import CRothost
import RothostSeries

/// A function of a library with its prepared signature; calling it allocates nothing.
///
/// The arguments go straight to the registers where the machine's rules are known, else to libffi.
/// Immutable, so that any number of threads may call at once; lives as long as its library.
@safe package final class PreparedCall: @unchecked Sendable {
  let call: ForeignCall
  private let interface: CallInterface
  private let machine: CallMachine
  /// Words of work memory for each row.
  let workWords: Int
  /// Whether the library can call back, and so run the embedding program's code in the midst of the call.
  let hasCallbacks: Bool
  /// Arguments that change from row to row.
  private let perRow: [Int]

  /// - Parameters:
  ///   - address: the function, in a library that is never closed.
  ///   - usesRegisters: false leaves every call to libffi.
  package init(
    _ call: ForeignCall, at address: UnsafeMutableRawPointer, parameters: [ForeignParameter],
    usesRegisters: Bool = true
  ) throws(RothostError) {
    self.call = call
    let types = call.arguments.map(\.type)
    interface = try CallInterface(
      returns: call.prototype.returns, arguments: types, name: call.symbol)
    let route =
      usesRegisters ? CallRoute(returns: call.prototype.returns, arguments: types) : nil
    var callbacks: [UInt64] = []
    for argument in call.arguments {
      if case .callback(let callback) = argument.source {
        callbacks.append(try CallbackClosure.make(callback))
      }
    }
    hasCallbacks = !callbacks.isEmpty
    var plan = CallPlan(call, parameters: parameters, callbacks: callbacks)
    for index in types.indices { plan.arguments[index].slot = route?.slots[index] ?? Int32(index) }
    plan.arguments = plan.arguments.filter { !$0.isConstant } + plan.arguments.filter(\.isConstant)
    workWords = plan.workWords
    perRow = plan.arguments.indices.filter {
      [.row, .inputValue].contains(plan.arguments[$0].operation)
    }
    // The manifest says that a function is there; its type is only libffi's to know. The interface
    // lives as long as this object.
    unsafe machine = CallMachine(
      plan, registers: route?.kind, cif: interface.cif,
      function: unsafeBitCast(address, to: (@convention(c) () -> Void).self))
  }

  deinit {
    // No call is running: it would hold this object.
    unsafe machine.free()
  }

  /// Calls with the arguments of a frame; O(arguments).
  ///
  /// - Returns: the returned value's register, and nil; or the parameter that does not fit its C
  ///   type, with nothing called.
  package func run(
    _ frame: UnsafeMutablePointer<ForeignFrame>
  ) -> (result: UInt64, misfit: Int?) {
    // The frame's owner vouches for its pointers.
    unsafe machine.run(frame)
  }

  /// The same for `count` rows one after the other; `each` takes every row's returned value.
  ///
  /// `prepare` sets the frame's row up and answers whether it is to be called at all.
  func runRows(
    _ frame: UnsafeMutablePointer<ForeignFrame>, count: Int, prepare: (Int) -> Bool,
    each: (Int, UInt64) -> Bool
  ) -> Int? {
    // As in `run`.
    unsafe machine.withWorkspace { values, pointers, arrays in
      var isFilled = false
      for row in 0..<count where prepare(row) {
        if isFilled {
          for index in perRow { _ = unsafe machine.fill(index, frame, values, arrays) }
        } else if let misfit = unsafe machine.fill(frame, values, arrays) {
          return misfit
        }
        isFilled = true
        if !each(row, unsafe machine.invoke(values, pointers)) { break }
      }
      return nil
    }
  }
}
