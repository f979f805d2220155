import CFFI

/// How one argument is filled in: plain numbers, so that a call touches no object.
struct ArgumentPlan {
  enum Operation: UInt8 {
    case constant, parameter, parameterPointer, parameterCount, rows, lastIndex, row, input
    case inputValue, output, out, inputs, outputs, options, callback, user, state, newState, work
  }

  var operation: Operation
  /// The argument's own type; of pointers, `uint64`.
  var number: CNumber
  /// Of what the operation names.
  var index: Int32 = 0
  /// Its part of the plan's items, of an array or of a choice's codes.
  var first: Int32 = 0
  var count: Int32 = 0
  /// A constant, or a callback's address.
  var bits: UInt64 = 0
  /// Its word among those of the call.
  var slot: Int32 = 0

  /// Whether it is the same at every call.
  var isConstant: Bool { operation == .constant || operation == .callback }
}

/// One element of an array argument, or one code of a choice.
struct ItemPlan {
  /// The input, output or parameter; negative = the bits themselves.
  var index: Int32
  var bits: UInt64
}

/// The plans of a call's arguments, made once.
struct CallPlan {
  var arguments: [ArgumentPlan] = []
  var items: [ItemPlan] = []
  /// Elements of all arrays together.
  var arrayLength = 0
  /// Words of work memory for each row.
  var workWords = 0

  /// - Parameter callbacks: addresses of the function pointers, in the order of the arguments.
  init(_ call: ForeignCall, parameters: [ForeignParameter], callbacks: [UInt64]) {
    var callbacks = callbacks[...]
    for argument in call.arguments {
      let number = argument.type.number ?? .uint64
      var plan = ArgumentPlan(operation: .constant, number: number)
      switch argument.source {
      case .constant(let bits): plan.bits = bits
      case .null: break
      case .parameter(let index):
        plan.operation = .parameter
        plan.index = Int32(index)
        append(
          parameters[index].codes.map { ItemPlan(index: -1, bits: UInt64(bitPattern: $0)) }, &plan)
      case .parameterPointer(let index): plan.take(.parameterPointer, index)
      case .parameterCount(let index): plan.take(.parameterCount, index)
      case .rows: plan.operation = .rows
      case .lastIndex: plan.operation = .lastIndex
      case .row: plan.operation = .row
      case .input(let index): plan.take(.input, index)
      case .inputValue(let index): plan.take(.inputValue, index)
      case .output(let index): plan.take(.output, index)
      case .out(let index): plan.take(.out, index)
      case .inputs(let indices):
        array(.inputs, indices.map { ItemPlan(index: Int32($0), bits: 0) }, &plan)
      case .outputs(let indices):
        array(.outputs, indices.map { ItemPlan(index: Int32($0), bits: 0) }, &plan)
      case .options(let options):
        array(
          .options,
          options.map { option in
            switch option {
            case .constant(let value): ItemPlan(index: -1, bits: value.bitPattern)
            case .parameter(let index): ItemPlan(index: Int32(index), bits: 0)
            }
          }, &plan)
      case .callback:
        plan.operation = .callback
        plan.bits = callbacks.popFirst() ?? 0
      case .user: plan.operation = .user
      case .state: plan.operation = .state
      case .newState: plan.operation = .newState
      case .work(let words):
        plan.take(.work, workWords)
        workWords += words
      }
      arguments.append(plan)
    }
  }

  private mutating func array(
    _ operation: ArgumentPlan.Operation, _ elements: [ItemPlan], _ plan: inout ArgumentPlan
  ) {
    plan.operation = operation
    append(elements, &plan)
    arrayLength += elements.count
  }

  private mutating func append(_ elements: [ItemPlan], _ plan: inout ArgumentPlan) {
    plan.first = Int32(items.count)
    plan.count = Int32(elements.count)
    items += elements
  }
}

extension ArgumentPlan {
  fileprivate mutating func take(_ operation: Operation, _ index: Int) {
    self.operation = operation
    self.index = Int32(index)
  }
}

extension CType {
  /// libffi's description of the type.
  @unsafe var ffi: UnsafeMutablePointer<ffi_type> {
    // Globals of libffi, which live as long as the process and are only read.
    guard pointers == 0 else { return unsafe cffi_type_pointer() }
    guard case .number(let number) = base else { return unsafe cffi_type_void() }
    // As above.
    return switch number {
    case .boolean, .uint8: unsafe cffi_type_uint8()
    case .int8: unsafe cffi_type_sint8()
    case .uint16: unsafe cffi_type_uint16()
    case .int16: unsafe cffi_type_sint16()
    case .uint32: unsafe cffi_type_uint32()
    case .int32: unsafe cffi_type_sint32()
    case .uint64: unsafe cffi_type_uint64()
    case .int64: unsafe cffi_type_sint64()
    case .float: unsafe cffi_type_float()
    case .double: unsafe cffi_type_double()
    }
  }
}
