import RothostSeries

/// Writes JSON text piece by piece, in the order given; the core may not link Foundation.
///
/// Output is UTF-8 with `", "` and `": "` between parts. Real numbers are written with the fewest
/// digits that read back to the same bits; NaN and infinities, which JSON lacks, are `null`.
public struct JSONWriter {
  private var bytes: [UInt8] = []
  private var needsComma = false

  public init() {}

  public var text: String { String(decoding: bytes, as: UTF8.self) }

  public mutating func object<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    open("{")
    try body(&self)
    close("}")
  }

  public mutating func array<Failure: Error>(
    _ body: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    open("[")
    try body(&self)
    close("]")
  }

  /// The name of the value that is written next.
  public mutating func key(_ name: String) {
    separate()
    quote(name)
    bytes.append(contentsOf: [UInt8(ascii: ":"), UInt8(ascii: " ")])
    needsComma = false
  }

  public mutating func null() { literal("null") }
  public mutating func value(_ value: Bool) { literal(value ? "true" : "false") }
  public mutating func value(_ value: Double) { literal(value.isFinite ? "\(value)" : "null") }
  public mutating func value<Number: FixedWidthInteger>(_ value: Number) { literal("\(value)") }

  public mutating func value(_ value: String) {
    separate()
    quote(value)
  }

  /// nil is `null`.
  public mutating func value(_ value: String?) {
    if let value { self.value(value) } else { null() }
  }

  public mutating func value(_ values: [String]) {
    array { json in for value in values { json.value(value) } }
  }

  /// A whole value that was written elsewhere; the caller answers for its form.
  mutating func written(_ json: String) { literal(json) }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func open(_ bracket: Unicode.Scalar) {
    separate()
    bytes.append(UInt8(ascii: bracket))
    needsComma = false
  }

  private mutating func close(_ bracket: Unicode.Scalar) {
    bytes.append(UInt8(ascii: bracket))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(contentsOf: [UInt8(ascii: ","), UInt8(ascii: " ")]) }
    needsComma = true
  }

  /// RFC 8259, section 7: quotation mark, reverse solidus and control characters are escaped; so is
  /// whatever else would steer a terminal on which the text is shown.
  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes.append(contentsOf: "\\\"".utf8)
      case "\\": bytes.append(contentsOf: "\\\\".utf8)
      case "\n": bytes.append(contentsOf: "\\n".utf8)
      case "\r": bytes.append(contentsOf: "\\r".utf8)
      case "\t": bytes.append(contentsOf: "\\t".utf8)
      case _ where scalar.isSteering:
        let digits = String(scalar.value, radix: 16)
        let zeros = String(repeating: "0", count: 4 - digits.count)
        bytes.append(contentsOf: "\\u\(zeros)\(digits)".utf8)
      case _ where scalar.isASCII: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}

extension JSONWriter {
  public mutating func field(_ name: String, _ value: String?) {
    key(name)
    self.value(value)
  }

  public mutating func field(_ name: String, _ value: Bool) {
    key(name)
    self.value(value)
  }

  public mutating func field(_ name: String, _ value: Double) {
    key(name)
    self.value(value)
  }

  public mutating func field<Number: FixedWidthInteger>(_ name: String, _ value: Number) {
    key(name)
    self.value(value)
  }

  public mutating func field(_ name: String, _ values: [String]) {
    key(name)
    value(values)
  }
}
