/// Reading and writing numbers of C in memory.
extension CNumber {
  /// The integer of this type at `address`; nil where it is beyond Int64.
  static func integer(at address: UnsafeRawPointer, _ number: CNumber) -> Int64? {
    // Whoever calls vouches for a value of the type there.
    switch number {
    case .boolean, .uint8: Int64(unsafe address.load(as: UInt8.self))
    case .int8: Int64(unsafe address.load(as: Int8.self))
    case .uint16: Int64(unsafe address.load(as: UInt16.self))
    case .int16: Int64(unsafe address.load(as: Int16.self))
    case .uint32: Int64(unsafe address.load(as: UInt32.self))
    case .int32: Int64(unsafe address.load(as: Int32.self))
    case .uint64: Int64(exactly: unsafe address.load(as: UInt64.self))
    case .int64: unsafe address.load(as: Int64.self)
    case .float: Int64(exactly: unsafe address.load(as: Float.self))
    case .double: Int64(exactly: unsafe address.load(as: Double.self))
    }
  }

  /// The number of this type at `address` as a real one.
  static func real(at address: UnsafeRawPointer, _ number: CNumber) -> Double {
    // As above.
    switch number {
    case .double: unsafe address.load(as: Double.self)
    case .float: Double(unsafe address.load(as: Float.self))
    case .uint64: Double(unsafe address.load(as: UInt64.self))
    default: Double(unsafe integer(at: address, number) ?? 0)
    }
  }
}
