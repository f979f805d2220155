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
  /// How the latest date-time goes on behind its date: the sign before the clock and the zone
  /// behind whole seconds. nil for bare dates and whatever the quick reader cannot take.
  private var zone:
    (separator: UInt8, word: UInt64, mask: UInt64, length: Int, offsetSeconds: Int?)?
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

  /// Reads a stamp of the latest month, written as the latest one was; nil where the general reader
  /// must look. Changes nothing: `acceptQuick` takes the stamp in.
  @inline(__always)
  func readQuickly(_ text: Span<UInt8>, _ position: inout Int) -> Int64? {
    guard text.word(at: position) == month.word else { return nil }
    let tens = Int(text[position &+ 8]) &- 48
    let ones = Int(text[position &+ 9]) &- 48
    let day = tens &* 10 &+ ones
    guard 0...9 ~= tens, 0...9 ~= ones, day >= 1, day <= month.length else { return nil }
    let start = Int64(month.firstDay &+ day &- 1) &* CivilDate.nanosecondsPerDay
    guard let zone else {
      position &+= 10
      return start
    }
    guard text[position &+ 10] == zone.separator,
      text.word(at: position &+ 19) & zone.mask == zone.word,
      let seconds = Self.clock(text.word(at: position &+ 11))
    else { return nil }
    position &+= 19 &+ zone.length
    return start &+ Int64(seconds &- (zone.offsetSeconds ?? 0)) &* 1_000_000_000
  }

  /// Takes in a stamp that `readQuickly` read.
  @inline(__always)
  mutating func acceptQuick(_ time: Int64) throws(StampFault) {
    if let zone { try survey.note(time, offsetSeconds: zone.offsetSeconds) }
  }

  /// Seconds of the day written `hh:mm:ss` in one word; nil where it is not.
  private static func clock(_ word: UInt64) -> Int? {
    // Digits become 0…9, the two colons 0.
    let bytes = word ^ 0x3030_3A30_303A_3030
    let others =
      ((bytes & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | bytes)
      & 0x8080_8080_8080_8080
    guard others == 0, bytes & 0x0000_FF00_00FF_0000 == 0 else { return nil }
    let pairs = bytes &* 10 &+ (bytes &>> 8)
    let hour = Int(pairs & 0xFF)
    let minute = Int(pairs &>> 24 & 0xFF)
    let second = Int(pairs &>> 48 & 0xFF)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return hour &* 3600 &+ minute &* 60 &+ second
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
        remember(field, CivilDate(containingNanoseconds: stamp.time))
      } else {
        try settle(on: .dateTime)
        try survey.note(stamp.time, offsetSeconds: stamp.offsetSeconds)
        let local = stamp.time &+ Int64(stamp.offsetSeconds ?? 0) &* 1_000_000_000
        remember(field, CivilDate(containingNanoseconds: local))
        rememberZone(field, stamp.offsetSeconds)
        // 24:00 is of the day, and may be of the month, after the one that is written.
        if field[11] == UInt8(ascii: "2") && field[12] == UInt8(ascii: "4") { month.word = 0 }
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

  private mutating func remember(_ field: Span<UInt8>, _ date: CivilDate) {
    let parts = date.components
    // Every ISO 8601 date has ten bytes, so that eight may be taken as one word.
    month = (
      field.word(at: 0), date.daysSinceEpoch - parts.day + 1,
      CivilDate.length(ofMonth: parts.month, year: parts.year)
    )
  }

  private mutating func rememberZone(_ field: Span<UInt8>, _ offsetSeconds: Int?) {
    let length = field.count - 19
    guard 0...7 ~= length, field[16] == UInt8(ascii: ":"),
      length == 0 || field[19] != UInt8(ascii: ".")
    else {
      // `24:00`, fractions, clocks without seconds: a month that no text has keeps the quick reader out.
      month.word = 0
      return
    }
    var word: UInt64 = 0
    for index in 0..<length { word |= UInt64(field[19 + index]) << UInt64(index * 8) }
    zone = (field[10], word, (1 << UInt64(length * 8)) - 1, length, offsetSeconds)
  }

  private mutating func compactDate(_ number: Int64) throws(StampFault) -> Int64 {
    try settle(on: .compactDate)
    let number = Int(number)
    guard
      let date = CivilDate(
        year: number / 10_000, month: number / 100 % 100, day: number % 100)
    else { throw .unreadable(ISO8601.Fault.day.rawValue) }
    guard date.hasStart else { throw .unreadable(ISO8601.Fault.range.rawValue) }
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
