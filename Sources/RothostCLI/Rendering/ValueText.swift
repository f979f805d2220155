import RothostHost
import RothostSeries

/// Typed values for people to read: choices by name, durations and times as they are typed.
enum ValueText {
  static func text(_ value: Value, choices: [String]) -> String {
    switch value.storage {
    case .real(let real): NumberText.text(real)
    case .integer(let integer): text(integer, value.type, choices)
    case .text(let text): StandardStreams.singleLine(text)
    case .reals(let reals): reals.map(NumberText.text).joined(separator: ",")
    case .integers(let list):
      list.map { text($0, value.type, choices) }.joined(separator: ",")
    case .texts(let texts): texts.map(StandardStreams.singleLine).joined(separator: ",")
    }
  }

  /// Any value that is kept in an integer; `Int64.min` is missing, as in the ABI.
  private static func text(_ value: Int64, _ type: ValueType, _ choices: [String]) -> String {
    guard value != .min else { return NumberText.missing }
    switch type {
    case .boolean: return value == 0 ? "no" : "yes"
    case .choice: return choice(value, choices)
    case .duration: return TimeSpan(nanoseconds: value).description
    case .date: return ISO8601.date(value)
    case .time: return time(value)
    case .real, .integer, .text: return String(value)
    }
  }

  /// The name of a code, or the code where it has none.
  static func choice(_ code: Int64, _ choices: [String]) -> String {
    Int(exactly: code).flatMap { choices.indices.contains($0) ? choices[$0] : nil } ?? String(code)
  }

  /// `2014-01-02 … 2026-08-21`, or a dash where there are no rows.
  static func range(_ from: Int64?, _ to: Int64?, _ kind: TimeKind) -> String {
    guard let from, let to else { return NumberText.missing }
    return "\(ISO8601.text(from, as: kind)) … \(ISO8601.text(to, as: kind))"
  }

  /// An instant at midnight UTC is a day to a reader.
  private static func time(_ time: Int64) -> String {
    ISO8601.text(time, as: time % CivilDate.nanosecondsPerDay == 0 ? .dates : .instants)
  }
}
