import RothostCache
import RothostSeries

@testable import RothostHost

extension Engine {
  /// Puts daily closes on consecutive weekdays from 2020-01-01 on.
  func putWeekdays(
    _ name: String, _ closes: [Double], column: String = "close", closing: ClosingTime? = nil,
    code: String? = nil
  ) throws {
    try store().put(
      name,
      SeriesData(
        times: Days.weekdays(closes.count), columns: [.init(column, closes)],
        metadata: SeriesMetadata(
          timeKind: .dates, calendar: .weekdays, closingTime: closing?.offset, releaseCode: code)),
      mode: .replace)
  }
}

enum Days {
  static func weekdays(_ count: Int) -> [Int64] {
    var days: [Int64] = []
    var day = CivilDate(daysSinceEpoch: 18_262)  // 2020-01-01
    while days.count < count {
      if day.weekday < 5 { days.append(day.startNanoseconds) }
      day.daysSinceEpoch += 1
    }
    return days
  }
}

extension Request {
  /// A request with series by role and parameters as text.
  static func of(
    _ indicator: String, _ inputs: [(String, String)] = [], _ parameters: [(String, String)] = []
  ) -> Request {
    var request = Request(indicator: indicator)
    request.inputs = inputs.map { role, text in
      let reference = SeriesReference(text)
      return InputBinding(
        role: role, source: .series(name: reference.name, column: reference.column))
    }
    request.settings = parameters.map { Setting(name: $0.0, value: .text($0.1)) }
    return request
  }
}

/// What an erroneous call threw, or nil where it did not.
func failure(_ body: () throws -> some Any) -> RothostError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? RothostError
  }
}
