/// Text of plugins, files and libraries on its way to a terminal, which would obey some of it.
extension String {
  /// The text without what steers a terminal; line ends stay, a tab is a blank, the rest `U+FFFD`.
  ///
  /// O(characters); texts of plain ASCII are answered as they are.
  public var printable: String {
    guard unicodeScalars.contains(where: \.isSteering) else { return self }
    return String(UnicodeScalarView(unicodeScalars.map(\.printable)))
  }
}

extension Unicode.Scalar {
  /// Whether it moves a terminal's cursor, begins a sequence, or turns the order of what is shown.
  ///
  /// C0 but the line end, DEL and C1 (ECMA-48), and the controls of writing direction (Unicode
  /// Standard Annex #9, section 2), which can show a text as another than it is.
  public var isSteering: Bool {
    switch value {
    case 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// As it may be shown.
  public var printable: Unicode.Scalar {
    isSteering ? self == "\t" ? " " : "\u{FFFD}" : self
  }
}
