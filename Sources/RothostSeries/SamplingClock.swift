/// The clock an evaluation samples its inputs on.
public enum SamplingClock: Sendable, Hashable, CustomStringConvertible {
  case native
  case daily
  /// Weeks ending on the given day, 0 = Monday … 6 = Sunday; `1w` is Friday.
  case weekly(endingOn: Int)
  case monthly
  /// The stamps of the input bound to this role.
  case role(String)

  static let weekdays = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
  static let friday = 4

  /// `native`, `1d`, `1w` (= `1w-FRI`), `1w-MON` … `1w-SUN`, `1mo`, or the name of a role.
  ///
  /// - Throws: `.parameter` where the text begins like a period but is none of these.
  public init(parsing text: String) throws(RothostError) {
    switch text {
    case "native": self = .native
    case "1d": self = .daily
    case "1w": self = .weekly(endingOn: Self.friday)
    case "1mo": self = .monthly
    default:
      if text.hasPrefix("1w-"),
        let day = Self.weekdays.firstIndex(of: text.dropFirst(3).uppercased())
      {
        self = .weekly(endingOn: day)
      } else if let first = text.first, first.isLetter {
        self = .role(text)
      } else {
        throw RothostError(
          .parameter,
          "'\(text)' is not a clock; use native, 1d, 1w, 1w-MON … 1w-SUN, 1mo or an input's role")
      }
    }
  }

  public var description: String {
    switch self {
    case .native: "native"
    case .daily: "1d"
    case .weekly(Self.friday): "1w"
    case .weekly(let day): "1w-\(Self.weekdays[day])"
    case .monthly: "1mo"
    case .role(let role): role
    }
  }

  /// The last day of the bin that contains the given day; nil for clocks that have no bins. O(1).
  func binEnd(containing day: CivilDate) -> CivilDate? {
    switch self {
    case .native, .role: return nil
    case .daily: return day
    case .weekly(let last):
      return CivilDate(daysSinceEpoch: day.daysSinceEpoch + (last - day.weekday + 7) % 7)
    case .monthly: return day.endOfMonth
    }
  }
}
