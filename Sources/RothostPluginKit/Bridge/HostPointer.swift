import CRothost

/// A `rot_host`, or none: snapshots have no host.
@safe @usableFromInline struct HostPointer {
  @usableFromInline let pointer: UnsafePointer<rot_host>?

  // Valid for the call.
  @usableFromInline init(pointer: UnsafePointer<rot_host>?) { unsafe self.pointer = pointer }

  /// Records why a call fails and gives the status to return.
  @usableFromInline func report(_ failure: Failure) -> Int32 {
    // `fail` copies the message before it returns.
    guard let host = unsafe pointer, !failure.message.isEmpty else { return failure.status }
    return unsafe host.pointee.fail(host, failure.status, failure.message)
  }
}

/// The `rot_value`s of a call, in descriptor order.
@safe @usableFromInline struct ParameterPointer {
  let pointer: UnsafePointer<rot_value>?

  // Valid for the call; NULL where nothing is declared.
  init(_ pointer: UnsafePointer<rot_value>?) { unsafe self.pointer = pointer }

  @usableFromInline func cells(_ position: Int) -> [Cell] {
    // The union's member is told by the type, as plugin.h lays down.
    guard let value = unsafe pointer?[position] else { return [] }
    let type = unsafe value.type & ~ROT_LIST
    guard unsafe value.type & ROT_LIST != 0 else {
      switch type {
      case ROT_REAL: return unsafe [.real(value.as.real)]
      case ROT_TEXT: return unsafe [.text(value.as.text.map { unsafe String(cString: $0) })]
      default: return unsafe [.integer(value.as.integer)]
      }
    }
    // A list has `count` elements.
    return (0..<Int(unsafe value.count)).map { index in
      switch type {
      case ROT_REAL: unsafe .real(value.as.reals[index])
      case ROT_TEXT: unsafe .text(value.as.texts[index].map { unsafe String(cString: $0) })
      default: unsafe .integer(value.as.integers[index])
      }
    }
  }
}
