import RothostSeries

/// Reads what a `MessageWriter` wrote and believes none of it: the other side may be hostile.
///
/// Every read is checked against the length, and no count reserves memory for what was not read.
struct MessageReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  static func broken(_ words: String) -> RothostError {
    RothostError(
      .plugin,
      "its worker answered nonsense (\(words)): the plugin wrote into memory that is not its own; "
        + "report it to its author")
  }

  mutating func word() throws(RothostError) -> UInt64 {
    guard bytes.count - position >= 8 else { throw Self.broken("a message is cut off") }
    var value: UInt64 = 0
    for index in stride(from: position + 7, through: position, by: -1) {
      value = value << 8 | UInt64(bytes[index])
    }
    position += 8
    return value
  }

  mutating func integer() throws(RothostError) -> Int64 { Int64(bitPattern: try word()) }

  /// A number from 0 to `limit`.
  mutating func count(upTo limit: Int = .max) throws(RothostError) -> Int {
    let value = Int(try integer())
    guard value >= 0, value <= limit else { throw Self.broken("the count \(value)") }
    return value
  }

  mutating func real() throws(RothostError) -> Double { Double(bitPattern: try word()) }

  mutating func flag() throws(RothostError) -> Bool {
    let value = try word()
    guard value <= 1 else { throw Self.broken("the flag \(value)") }
    return value == 1
  }

  mutating func code() throws(RothostError) -> UInt32 {
    let value = try word()
    guard let code = UInt32(exactly: value) else { throw Self.broken("the code \(value)") }
    return code
  }

  mutating func text() throws(RothostError) -> String {
    let length = try count()
    guard length <= bytes.count - position else { throw Self.broken("a text is cut off") }
    defer { position += length }
    let slice = bytes[position..<position + length]
    guard let text = String(validating: slice, as: UTF8.self) else {
      throw Self.broken("a text is not UTF-8")
    }
    return text
  }

  /// A name users type, as `DescriptorReader.name` has them.
  mutating func name() throws(RothostError) -> String {
    let name = try text()
    guard DescriptorReader.isName(name) else { throw Self.broken("a name that is none") }
    return name
  }

  mutating func optionalText() throws(RothostError) -> String? {
    try flag() ? try text() : nil
  }

  mutating func list<Element>(
    upTo limit: Int = .max,
    _ read: (inout MessageReader) throws(RothostError) -> Element
  ) throws(RothostError) -> [Element] {
    let count = try count(upTo: limit)
    // Each element takes a word at least.
    guard count <= (bytes.count - position) / 8 else { throw Self.broken("a list is cut off") }
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try read(&self)) }
    return elements
  }

  mutating func texts(upTo limit: Int = .max) throws(RothostError) -> [String] {
    try list(upTo: limit) { reader throws(RothostError) in try reader.text() }
  }

  /// The value that a code stands for; an unknown one is nonsense.
  mutating func known<Answer>(
    _ name: String, _ make: (UInt32) -> Answer?
  ) throws(RothostError) -> Answer {
    let code = try code()
    guard let answer = make(code) else { throw Self.broken("\(name) \(code)") }
    return answer
  }

  func end() throws(RothostError) {
    guard position == bytes.count else { throw Self.broken("bytes after the end") }
  }
}
