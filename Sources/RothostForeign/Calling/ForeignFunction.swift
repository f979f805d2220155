import CRothost
import RothostSeries

/// One foreign indicator, ready to be called: its prepared calls and what its outputs are made of.
///
/// Immutable, so that calls may run on any threads; whether they do is the manifest's word.
@safe final class ForeignFunction: @unchecked Sendable {
  let indicator: ForeignIndicator
  let columnNames: [String]
  let library: OpenLibrary
  let services: ForeignServices
  let call: PreparedCall
  let lookBackCall: PreparedCall?
  let stream: StreamCalls?
  /// What the function writes for each output through a pointer; nil where it writes none.
  let elements: [CNumber?]
  /// The types of the outs.
  let outTypes: [CNumber]
  /// The most rows that fit the type of every argument that counts rows.
  let mostRows: Int

  struct StreamCalls {
    var open: PreparedCall
    var update: PreparedCall
    var peek: PreparedCall?
    var close: PreparedCall
    /// What each of them writes for an output.
    var elements: [CNumber]
  }

  /// Looks every symbol up and prepares every call.
  ///
  /// - Throws: `.plugin` naming the symbol that the library does not have.
  init(
    _ indicator: ForeignIndicator, in library: OpenLibrary, _ services: ForeignServices
  ) throws(RothostError) {
    self.indicator = indicator
    self.services = services
    columnNames = indicator.columnNames
    self.library = library
    func prepared(_ call: ForeignCall) throws(RothostError) -> PreparedCall {
      try library.prepare(call, parameters: indicator.parameters)
    }
    call = try prepared(indicator.call)
    if case .call(let call) = indicator.lookBack {
      lookBackCall = try prepared(call)
    } else {
      lookBackCall = nil
    }
    let count = indicator.outputs.count
    elements = indicator.call.elements(outputs: count)
    outTypes = indicator.call.outTypes(outs: indicator.outs.count)
    mostRows = indicator.call.mostRows
    if let calls = indicator.stream {
      stream = StreamCalls(
        open: try prepared(calls.open), update: try prepared(calls.update),
        peek: try calls.peek.map(prepared), close: try prepared(calls.close),
        elements: calls.update.elements(outputs: count).map { $0 ?? .double })
    } else {
      stream = nil
    }
  }

  /// More rows than any look-back has; the host refuses more as well.
  private static let farthestLookBack: Int64 = 1_000_000_000

  /// Rows before the first answer, as `rot_indicator.look_back` gives them; -1 where the library
  /// fails or tells nonsense, which the host refuses.
  func lookBack(_ parameters: UnsafePointer<rot_value>?) -> Int64 {
    // The host vouches for the parameters.
    let rows = unsafe toldLookBack(parameters)
    return rows <= Self.farthestLookBack ? rows : -1
  }

  private func toldLookBack(_ parameters: UnsafePointer<rot_value>?) -> Int64 {
    switch indicator.lookBack {
    case .constant(let rows): return Int64(rows)
    case .call:
      guard let lookBackCall, (try? library.begin()) != nil else { return -1 }
      var frame = unsafe ForeignFrame()
      unsafe frame.parameters = parameters
      // The frame lives through the call.
      let (result, misfit) = unsafe withUnsafeMutablePointer(to: &frame) {
        unsafe lookBackCall.run($0)
      }
      guard misfit == nil, let number = lookBackCall.call.prototype.returns.number else {
        return -1
      }
      return number.integer(ofRegister: result) ?? -1
    }
  }

  /// The error of a call whose parameter does not fit its C type.
  func misfit(_ parameter: Int, _ call: PreparedCall) -> RothostError {
    RothostError(
      .parameter,
      "parameter \(indicator.parameters[parameter].name) does not fit the C type that "
        + "\(call.call.symbol) takes; give a smaller number")
  }

  /// What a returned value means; nil = all is well.
  func objection(to register: UInt64, of call: PreparedCall) -> RothostError? {
    guard case .status(let success, let tooFew, let texts) = indicator.answer,
      let number = call.call.prototype.returns.number,
      let status = number.integer(ofRegister: register), status != success
    else { return nil }
    let words = texts[status].map { ": \($0)" } ?? ""
    return RothostError(
      tooFew.contains(status) ? .tooFew : .failed,
      "\(call.call.symbol) answered \(status)\(words)")
  }
}

extension ForeignCall {
  /// The element type of each output that is passed by pointer or filled by a callback.
  func elements(outputs count: Int) -> [CNumber?] {
    var elements = [CNumber?](repeating: nil, count: count)
    for argument in arguments {
      switch argument.source {
      case .output(let index): elements[index] = argument.type.pointee ?? .double
      case .outputs(let indices): for index in indices { elements[index] = .double }
      case .callback(let callback):
        if case .sink(let index) = callback.role { elements[index] = .double }
      default: break
      }
    }
    return elements
  }

  /// The types of the outs; int where this call has none of that number.
  func outTypes(outs count: Int) -> [CNumber] {
    var types = [CNumber](repeating: .int32, count: count)
    for argument in arguments {
      if case .out(let index) = argument.source { types[index] = argument.type.pointee ?? .int32 }
    }
    return types
  }

  fileprivate var mostRows: Int {
    var most = Int.max
    for argument in arguments where [.rows, .lastIndex, .row].contains(argument.source) {
      switch argument.type.number {
      case .int8: most = min(most, Int(Int8.max))
      case .uint8: most = min(most, Int(UInt8.max))
      case .int16: most = min(most, Int(Int16.max))
      case .uint16: most = min(most, Int(UInt16.max))
      case .int32: most = min(most, Int(Int32.max))
      case .uint32: most = min(most, Int(UInt32.max))
      default: break
      }
    }
    return most
  }
}

extension CNumber {
  /// A returned integer out of the register that libffi widened it to.
  func integer(ofRegister bits: UInt64) -> Int64? {
    switch self {
    case .boolean: Int64(bits & 0xFF)
    case .int8: Int64(Int8(truncatingIfNeeded: bits))
    case .uint8: Int64(UInt8(truncatingIfNeeded: bits))
    case .int16: Int64(Int16(truncatingIfNeeded: bits))
    case .uint16: Int64(UInt16(truncatingIfNeeded: bits))
    case .int32: Int64(Int32(truncatingIfNeeded: bits))
    case .uint32: Int64(UInt32(truncatingIfNeeded: bits))
    case .int64: Int64(bitPattern: bits)
    case .uint64: Int64(exactly: bits)
    case .float, .double: Int64(exactly: real(ofRegister: bits))
    }
  }

  /// A returned number as a real one.
  func real(ofRegister bits: UInt64) -> Double {
    switch self {
    case .double: Double(bitPattern: bits)
    case .float: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .uint64: Double(bits)
    default: Double(integer(ofRegister: bits) ?? 0)
    }
  }
}
