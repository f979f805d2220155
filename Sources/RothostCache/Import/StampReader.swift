import RothostSeries

/// Reads the stamps of one file, which must all be written alike.
///
/// Besides what `ISO8601` reads: `20140102`, and seconds, milliseconds, microseconds or nanoseconds
/// since 1970, whose unit the first stamp's number of digits tells (10, 13, 16, 19).
struct StampReader {
  /// How the file writes its stamps.
  private enum Form {
    case bareDate
    case compactDate
    case dateTime
    case epoch(nanosecondsPerUnit: Int64)
  }

  private var form: Form?
  private(set) var survey = StampSurvey()
  /// The eight bytes `2014-01-` of the latest date, with its first day and length.
  private var month: (word: UInt64, firstDay: Int, length: Int) = (0, 0, 0)
  private let instantsOnly: Bool

  /// - Parameter instantsOnly: for ticks: never take stamps at midnight for dates.
  init(instantsOnly: Bool) {
    self.instantsOnly = instantsOnly
  }

  /// Whether the stamps read so far are dates or instants, and how to get dates from the stamps.
  var dating: StampSurvey.Dating {
    if instantsOnly { return .instants }
    switch form {
    case .bareDate, .compactDate: return .dates(shift: 0)
    case .dateTime, .epoch, nil: return survey.dating
    }
  }

  /// Reads `2014-01-02` at `position` where the file writes bare dates and the month is the latest
  /// one; nil where the general reader must look.
  @inline(__always)
  func readQuickly(_ text: Span<UInt8>, _ position: inout Int) -> Int64? {
    guard text.word(at: position) == month.word else { return nil }
    let tens = Int(text[position &+ 8]) &- 48
    let ones = Int(text[position &+ 9]) &- 48
    let day = tens &* 10 &+ ones
    guard 0...9 ~= tens, 0...9 ~= ones, day >= 1, day <= month.length else { return nil }
    position &+= 10
    return Int64(month.firstDay &+ day &- 1) &* CivilDate.nanosecondsPerDay
  }

  /// Reads a whole field; throws `StampFault` with what is wrong.
  mutating func read(_ field: Span<UInt8>) throws(StampFault) -> Int64 {
    if let number = Self.integer(field) {
      if field.count == 8 { return try compactDate(number) }
      return try epoch(number, digits: field.count)
    }
    switch ISO8601.read(field) {
    case .failure(let fault): throw .unreadable(fault.rawValue)
    case .success(let stamp):
      if stamp.kind == .dates {
        try settle(on: .bareDate)
        remember(field, stamp.time)
      } else {
        try settle(on: .dateTime)
        try survey.note(stamp.time, offsetSeconds: stamp.offsetSeconds)
      }
      return stamp.time
    }
  }

  /// What the file's first stamp decided, and what this one is.
  private mutating func settle(on new: Form) throws(StampFault) {
    switch (form, new) {
    case (nil, _): form = new
    case (.bareDate, .bareDate), (.compactDate, .compactDate), (.dateTime, .dateTime): break
    default: throw .mixedForms
    }
    if instantsOnly, case .bareDate = new { throw .dateInTicks }
    if instantsOnly, case .compactDate = new { throw .dateInTicks }
  }

  private mutating func remember(_ field: Span<UInt8>, _ time: Int64) {
    let date = CivilDate(containingNanoseconds: time)
    let parts = date.components
    // A bare date has ten bytes, so that eight may be taken as one word.
    month = (
      field.word(at: 0), date.daysSinceEpoch - parts.day + 1,
      CivilDate.length(ofMonth: parts.month, year: parts.year)
    )
  }

  private mutating func compactDate(_ number: Int64) throws(StampFault) -> Int64 {
    try settle(on: .compactDate)
    let number = Int(number)
    guard
      let date = CivilDate(
        year: number / 10_000, month: number / 100 % 100, day: number % 100)
    else { throw .unreadable(ISO8601.Fault.day.rawValue) }
    return date.startNanoseconds
  }

  private mutating func epoch(_ number: Int64, digits: Int) throws(StampFault) -> Int64 {
    let unit: Int64
    if case .epoch(let nanosecondsPerUnit) = form {
      unit = nanosecondsPerUnit
    } else {
      switch digits {
      case 9...10: unit = 1_000_000_000
      case 12...13: unit = 1_000_000
      case 15...16: unit = 1000
      case 18...19: unit = 1
      default: throw .unreadable("is neither a date nor a count since 1970 of known unit")
      }
      try settle(on: .epoch(nanosecondsPerUnit: unit))
    }
    let (time, overflow) = number.multipliedReportingOverflow(by: unit)
    if overflow { throw .unreadable(ISO8601.Fault.range.rawValue) }
    try survey.note(time, offsetSeconds: nil)
    return time
  }

  /// A field of digits only; nil otherwise.
  private static func integer(_ field: Span<UInt8>) -> Int64? {
    guard field.count > 0, field.count <= 19 else { return nil }
    var number: Int64 = 0
    for index in field.indices {
      let digit = field[index] &- 48
      guard digit < 10 else { return nil }
      let (product, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int64(digit))
      if overflow || carry { return nil }
      number = sum
    }
    return number
  }
}

/// Why a stamp is refused.
enum StampFault: Error {
  /// The words complete the sentence "'…' …".
  case unreadable(String)
  case mixedForms
  case mixedZones(String)
  case dateInTicks
}
