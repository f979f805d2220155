import RothostSeries
import Testing

@Suite("Text on its way to a terminal")
struct PrintableTextTests {
  @Test("what steers a terminal or turns the order of text is replaced; all other text stays")
  func printable() {
    #expect("é–日本 🙂\nline".printable == "é–日本 🙂\nline")
    #expect("\u{1B}[2Jgone".printable == "\u{FFFD}[2Jgone")
    #expect("a\tb\u{7F}c\rd".printable == "a b\u{FFFD}c\u{FFFD}d")
    let replaced =
      Array(0..<0x20) + Array(0x7F..<0xA0) + [0x61C, 0x200E, 0x200F] + Array(0x202A...0x202E)
      + Array(0x2066...0x2069)
    for value in UInt32(0)...0x2100 {
      let scalar = Unicode.Scalar(value)!
      #expect(scalar.isSteering == (replaced.contains(Int(value)) && value != 0x0A))
    }
  }
}
