/// What went wrong, in words a quant can act on, with the status code the C ABI reports.
///
/// `message` says what happened and what to do next. `plugin` and `phase` are set where an
/// indicator was involved (`load`, `describe`, `prepare`, `evaluate`, `open`, `update`, …).
public struct RothostError: Error, Sendable, Equatable, CustomStringConvertible {
  public var status: Status
  public var message: String
  public var plugin: String?
  public var phase: String?

  public init(_ status: Status, _ message: String, plugin: String? = nil, phase: String? = nil) {
    self.status = status
    self.message = message
    self.plugin = plugin
    self.phase = phase
  }

  public var description: String {
    guard let plugin else { return message }
    return "\(plugin)\(phase.map { " (\($0))" } ?? ""): \(message)"
  }
}

/// The status codes of the C ABI (`rot_status` in `plugin.h`), extensible like the ABI itself.
public struct Status: RawRepresentable, Hashable, Sendable {
  public var rawValue: Int32
  public init(rawValue: Int32) { self.rawValue = rawValue }

  public static let ok = Status(rawValue: 0)
  public static let parameter = Status(rawValue: 1)
  public static let input = Status(rawValue: 2)
  public static let tooFew = Status(rawValue: 3)
  public static let cancelled = Status(rawValue: 4)
  public static let memory = Status(rawValue: 5)
  public static let unsupported = Status(rawValue: 6)
  public static let output = Status(rawValue: 7)
  public static let failed = Status(rawValue: 8)
  public static let notFound = Status(rawValue: 9)
  public static let argument = Status(rawValue: 10)
  public static let plugin = Status(rawValue: 11)
  public static let timeout = Status(rawValue: 12)
  public static let crashed = Status(rawValue: 13)
  public static let refused = Status(rawValue: 14)
  public static let cache = Status(rawValue: 15)
  public static let inputOutput = Status(rawValue: 16)
  public static let data = Status(rawValue: 17)
  public static let closed = Status(rawValue: 18)
}
