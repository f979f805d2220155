import CFFI

/// Where a function's arguments lie in the registers and on the stack, found once.
///
/// The System V ABI for x86-64 passes integers and pointers in six registers, reals in eight, and
/// what is left in words on the stack (psABI 1.0, 3.2.3). `ffi_call` sorts the arguments at every
/// call anew, which takes several times as long as the call.
struct CallRoute {
  /// What there is, as `cffi_call_registers` has it.
  let kind: Int32
  /// Each argument's word.
  let slots: [Int32]

  static var wordCount: Int { Int(CFFI_WORDS) }

  /// nil on other machines, and where there are more arguments than words: libffi's task.
  init?(returns: CType, arguments: [CType]) {
    guard CFFI_HAS_REGISTERS == 1 else { return nil }
    var kind: Int32 = returns.isReal ? CFFI_RETURNS_REAL : 0
    var integers: Int32 = 0
    var reals: Int32 = 0
    var stack: Int32 = 0
    var slots: [Int32] = []
    for type in arguments {
      if type.isReal, reals < CFFI_REAL_REGISTERS {
        slots.append(CFFI_INTEGER_REGISTERS + reals)
        reals += 1
      } else if !type.isReal, integers < CFFI_INTEGER_REGISTERS {
        slots.append(integers)
        integers += 1
      } else if stack < CFFI_STACK_WORDS {
        slots.append(CFFI_INTEGER_REGISTERS + CFFI_REAL_REGISTERS + stack)
        stack += 1
      } else {
        return nil
      }
    }
    if reals > 0 { kind |= CFFI_TAKES_REALS }
    if stack > 0 { kind |= stack > CFFI_FEW_WORDS ? CFFI_TAKES_MANY : CFFI_TAKES_FEW }
    self.kind = kind
    self.slots = slots
  }
}

extension CType {
  fileprivate var isReal: Bool { number?.isReal == true }
}
