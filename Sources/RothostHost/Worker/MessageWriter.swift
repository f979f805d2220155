/// Writes what host and worker tell each other: 8-byte little-endian words and counted texts.
struct MessageWriter {
  private(set) var bytes: [UInt8]

  init() {
    bytes = []
    // Most messages are shorter: they are written without moving.
    bytes.reserveCapacity(2048)
  }

  mutating func word(_ value: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func integer(_ value: Int64) { word(UInt64(bitPattern: value)) }

  mutating func count(_ value: Int) { integer(Int64(value)) }

  mutating func real(_ value: Double) { word(value.bitPattern) }

  mutating func flag(_ value: Bool) { word(value ? 1 : 0) }

  mutating func text(_ value: String) {
    count(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  mutating func optionalText(_ value: String?) {
    flag(value != nil)
    if let value { text(value) }
  }

  mutating func list<Element>(
    _ elements: [Element], _ write: (Element, inout MessageWriter) -> Void
  ) {
    count(elements.count)
    for element in elements { write(element, &self) }
  }

  mutating func texts(_ values: [String]) {
    list(values) { value, writer in writer.text(value) }
  }
}
