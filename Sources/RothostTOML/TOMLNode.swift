import RothostSeries

/// One value of a TOML text with the place it stands at: a tree, in the order of the text.
///
/// Reading goes through the typed getters, whose errors name file, line and key:
/// `study.toml:7: key `eval[0].plugin`: must be text in quotes, not the integer 5`.
public struct TOMLNode: Sendable, Equatable {
  public enum Content: Sendable, Equatable {
    case table([TOMLEntry])
    case array([TOMLNode])
    case string(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    /// `2014-01-02`.
    case date(String)
    /// `15:30:00`.
    case time(String)
    /// `2014-01-02T15:30:00`, with the offset where one was given.
    case dateTime(String)
  }

  public let content: Content
  public let place: TOMLPlace

  public init(_ content: Content, at place: TOMLPlace) {
    self.content = content
    self.place = place
  }
}

/// A key of a table and what it holds.
public struct TOMLEntry: Sendable, Equatable {
  public let key: String
  public let node: TOMLNode

  public init(key: String, node: TOMLNode) {
    self.key = key
    self.node = node
  }
}
