@testable import RothostHost

/// Shared objects read before they are loaded.
enum ElfTarget {
  static func run(_ bytes: [UInt8]) throws {
    let image: ElfImage
    do {
      image = try ElfImage(bytes)
    } catch {
      try FuzzFinding.unless(!error.words.isEmpty, "a refusal without words")
      return
    }
    _ = image.exports("rot_plugin_entry")
    for (_, address) in image.dynamicEntries() { _ = image.offset(ofAddress: address) }
    let names = image.exportedNames()
    try FuzzFinding.unless(names.count <= ElfImage.mostNames, "more names than are told apart")
    _ = (image.headers, image.texts(1), image.texts(15))
    _ = (image.soname, image.relativeNeed, image.needsBeside("/nowhere"))
    for address: UInt64 in [0, 1, 0x1000, 1 << 20, .max] { _ = image.function(at: address) }
  }
}
