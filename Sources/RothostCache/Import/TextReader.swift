import RothostSeries

/// Reads a text file as runs of whole lines, in bounded memory, and hashes it on the way.
struct TextReader {
  /// Zero bytes behind the text, so that words may be read past its end.
  private static let padding = 64

  let fault: ImportFault
  /// 0 where the size is not known (a pipe).
  let bytesTotal: Int
  private(set) var bytesRead = 0
  /// Text, then at least `padding` bytes of no meaning.
  private(set) var buffer: [UInt8]
  /// The bytes of `buffer` handed out last: whole lines, each with its end.
  private(set) var lines = 0..<0
  /// The file's last byte is not a line end; known once all was handed out.
  private(set) var lastLineIsOpen = false

  private let file: SystemFile
  private var filled = 0
  private let hash = SHA256()
  private var isAtEnd = false

  init(path: String, chunk: Int) throws {
    fault = ImportFault(path: path)
    file = try SystemFile.reading(path)
    bytesTotal = SystemFile.size(path: path)
    buffer = [UInt8](repeating: 0, count: chunk + Self.padding)
  }

  /// Reads on; answers false when all lines were handed out. A missing last line end is added.
  mutating func readLines() throws -> Bool {
    let rest = filled - lines.upperBound
    for index in 0..<rest { buffer[index] = buffer[lines.upperBound + index] }
    filled = rest
    lines = 0..<0
    // One byte stays free for the line end that may be missing.
    let capacity = buffer.count - Self.padding - 1
    while true {
      if !isAtEnd && filled < capacity { try fill(upTo: capacity) }
      if let end = lastLineEnd() {
        lines = 0..<end
        return true
      }
      if isAtEnd {
        guard filled > 0 else { return false }
        lastLineIsOpen = true
        buffer[filled] = UInt8(ascii: "\n")
        filled += 1
        lines = 0..<filled
        return true
      }
      guard filled < capacity else {
        throw fault.error(
          "a line is longer than \(capacity) bytes",
          "check that this is a text file with one row per line")
      }
    }
  }

  /// SHA-256 of the whole file as hexadecimal digits; ends the hash.
  func digest() -> String { hash.finish() }

  private mutating func fill(upTo capacity: Int) throws {
    let file = file
    let start = filled
    var destination = buffer.mutableSpan
    var free = destination._mutatingExtracting(start..<capacity)
    let count = try file.read(into: &free)
    if count == 0 { isAtEnd = true }
    let hash = hash
    hash.add(buffer.span.extracting(start..<(start + count)))
    filled += count
    bytesRead += count
  }

  /// Position after the last line end among the filled bytes.
  private func lastLineEnd() -> Int? {
    var end = filled
    while end > 0 {
      if buffer[end - 1] == UInt8(ascii: "\n") { return end }
      end -= 1
    }
    return nil
  }
}
