import CFFI
import CRothost
import RothostSeries

/// A function of a library with its prepared signature; calling it allocates nothing.
///
/// Immutable, so that any number of threads may call at once; lives as long as its library.
@safe final class PreparedCall: @unchecked Sendable {
  let call: ForeignCall
  private let interface: CallInterface
  private let function: @convention(c) () -> Void
  private let arguments: UnsafeMutableBufferPointer<ArgumentPlan>
  private let items: UnsafeMutableBufferPointer<ItemPlan>
  private let arrayLength: Int
  /// Words of work memory for each row.
  let workWords: Int
  /// Arguments that change from row to row.
  private let perRow: [Int]

  /// - Parameter address: the function, in a library that is never closed.
  init(
    _ call: ForeignCall, at address: UnsafeMutableRawPointer, parameters: [ForeignParameter]
  ) throws(RothostError) {
    self.call = call
    interface = try CallInterface(
      returns: call.prototype.returns, arguments: call.arguments.map(\.type), name: call.symbol)
    var callbacks: [UInt64] = []
    for argument in call.arguments {
      if case .callback(let callback) = argument.source {
        callbacks.append(try CallbackClosure.make(callback))
      }
    }
    let plan = CallPlan(call, parameters: parameters, callbacks: callbacks)
    arrayLength = plan.arrayLength
    workWords = plan.workWords
    perRow = plan.arguments.indices.filter {
      [.row, .inputValue].contains(plan.arguments[$0].operation)
    }
    // Freed in deinit.
    unsafe arguments = .allocate(capacity: plan.arguments.count)
    _ = unsafe arguments.initialize(from: plan.arguments)
    unsafe items = .allocate(capacity: plan.items.count)
    _ = unsafe items.initialize(from: plan.items)
    // The manifest says that a function is there; its type is only libffi's to know.
    unsafe function = unsafeBitCast(address, to: (@convention(c) () -> Void).self)
  }

  deinit {
    // No call is running: it would hold this object.
    unsafe arguments.deallocate()
    unsafe items.deallocate()
  }

  /// `ffi_call` with the arguments of a frame; O(arguments).
  ///
  /// - Returns: the returned value's register, and nil; or the parameter that does not fit its C
  ///   type, with nothing called.
  func run(
    _ frame: UnsafeMutablePointer<ForeignFrame>
  ) -> (result: UInt64, misfit: Int?) {
    // The workspace is big enough for each argument's value, its address and all arrays.
    unsafe withWorkspace { values, pointers, arrays in
      if let misfit = unsafe fill(frame, values, pointers, arrays) { return (0, misfit) }
      var result: UInt64 = 0
      unsafe ffi_call(interface.cif, function, &result, pointers)
      return (result, nil)
    }
  }

  /// The same for `count` rows one after the other; `each` takes every row's returned value.
  ///
  /// `prepare` sets the frame's row up and answers whether it is to be called at all.
  func runRows(
    _ frame: UnsafeMutablePointer<ForeignFrame>, count: Int, prepare: (Int) -> Bool,
    each: (Int, UInt64) -> Bool
  ) -> Int? {
    // As in `run`.
    unsafe withWorkspace { values, pointers, arrays in
      var isFilled = false
      for row in 0..<count where prepare(row) {
        if isFilled {
          for index in perRow { _ = unsafe fill(index, frame, values, arrays) }
        } else if let misfit = unsafe fill(frame, values, pointers, arrays) {
          return misfit
        }
        isFilled = true
        var result: UInt64 = 0
        unsafe ffi_call(interface.cif, function, &result, pointers)
        if !each(row, result) { break }
      }
      return nil
    }
  }

  private func withWorkspace<Answer>(
    _ body: (
      UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UnsafeMutableRawPointer?>,
      UnsafeMutablePointer<UInt64>
    ) -> Answer
  ) -> Answer {
    let count = unsafe arguments.count
    // On the stack for all usual signatures: up to 1 KiB (SE-0322).
    return unsafe withUnsafeTemporaryAllocation(
      of: UInt64.self, capacity: 2 * count + arrayLength + 1
    ) { words in
      let values = words.baseAddress!
      // Words and pointers have one size on every 64-bit system.
      let pointers = unsafe UnsafeMutableRawPointer(values + count).assumingMemoryBound(
        to: UnsafeMutableRawPointer?.self)
      return unsafe body(values, pointers, values + 2 * count)
    }
  }

  /// Sets every argument; answers the first parameter that does not fit.
  private func fill(
    _ frame: UnsafeMutablePointer<ForeignFrame>, _ values: UnsafeMutablePointer<UInt64>,
    _ pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ arrays: UnsafeMutablePointer<UInt64>
  ) -> Int? {
    var free = unsafe arrays
    for index in 0..<(unsafe arguments.count) {
      // One value and one address per argument.
      unsafe pointers[index] = UnsafeMutableRawPointer(values + index)
      if let misfit = unsafe fill(index, frame, values, free) { return misfit }
      switch unsafe arguments[index].operation {
      case .inputs, .outputs, .options: unsafe free += Int(arguments[index].count)
      default: break
      }
    }
    return nil
  }

  /// Sets one argument; answers its parameter where that does not fit.
  private func fill(
    _ index: Int, _ frame: UnsafeMutablePointer<ForeignFrame>,
    _ values: UnsafeMutablePointer<UInt64>, _ free: UnsafeMutablePointer<UInt64>
  ) -> Int? {
    // Indices were checked with the manifest; the frame's owner vouches for its pointers.
    let plan = unsafe arguments[index]
    let item = Int(plan.index)
    switch plan.operation {
    case .constant, .callback: unsafe values[index] = plan.bits
    case .parameter:
      guard let bits = unsafe bits(plan, frame.pointee.parameters! + item) else { return item }
      unsafe values[index] = bits
    case .parameterPointer:
      unsafe values[index] = address(frame.pointee.parameters![item].as.reals)
    case .parameterCount:
      guard let bits = unsafe plan.number.bits(Int64(frame.pointee.parameters![item].count)) else {
        return item
      }
      unsafe values[index] = bits
    case .rows: unsafe values[index] = UInt64(truncatingIfNeeded: frame.pointee.rows)
    case .lastIndex: unsafe values[index] = UInt64(truncatingIfNeeded: frame.pointee.rows - 1)
    case .row: unsafe values[index] = UInt64(truncatingIfNeeded: frame.pointee.rowIndex)
    case .input: unsafe values[index] = column(frame, item)
    case .inputValue:
      let value = unsafe frame.pointee.row![item]
      unsafe values[index] =
        plan.number == .double ? value.bitPattern : UInt64(Float(value).bitPattern)
    case .output: unsafe values[index] = address(frame.pointee.targets![item])
    case .out: unsafe values[index] = address(frame.pointee.outs! + item)
    case .inputs, .outputs, .options:
      if let misfit = unsafe fillArray(plan, frame, free) { return misfit }
      unsafe values[index] = address(free)
    case .user: unsafe values[index] = address(frame)
    case .state: unsafe values[index] = address(frame.pointee.state!.pointee)
    case .newState: unsafe values[index] = address(frame.pointee.state!)
    case .work: unsafe values[index] = address(frame.pointee.work! + item * 8 * frame.pointee.rows)
    }
    return nil
  }

  private func fillArray(
    _ plan: ArgumentPlan, _ frame: UnsafeMutablePointer<ForeignFrame>,
    _ free: UnsafeMutablePointer<UInt64>
  ) -> Int? {
    for position in 0..<Int(plan.count) {
      // The workspace has room for all arrays; items were checked with the manifest.
      let element = unsafe items[Int(plan.first) + position]
      let item = Int(element.index)
      switch plan.operation {
      case .inputs: unsafe free[position] = column(frame, item)
      case .outputs: unsafe free[position] = address(frame.pointee.targets![item])
      default:
        if item < 0 {
          unsafe free[position] = element.bits
          continue
        }
        let value = unsafe frame.pointee.parameters! + item
        unsafe free[position] =
          (value.pointee.type == ROT_REAL
          ? value.pointee.as.real : Double(value.pointee.as.integer))
          .bitPattern
      }
    }
    return nil
  }

  private func column(_ frame: UnsafeMutablePointer<ForeignFrame>, _ index: Int) -> UInt64 {
    // One array per input, of at least `skipped` values.
    guard let base = unsafe frame.pointee.columns![index] else { return 0 }
    return unsafe address(base + frame.pointee.skipped)
  }

  /// A parameter in the bits of its argument; nil where it does not fit.
  private func bits(_ plan: ArgumentPlan, _ value: UnsafePointer<rot_value>) -> UInt64? {
    // The host has checked the type against the descriptor, and a choice against its names.
    if unsafe value.pointee.type == ROT_REAL {
      let real = unsafe value.pointee.as.real
      return plan.number == .double ? real.bitPattern : UInt64(Float(real).bitPattern)
    }
    var integer = unsafe value.pointee.as.integer
    if plan.count > 0 {
      integer = unsafe Int64(bitPattern: items[Int(plan.first) + Int(integer)].bits)
    }
    return plan.number.bits(integer)
  }

  private func address(_ pointer: UnsafeRawPointer?) -> UInt64 {
    UInt64(UInt(bitPattern: pointer))
  }
}
