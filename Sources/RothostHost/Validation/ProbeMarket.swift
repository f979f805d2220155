import RothostSeries

/// A market made up for one indicator: every role filled, the same for the same seed.
///
/// Levels are random walks around a common one, positive, on weekdays from 2016-01-04 on; each is a
/// whole number of 2^-10, so that scaling by powers of two and shifting by whole numbers is exact.
struct ProbeMarket: Sendable {
  struct Leg: Sendable {
    var role: String
    var name: String
    var column: String
    var values: [Double]
  }

  var times: [Int64]
  var timeKind = TimeKind.dates
  var legs: [Leg]

  /// A unit that fits prices, amounts and volumes alike.
  static let unit = "USD millions"

  /// - Parameter counts: series of a repeated role; nil = as many as it has by default, else three.
  init(
    _ description: IndicatorDescription, rows: Int, seed: UInt64,
    counts: ((InputDescription) -> Int)? = nil
  ) {
    times = Self.weekdays(rows)
    var path = ProbePath(rows: rows, seed: seed)
    legs = description.inputs.flatMap { role in
      Self.references(role, count: counts?(role)).map { reference in
        Leg(
          role: role.role, name: reference.name, column: reference.column ?? "",
          values: path.levels(
            of: Self.kin(role, reference), quote: Self.quote(role, reference)))
      }
    }
  }

  /// What feeds a role: its default series, else its demo series, else names of our own.
  private static func references(_ role: InputDescription, count: Int?) -> [SeriesReference] {
    let named = role.defaultSeries.isEmpty ? role.demoSeries : role.defaultSeries
    var references = named.map { SeriesReference($0) }
    if references.count == 1, references[0].column == nil, !role.columns.isEmpty {
      references = role.columns.map { SeriesReference(name: references[0].name, column: $0) }
    } else if references.isEmpty, !role.columns.isEmpty {
      references = role.columns.map { SeriesReference(name: "PROBE", column: $0) }
    }
    let wanted =
      count ?? (references.isEmpty ? (role.isRepeated ? 3 : 1) : references.count)
    let least = max(role.minimumCount, role.isOptional ? 0 : 1)
    let total = min(max(wanted, least), role.maximumCount ?? .max)
    while references.count < total {
      references.append(
        SeriesReference(name: "PROBE_\(role.role.uppercased())_\(references.count)", column: nil))
    }
    return Array(references.prefix(total))
  }

  private static let quotes = ["open", "high", "low", "close", "volume"]

  /// Open, high, low, close and volume of one series move together.
  private static func kin(_ role: InputDescription, _ reference: SeriesReference) -> String {
    quotes.contains(role.role) ? "close" : reference.name
  }

  private static func quote(_ role: InputDescription, _ reference: SeriesReference) -> String {
    if let column = reference.column, quotes.contains(column) { return column }
    return quotes.contains(role.role) ? role.role : "close"
  }

  private static func weekdays(_ count: Int) -> [Int64] {
    // 16804 days after 1970-01-01 is Monday, 2016-01-04.
    (0..<count).map { row in
      let day: Int = 16_804 + row / 5 * 7 + row % 5
      return CivilDate(daysSinceEpoch: day).startNanoseconds
    }
  }

  /// The inputs of a request for this market.
  var bindings: [InputBinding] {
    legs.map { leg in
      InputBinding(
        role: leg.role,
        source: .array(
          ArrayInput(
            name: leg.name, times: times, values: leg.values, timeKind: timeKind,
            column: leg.column, unit: Self.unit)))
    }
  }
}

/// Random walks that share a common one, by name.
private struct ProbePath {
  private let rows: Int
  private let seed: UInt64
  private var known: [String: [Double]] = [:]
  private let common: [Double]

  init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
    var random = DemoGenerator(seed: seed, stream: 0)
    common = (0..<rows).map { _ in random.normal() }
  }

  /// Levels of one series as one of its quotes: closes, opens, highs, lows or a volume.
  mutating func levels(of name: String, quote: String) -> [Double] {
    let closes = closes(name)
    var random = DemoGenerator(seed: seed, stream: Self.stream(name + quote))
    return closes.indices.map { row in
      let close = closes[row]
      let before = row > 0 ? closes[row - 1] : close
      let spread = Double(random.next() % 1024) / 65_536
      switch quote {
      case "open": return Self.rounded(before)
      case "high": return Self.rounded(max(close, before) * (1 + spread))
      case "low": return Self.rounded(min(close, before) * (1 - spread))
      case "volume": return Double(1000 + random.next() % 9000)
      default: return close
      }
    }
  }

  private mutating func closes(_ name: String) -> [Double] {
    if let known = known[name] { return known }
    var random = DemoGenerator(seed: seed, stream: Self.stream(name))
    var level = Double(64 + random.next() % 128)
    let path = (0..<rows).map { row in
      // Steps of 3 % a day at most 9 %, half of the variance in common.
      let step = (common[row] + random.normal()) * 0.021
      level = max(Self.rounded(level * (1 + min(max(step, -0.09), 0.09))), 4)
      return level
    }
    known[name] = path
    return path
  }

  private static func rounded(_ value: Double) -> Double {
    (value * 1024).rounded() / 1024
  }

  /// FNV-1a of the name: an independent stream for each.
  private static func stream(_ name: String) -> UInt64 {
    name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
