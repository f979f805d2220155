import Glibc

/// The debugging information of a shared object, through libdw, which is opened only if it is there.
///
/// Constants after the DWARF 5 standard, section 7. Each function names the call it wraps.
@safe final class DebugInformation {
  private typealias Begin = @convention(c) (Int32, Int32) -> UnsafeMutableRawPointer?
  private typealias End = @convention(c) (UnsafeMutableRawPointer?) -> Int32
  private typealias NextUnit =
    @convention(c) (
      UnsafeMutableRawPointer?, UInt64, UnsafeMutablePointer<UInt64>?, UnsafeMutablePointer<Int>?,
      UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
    ) -> Int32
  private typealias AtOffset =
    @convention(c) (
      UnsafeMutableRawPointer?, UInt64, UnsafeMutableRawPointer?
    ) -> UnsafeMutableRawPointer?
  private typealias Step =
    @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?) -> Int32
  private typealias Tag = @convention(c) (UnsafeMutableRawPointer?) -> Int32
  private typealias Name = @convention(c) (UnsafeMutableRawPointer?) -> UnsafePointer<CChar>?
  private typealias Attribute =
    @convention(c) (
      UnsafeMutableRawPointer?, UInt32, UnsafeMutableRawPointer?
    ) -> UnsafeMutableRawPointer?
  private typealias Reference =
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
    ) -> UnsafeMutableRawPointer?
  private typealias Number =
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafeMutablePointer<UInt64>?
    ) -> Int32

  /// `Dwarf_Die`: four words.
  private struct Entry {
    var words: (UInt, UInt, UInt, UInt) = (0, 0, 0, 0)
  }

  private let descriptor: Int32
  private let handle: UnsafeMutableRawPointer
  private let end: End
  private let nextUnit: NextUnit
  private let atOffset: AtOffset
  private let child: Step
  private let sibling: Step
  private let tag: Tag
  private let name: Name
  private let attribute: Attribute
  private let reference: Reference
  private let number: Number

  /// nil where libdw or the debugging information is absent.
  init?(path: String) {
    guard path.hasPrefix("/"), let library = try? SharedObject("libdw.so.1") else { return nil }
    func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
      // Types after elfutils/libdw.h; the library is never closed.
      unsafe library.symbol(name).map { unsafe unsafeBitCast($0, to: type) }
    }
    // As above.
    guard let begin = unsafe symbol("dwarf_begin", as: Begin.self),
      let end = unsafe symbol("dwarf_end", as: End.self),
      let nextUnit = unsafe symbol("dwarf_nextcu", as: NextUnit.self),
      let atOffset = unsafe symbol("dwarf_offdie", as: AtOffset.self),
      let child = unsafe symbol("dwarf_child", as: Step.self),
      let sibling = unsafe symbol("dwarf_siblingof", as: Step.self),
      let tag = unsafe symbol("dwarf_tag", as: Tag.self),
      let name = unsafe symbol("dwarf_diename", as: Name.self),
      let attribute = unsafe symbol("dwarf_attr_integrate", as: Attribute.self),
      let reference = unsafe symbol("dwarf_formref_die", as: Reference.self),
      let number = unsafe symbol("dwarf_formudata", as: Number.self)
    else { return nil }
    // The path is a C string for the call.
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    // 0 is DWARF_C_READ; the descriptor is open until deinit.
    guard let handle = unsafe begin(descriptor, 0) else {
      close(descriptor)
      return nil
    }
    // As above: functions of a library that stays, and a handle until deinit.
    unsafe self.handle = handle
    unsafe self.end = end
    unsafe self.nextUnit = nextUnit
    unsafe self.atOffset = atOffset
    unsafe self.child = child
    unsafe self.sibling = sibling
    unsafe self.tag = tag
    unsafe self.name = name
    unsafe self.attribute = attribute
    unsafe self.reference = reference
    unsafe self.number = number
  }

  deinit {
    // Begun in `init`.
    unsafe _ = end(handle)
    close(descriptor)
  }

  /// The functions of these names that the library's units define; O(units and their functions).
  func signatures(of symbols: Set<String>) -> [String: DebugSignature] {
    var found: [String: DebugSignature] = [:]
    var offset: UInt64 = 0
    while true {
      var next: UInt64 = 0
      var header = 0
      // The handle is open; answers that are not wanted may be NULL.
      guard unsafe nextUnit(handle, offset, &next, &header, nil, nil, nil) == 0 else {
        return found
      }
      var unit = Entry()
      if unsafe atOffset(handle, offset + UInt64(header), &unit) != nil {
        eachChild(of: unit) { entry in
          // DW_TAG_subprogram.
          guard tag(of: entry) == 0x2E, let name = name(of: entry), symbols.contains(name),
            found[name] == nil
          else { return }
          found[name] = signature(entry)
        }
      }
      offset = next
    }
  }

  private func signature(_ function: Entry) -> DebugSignature {
    var parameters: [DebugType] = []
    eachChild(of: function) { entry in
      // DW_TAG_formal_parameter.
      if tag(of: entry) == 0x05 { parameters.append(type(of: entry, depth: 0)) }
    }
    return DebugSignature(returns: type(of: function, depth: 0), parameters: parameters)
  }

  /// The type that an entry's DW_AT_type leads to, through typedefs and qualifiers.
  private func type(of entry: Entry, depth: Int) -> DebugType {
    guard depth < 16, let target = target(of: entry) else {
      return DebugType(base: .void, pointers: 0, name: "void")
    }
    switch tag(of: target) {
    case 0x0F, 0x10:  // DW_TAG_pointer_type, DW_TAG_reference_type
      var pointee = type(of: target, depth: depth + 1)
      pointee.pointers += 1
      return pointee
    case 0x01, 0x16, 0x26, 0x35, 0x37, 0x47:  // array, typedef, const, volatile, restrict, atomic
      return type(of: target, depth: depth + 1)
    case 0x24:  // DW_TAG_base_type: DW_AT_byte_size and DW_AT_encoding
      let number = Self.number(size: value(0x0B, of: target), encoding: value(0x3E, of: target))
      return DebugType(
        base: number.map { .number($0) } ?? .other, pointers: 0, name: name(of: target) ?? "?")
    case 0x04:  // DW_TAG_enumeration_type
      return DebugType(base: .number(.int32), pointers: 0, name: "enum \(name(of: target) ?? "")")
    default:
      return DebugType(base: .other, pointers: 0, name: name(of: target) ?? "unnamed")
    }
  }

  /// DWARF 5, table 7.11: boolean 2, float 4, signed 5 and 6, unsigned 7 and 8.
  private static func number(size: UInt64?, encoding: UInt64?) -> CNumber? {
    switch (encoding, size) {
    case (2, 1): .boolean
    case (4, 4): .float
    case (4, 8): .double
    case (5, 1), (6, 1): .int8
    case (5, 2): .int16
    case (5, 4): .int32
    case (5, 8): .int64
    case (7, 1), (8, 1): .uint8
    case (7, 2): .uint16
    case (7, 4): .uint32
    case (7, 8): .uint64
    default: nil
    }
  }

  private func eachChild(of entry: Entry, _ body: (Entry) -> Void) {
    var parent = entry
    var current = Entry()
    // Both are as large as the library's own structs; 0 means that there is one.
    guard unsafe child(&parent, &current) == 0 else { return }
    while true {
      body(current)
      var following = Entry()
      guard unsafe sibling(&current, &following) == 0 else { return }
      current = following
    }
  }

  private func tag(of entry: Entry) -> Int32 {
    var entry = entry
    // An entry of the open handle.
    return unsafe tag(&entry)
  }

  private func name(of entry: Entry) -> String? {
    var entry = entry
    // As above; the text lives as long as the handle and is copied at once.
    return unsafe name(&entry).flatMap { unsafe String(validatingCString: $0) }
  }

  /// `Dwarf_Attribute` has three words.
  private func target(of entry: Entry) -> Entry? {
    var entry = entry
    var attribute = (UInt(0), UInt(0), UInt(0))
    var target = Entry()
    // DW_AT_type; all structs are as large as the library's own.
    guard unsafe self.attribute(&entry, 0x49, &attribute) != nil,
      unsafe reference(&attribute, &target) != nil
    else { return nil }
    return target
  }

  private func value(_ code: UInt32, of entry: Entry) -> UInt64? {
    var entry = entry
    var attribute = (UInt(0), UInt(0), UInt(0))
    var value: UInt64 = 0
    // As above.
    guard unsafe self.attribute(&entry, code, &attribute) != nil,
      unsafe number(&attribute, &value) == 0
    else { return nil }
    return value
  }
}
