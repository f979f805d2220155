/// The sizes of the growing structs in version 1 of the ABI, in bytes on 64-bit Linux.
///
/// Frozen, and pinned against the headers by the layout tests: a struct may grow after them, and a
/// plugin that gives less is refused by name.
enum VersionOne {
  static let plugin = 56
  static let indicator = 152
  static let inputSpec = 56
  static let parameterSpec = 72
  static let outputSpec = 64
  static let columnSpec = 48
}
