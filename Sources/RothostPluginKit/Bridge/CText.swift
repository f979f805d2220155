/// Text as C wants it: UTF-8 that ends with NUL, in memory of its own.
enum CText {
  /// A copy that lives until it is deallocated, which descriptors never are.
  static func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
    // The buffer has room for every byte and the NUL, and each is written before use.
    let bytes = text.utf8
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    var end = 0
    for byte in bytes {
      unsafe copy[end] = CChar(bitPattern: byte)
      end += 1
    }
    unsafe copy[end] = 0
    return unsafe copy
  }
}
