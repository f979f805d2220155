import CFFI
import CRothost

/// What a call needs and nothing else: plain pointers and numbers, so that a call counts no
/// references. The memory belongs to the `PreparedCall` that made it.
@unsafe struct CallMachine {
  /// Those that change from call to call, then the others.
  private let arguments: UnsafeMutableBufferPointer<ArgumentPlan>
  private let varying: Int
  /// The words of a call through the registers, with the arguments that never change.
  private let words: UnsafeMutablePointer<UInt64>
  private let items: UnsafeMutableBufferPointer<ItemPlan>
  private let arrayLength: Int
  /// What goes through the registers, as `CallRoute` has it; negative = all by libffi.
  private let registers: Int32
  private let cif: UnsafeMutablePointer<ffi_cif>
  private let function: @convention(c) () -> Void

  /// - Parameter cif: outlives this value, as does the function.
  init(
    _ plan: CallPlan, registers: Int32?, cif: UnsafeMutablePointer<ffi_cif>,
    function: @convention(c) () -> Void
  ) {
    // Freed by `free`.
    unsafe arguments = .allocate(capacity: plan.arguments.count)
    _ = unsafe arguments.initialize(from: plan.arguments)
    unsafe varying = plan.arguments.prefix { !$0.isConstant }.count
    unsafe words = .allocate(capacity: CallRoute.wordCount)
    unsafe words.initialize(repeating: 0, count: CallRoute.wordCount)
    if registers != nil {
      for constant in plan.arguments where constant.isConstant {
        unsafe words[Int(constant.slot)] = constant.bits
      }
    }
    unsafe items = .allocate(capacity: plan.items.count)
    _ = unsafe items.initialize(from: plan.items)
    unsafe arrayLength = plan.arrayLength
    unsafe self.registers = registers ?? -1
    unsafe self.cif = cif
    unsafe self.function = function
  }

  func free() {
    // Allocated in `init`; the last use of all.
    unsafe arguments.deallocate()
    unsafe words.deallocate()
    unsafe items.deallocate()
  }

  /// Fills the arguments in and calls; see `PreparedCall.run`.
  func run(_ frame: UnsafeMutablePointer<ForeignFrame>) -> (result: UInt64, misfit: Int?) {
    guard unsafe registers >= 0, unsafe arrayLength == 0 else {
      // The workspace is big enough for each argument's value, its address and all arrays.
      return unsafe withWorkspace { values, pointers, arrays in
        if let misfit = unsafe fill(frame, values, arrays) { return (0, misfit) }
        return (unsafe invoke(values, pointers), nil)
      }
    }
    // The usual signature: a fixed number of words, and nothing else.
    return unsafe withUnsafeTemporaryAllocation(
      of: UInt64.self, capacity: CallRoute.wordCount
    ) { room in
      let values = room.baseAddress!
      unsafe values.initialize(from: words, count: CallRoute.wordCount)
      for index in 0..<(unsafe varying) {
        if let misfit = unsafe fill(index, frame, values, values) { return (0, misfit) }
      }
      return (unsafe cffi_call_registers(function, registers, values), nil)
    }
  }

  /// The call itself; answers the returned value's register.
  func invoke(
    _ values: UnsafeMutablePointer<UInt64>,
    _ pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  ) -> UInt64 {
    // Every argument's word was filled, and the others are zero.
    if unsafe registers >= 0 { return unsafe cffi_call_registers(function, registers, values) }
    var result: UInt64 = 0
    unsafe ffi_call(cif, function, &result, pointers)
    return result
  }

  /// Lends a word per argument, all their addresses, and room for all arrays.
  func withWorkspace<Answer>(
    _ body: (
      UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UnsafeMutableRawPointer?>,
      UnsafeMutablePointer<UInt64>
    ) -> Answer
  ) -> Answer {
    let count = unsafe arguments.count
    let words = unsafe registers < 0 ? count : CallRoute.wordCount
    // On the stack for all usual signatures: up to 1 KiB (SE-0322).
    return unsafe withUnsafeTemporaryAllocation(
      of: UInt64.self, capacity: words + count + arrayLength + 1
    ) { room in
      let values = room.baseAddress!
      unsafe values.initialize(repeating: 0, count: words)
      // Words and pointers have one size on every 64-bit system.
      let pointers = unsafe UnsafeMutableRawPointer(values + words).assumingMemoryBound(
        to: UnsafeMutableRawPointer?.self)
      // libffi's arguments are one word each, in their order.
      for index in 0..<count { unsafe pointers[index] = UnsafeMutableRawPointer(values + index) }
      return unsafe body(values, pointers, values + words + count)
    }
  }

  /// Sets every argument; answers the first parameter that does not fit.
  func fill(
    _ frame: UnsafeMutablePointer<ForeignFrame>, _ values: UnsafeMutablePointer<UInt64>,
    _ arrays: UnsafeMutablePointer<UInt64>
  ) -> Int? {
    var free = unsafe arrays
    for index in 0..<(unsafe arguments.count) {
      // One word per argument, and room for every array.
      if let misfit = unsafe fill(index, frame, values, free) { return misfit }
      switch unsafe arguments[index].operation {
      case .inputs, .outputs, .options: unsafe free += Int(arguments[index].count)
      default: break
      }
    }
    return nil
  }

  /// Sets one argument; answers its parameter where that does not fit.
  func fill(
    _ index: Int, _ frame: UnsafeMutablePointer<ForeignFrame>,
    _ values: UnsafeMutablePointer<UInt64>, _ free: UnsafeMutablePointer<UInt64>
  ) -> Int? {
    // Indices were checked with the manifest; the frame's owner vouches for its pointers.
    let plan = unsafe arguments[index]
    let item = Int(plan.index)
    let value = unsafe values + Int(plan.slot)
    switch plan.operation {
    case .constant, .callback: unsafe value.pointee = plan.bits
    case .parameter:
      guard let bits = unsafe bits(plan, frame.pointee.parameters! + item) else { return item }
      unsafe value.pointee = bits
    case .parameterPointer:
      unsafe value.pointee = address(frame.pointee.parameters![item].as.reals)
    case .parameterCount:
      guard let bits = unsafe plan.number.bits(Int64(frame.pointee.parameters![item].count)) else {
        return item
      }
      unsafe value.pointee = bits
    case .rows: unsafe value.pointee = UInt64(truncatingIfNeeded: frame.pointee.rows)
    case .lastIndex: unsafe value.pointee = UInt64(truncatingIfNeeded: frame.pointee.rows - 1)
    case .row: unsafe value.pointee = UInt64(truncatingIfNeeded: frame.pointee.rowIndex)
    case .input: unsafe value.pointee = column(frame, item)
    case .inputValue:
      let real = unsafe frame.pointee.row![item]
      unsafe value.pointee =
        plan.number == .double ? real.bitPattern : UInt64(Float(real).bitPattern)
    case .output: unsafe value.pointee = address(frame.pointee.targets![item])
    case .out: unsafe value.pointee = address(frame.pointee.outs! + item)
    case .inputs, .outputs, .options:
      if let misfit = unsafe fillArray(plan, frame, free) { return misfit }
      unsafe value.pointee = address(free)
    case .user: unsafe value.pointee = address(frame)
    case .state: unsafe value.pointee = address(frame.pointee.state!.pointee)
    case .newState: unsafe value.pointee = address(frame.pointee.state!)
    case .work: unsafe value.pointee = address(frame.pointee.work! + item * 8 * frame.pointee.rows)
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
