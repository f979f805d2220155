import RothostSeries

/// Where a value stands: for people, in errors.
public struct TOMLPlace: Sendable, Equatable {
  /// As the caller named it; not opened.
  public let file: String
  /// From 1; of the key where the value has one.
  public let line: Int
  public let column: Int
  public let path: TOMLPath

  public init(file: String, line: Int, column: Int, path: TOMLPath) {
    self.file = file
    self.line = line
    self.column = column
    self.path = path
  }

  /// `file:line: key `a.b`: words`; say in the words what is wrong and what to do.
  public func error(_ words: String, status: Status = .data) -> RothostError {
    let key = path == .root ? "" : " key `\(path)`:"
    return RothostError(status, "\(file):\(line):\(key) \(words)")
  }
}

/// The keys and indices that lead to a value, shared with its parents.
public indirect enum TOMLPath: Sendable, Equatable, CustomStringConvertible {
  case root
  case key(String, of: TOMLPath)
  /// From 0.
  case item(Int, of: TOMLPath)

  /// `eval[0].params."odd key"`; O(depth), and long keys are cut.
  public var description: String {
    switch self {
    case .root: ""
    case .key(let key, .root): Self.shown(key)
    case .key(let key, let parent): "\(parent).\(Self.shown(key))"
    case .item(let index, let parent): "\(parent)[\(index)]"
    }
  }

  private static func shown(_ key: String) -> String {
    let isBare = key.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    let short = TOMLText.shortened(key)
    return isBare && !key.isEmpty ? short : TOMLText.quoted(short)
  }
}

/// Texts of the file in messages: short, and on one line.
enum TOMLText {
  static let longest = 60

  static func shortened(_ text: String) -> String {
    text.unicodeScalars.count <= longest ? text : String(text.unicodeScalars.prefix(longest)) + "…"
  }

  static func quoted(_ text: String) -> String {
    "\"" + text.unicodeScalars.map { $0.value < 0x20 ? " " : String($0) }.joined() + "\""
  }
}
