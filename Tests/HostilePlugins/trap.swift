/// Traps in its entry function, as an index out of range does.
@_cdecl("rot_plugin_entry")
public func entry() -> UnsafeRawPointer? {
  let empty = [Int](repeating: 0, count: CommandLine.arguments.count / 1000)
  return UnsafeRawPointer(bitPattern: empty[3])
}
