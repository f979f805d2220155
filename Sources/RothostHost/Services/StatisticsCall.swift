import CRothost
import RothostSeries

// What crosses into the statistics table is checked here: NULL, counts, alignment, struct sizes.
// Non-NULL pointers are then trusted, as `statistics.h` asks; the helpers are `@safe` in that sense.

/// Runs one function of the table; an error becomes its status, told to the host where there is one.
@safe func statistic(
  _ host: UnsafePointer<rot_host>? = nil, _ body: () throws(RothostError) -> Void
) -> rot_status {
  do {
    try body()
    return ROT_OK
  } catch {
    // A host table is valid during the call that passed it.
    guard let host = unsafe host, let fail = unsafe host.pointee.fail else {
      return error.status.rawValue
    }
    // As above; the text lives during the call.
    return unsafe error.message.withCString { unsafe fail(host, error.status.rawValue, $0) }
  }
}

/// A caller's array of `count` elements.
@safe func input<Element>(
  _ pointer: UnsafePointer<Element>?, _ count: Int64, _ name: String
) throws(RothostError) -> UnsafeBufferPointer<Element> {
  try checkArray(unsafe pointer.map { UInt(bitPattern: $0) }, count, name, Element.self)
  // The header promises `count` elements.
  return unsafe UnsafeBufferPointer(start: pointer, count: Int(count))
}

/// A caller's array that receives `count` elements.
@safe func output<Element>(
  _ pointer: UnsafeMutablePointer<Element>?, _ count: Int64, _ name: String
) throws(RothostError) -> UnsafeMutableBufferPointer<Element> {
  try checkArray(unsafe pointer.map { UInt(bitPattern: $0) }, count, name, Element.self)
  // The header promises room for `count` elements.
  return unsafe UnsafeMutableBufferPointer(start: pointer, count: Int(count))
}

private func checkArray<Element>(
  _ address: UInt?, _ count: Int64, _ name: String, _ type: Element.Type
) throws(RothostError) {
  guard count >= 0, count <= Int64.max / 16 else {
    throw RothostError(.argument, "\(name) has the impossible count \(count)")
  }
  guard let address else {
    guard count == 0 else {
      throw RothostError(.argument, "\(name) is NULL, but its count is \(count)")
    }
    return
  }
  guard address % UInt(MemoryLayout<Element>.alignment) == 0 else {
    throw RothostError(.argument, "\(name) is not aligned to 8 bytes; copy it first")
  }
}

/// Stores one answer.
@safe func answer<Value>(
  _ value: Value, _ out: UnsafeMutablePointer<Value>?
) throws(RothostError) {
  guard let out = unsafe out else { throw RothostError(.argument, "the output is NULL") }
  // The header promises a valid pointer.
  unsafe out.pointee = value
}

/// Progress of a statistic told to the host that asked for it; false asks to stop.
@safe func progress(of host: UnsafePointer<rot_host>?) -> ((Double) -> Bool)? {
  // A host table is valid during the call that passed it.
  guard let host = unsafe host, let progress = unsafe host.pointee.progress else { return nil }
  // As above.
  return { fraction in unsafe progress(host, fraction) == 0 }
}

/// Fills a caller's struct that begins with `struct_size`, up to the size the caller knows.
@safe func answerStruct<Value>(
  _ value: Value, _ out: UnsafeMutablePointer<Value>?
) throws(RothostError) {
  guard let out = unsafe out else { throw RothostError(.argument, "the answer is NULL") }
  let raw = UnsafeMutableRawPointer(out)
  // Every growing struct begins with uint32_t struct_size.
  let given = Int(unsafe raw.load(as: UInt32.self))
  guard given >= MemoryLayout<Value>.size else {
    throw RothostError(
      .argument, "answer.struct_size is \(given), below version 1 (\(MemoryLayout<Value>.size))")
  }
  // The size itself stays the caller's.
  unsafe withUnsafeBytes(of: value) { bytes in
    // Both are at least Value's size.
    unsafe (raw + 4).copyMemory(
      from: bytes.baseAddress! + 4, byteCount: MemoryLayout<Value>.size - 4)
  }
}

/// A non-negative number of lags that an Int and an output array can hold.
func lagCount(_ lag: Int64) throws(RothostError) -> Int {
  guard lag >= 0, lag <= 1 << 40 else {
    throw RothostError(.argument, "the lag is \(lag); it must be 0 or more")
  }
  return Int(lag)
}
