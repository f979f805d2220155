/// Traps as an index out of range does: in the entry function, or in the C plugin it is linked to.
@_cdecl("swift_trap")
public func trap() {
  let empty = [Int](repeating: 0, count: CommandLine.arguments.count / 1000)
  print(empty[3])
}

#if ENTRY
  @_cdecl("rot_plugin_entry")
  public func entry() -> UnsafeRawPointer? {
    trap()
    return nil
  }
#endif
