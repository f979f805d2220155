import CRothost
import Glibc
import RothostSeries

/// Reads the C descriptors of a plugin; believes nothing before it has checked it.
///
/// What it cannot check is that a non-NULL pointer points to memory; that is the plugin's promise.
/// Every error names the descriptor and the field.
struct DescriptorReader {
  /// The largest count of indicators, inputs, parameters, outputs, columns or choices believed.
  static let largestCount: UInt32 = 4096
  /// All lists of a plugin together, and all its texts.
  static let mostElements = 1 << 16
  static let mostTextBytes = 16 << 20
  private static let longestText = 1 << 20

  /// What may still be read of one plugin: lists in lists that share their memory would multiply.
  private final class Budget {
    var elements = DescriptorReader.mostElements
    var textBytes = DescriptorReader.mostTextBytes
  }

  /// What is being read, outermost first: `indicator spread`, `output 2`.
  private var context: [String] = []
  private let budget = Budget()

  func fault(_ words: String) -> RothostError {
    RothostError(.plugin, "bad descriptor: \((context + [words]).joined(separator: ", "))")
  }

  func nested(_ what: String) -> DescriptorReader {
    var reader = self
    reader.context.append(what)
    return reader
  }

  /// The same reader with another beginning of its words.
  func renamed(_ what: String) -> DescriptorReader {
    var reader = self
    reader.context = [what]
    return reader
  }

  /// A copy of a struct that may be shorter or longer than the host's; missing fields are zero.
  ///
  /// - Parameter versionOne: the struct's size in version 1; a smaller one is refused.
  func structure<T: BitwiseCopyable>(
    _ pointer: UnsafePointer<T>?, _ name: String, versionOne: Int
  ) throws(RothostError) -> T {
    // Only the address is looked at. Pages below 64 KiB are never mapped on Linux.
    guard let pointer = unsafe pointer else { throw fault("\(name) is NULL") }
    let address = UInt(bitPattern: pointer)
    guard address % UInt(MemoryLayout<T>.alignment) == 0, address >= 65_536 else {
      throw fault("\(name) is not a valid pointer")
    }
    // Every growing struct begins with its size, by contract.
    let size = unsafe Int(UnsafeRawPointer(pointer).load(as: UInt32.self))
    guard size >= versionOne else {
      throw fault("\(name).struct_size is \(size), but version 1 has \(versionOne) bytes")
    }
    // The buffer holds one T; at most that is copied, and no more than the plugin says is there.
    return unsafe withUnsafeTemporaryAllocation(of: T.self, capacity: 1) { buffer in
      let raw = UnsafeMutableRawBufferPointer(buffer)
      unsafe raw.initializeMemory(as: UInt8.self, repeating: 0)
      // Whole words: a size that ends within a pointer would leave half of it.
      let known = min(size, MemoryLayout<T>.size) & ~7
      unsafe raw.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: known))
      return unsafe buffer[0]
    }
  }

  /// What `read` makes of each element of an array of pointers, none of which may be NULL.
  ///
  /// - Parameters:
  ///   - field: the array's name, in the plural; `element` is the word for one of it.
  func elements<T, Element>(
    _ array: UnsafePointer<UnsafePointer<T>?>?, _ count: UInt32, _ field: String,
    _ element: String,
    _ read: (UnsafePointer<T>, DescriptorReader) throws(RothostError) -> Element
  ) throws(RothostError) -> [Element] {
    guard count <= Self.largestCount else {
      throw fault("\(field) has \(count) elements, more than \(Self.largestCount)")
    }
    if count == 0 { return [] }
    guard let array = unsafe array else {
      throw fault("\(field) is NULL, but its count is \(count)")
    }
    guard UInt(bitPattern: array) % UInt(MemoryLayout<UInt>.alignment) == 0,
      UInt(bitPattern: array) >= 65_536
    else { throw fault("\(field) is not a valid pointer") }
    budget.elements -= Int(count)
    guard budget.elements >= 0 else {
      throw fault("\(field) is one list too many: a plugin has at most 65536 elements in all")
    }
    var elements: [Element] = []
    for index in 0..<Int(count) {
      // The plugin says that the array has `count` elements.
      guard let pointer = unsafe array[index] else { throw fault("\(field)[\(index)] is NULL") }
      // Not NULL; `read` checks the rest.
      elements.append(unsafe try read(pointer, nested("\(element) \(index)")))
    }
    return elements
  }

  /// Text that must be there and not be empty.
  func text(_ pointer: UnsafePointer<CChar>?, _ field: String) throws(RothostError) -> String {
    // `optionalText` checks the pointer.
    guard let text = unsafe try optionalText(pointer, field), !text.isEmpty else {
      throw fault("\(field) is NULL or empty")
    }
    return text
  }

  /// Text that may be NULL.
  func optionalText(
    _ pointer: UnsafePointer<CChar>?, _ field: String
  ) throws(RothostError) -> String? {
    guard let pointer = unsafe pointer else { return nil }
    guard UInt(bitPattern: pointer) >= 65_536 else {
      throw fault("\(field) is not a valid pointer")
    }
    // By contract the text ends with NUL; the bound stops a runaway inside mapped memory.
    guard unsafe strnlen(pointer, Self.longestText) < Self.longestText,
      let text = unsafe String(validatingCString: pointer)
    else { throw fault("\(field) is not UTF-8 text") }
    budget.textBytes -= text.utf8.count
    guard budget.textBytes >= 0 else {
      throw fault("\(field) is one text too many: a plugin has at most 16 MiB of text in all")
    }
    return text
  }

  /// A name users type: a letter, then letters, digits and underscores, at most 64.
  func name(_ pointer: UnsafePointer<CChar>?, _ field: String) throws(RothostError) -> String {
    // `text` checks the pointer.
    let name = unsafe try text(pointer, field)
    guard Self.isName(name) else {
      throw fault("\(field) \"\(name)\" is not a name (letters, digits and _, at most 64)")
    }
    return name
  }

  static func isName(_ name: String) -> Bool {
    let isPlain = name.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        || byte == 95
    }
    return isPlain && name.utf8.count <= 64 && !(48...57).contains(name.utf8.first ?? 48)
  }

  /// The names of a choice; none for any other type.
  func choices(
    _ array: UnsafePointer<UnsafePointer<CChar>?>?, _ count: UInt32, type: ValueType
  ) throws(RothostError) -> [String] {
    guard type == .choice else { return [] }
    // `elements` checks the array, `text` each of its texts.
    return unsafe try elements(array, count, "choices", "choice") {
      pointer, reader throws(RothostError) in
      // Not NULL, as `elements` found.
      unsafe try reader.text(pointer, "name")
    }
  }

  func type(_ code: UInt32, _ field: String) throws(RothostError) -> ValueType {
    guard let type = ValueType(rawValue: code) else { throw fault("\(field) \(code) is unknown") }
    return type
  }

  func unique(_ names: [String], _ what: String) throws(RothostError) {
    var seen: Set<String> = []
    for name in names where !seen.insert(name).inserted {
      throw fault("\(what) \"\(name)\" is there twice")
    }
  }
}
