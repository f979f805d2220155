import RothostSeries

/// Turns lines of text into rows.
struct RowParser {
  enum Stop {
    /// All lines were read.
    case end
    /// The block is full.
    case full
    /// The row behind the block's rows has the stamp of the last one.
    case repeated
  }

  /// Number of the line read last.
  private(set) var line: Int
  private(set) var stamps: StampReader
  /// Set when the last line of the file has no end: a fault in it then means a cut file.
  var lastLineIsOpen = false

  private let fault: ImportFault
  private let columns: [String]
  private let timeField: Int
  private let fieldCount: Int

  init(plan: FilePlan, headerLines: Int, fault: ImportFault) {
    line = headerLines
    stamps = StampReader(instantsOnly: plan.isTicks)
    self.fault = fault
    columns = plan.columns
    timeField = plan.roles.firstIndex(of: .time) ?? 0
    fieldCount = plan.roles.count
  }

  /// Reads lines from `position` on until they end, the block is full or a stamp repeats.
  ///
  /// Throws `.data` with file, line, what was found and a way out.
  mutating func parse(
    _ text: Span<UInt8>, _ position: inout Int, end: Int, into block: inout RowBlock
  ) throws -> Stop {
    // Taken out and put back, because two spans into one struct cannot be open at once.
    var timeArray: [Int64] = []
    var valueArray: [Double] = []
    swap(&timeArray, &block.times)
    swap(&valueArray, &block.values)
    defer {
      swap(&timeArray, &block.times)
      swap(&valueArray, &block.values)
    }
    var times = timeArray.mutableSpan
    var values = valueArray.mutableSpan
    return try parse(text, &position, end: end, &times, &values, row: &block.count)
  }

  private mutating func parse(
    _ text: Span<UInt8>, _ position: inout Int, end: Int, _ times: inout MutableSpan<Int64>,
    _ values: inout MutableSpan<Double>, row: inout Int
  ) throws -> Stop {
    while position < end {
      if row == RowBlock.capacity { return .full }
      line += 1
      let start = position
      if text[position] <= UInt8(ascii: " "), skipBlankLine(text, &position) { continue }
      var time: Int64 = 0
      var slot = row
      for field in 0..<fieldCount {
        let isLast = field == fieldCount &- 1
        if field == timeField {
          time = try stamp(text, &position, end: end, isLast: isLast, start: start)
        } else {
          values[slot] = try value(
            text, &position, end: end, isLast: isLast, field: field, start: start)
          slot &+= RowBlock.capacity
        }
      }
      if lastLineIsOpen && position == end { try checkLastField(text, start, position) }
      times[row] = time
      if row == 0 || time > times[row &- 1] {
        row &+= 1
      } else if time == times[row &- 1] {
        return .repeated
      } else {
        throw fault.error(
          line: line,
          "the stamp \(ISO8601.text(time, as: kind)) is earlier than "
            + "\(ISO8601.text(times[row - 1], as: kind)) in the row before",
          "sort the rows by time, for example with (head -1 FILE; tail -n +2 FILE | sort) > SORTED")
      }
    }
    return .end
  }

  /// How messages write the stamps read so far.
  var kind: TimeKind { stamps.dating == .instants ? .instants : .dates }

  @inline(__always)
  private mutating func stamp(
    _ text: Span<UInt8>, _ position: inout Int, end: Int, isLast: Bool, start: Int
  ) throws -> Int64 {
    var next = position
    if let time = stamps.readQuickly(text, &next), Self.skipDelimiter(text, &next, isLast) {
      do {
        try stamps.acceptQuick(time)
      } catch {
        throw explained(error, HeaderLine.text(text, position..<(next - 1)), text, start, end: end)
      }
      position = next
      return time
    }
    return try slowStamp(text, &position, end: end, isLast: isLast, start: start)
  }

  @inline(__always)
  private func value(
    _ text: Span<UInt8>, _ position: inout Int, end: Int, isLast: Bool, field: Int, start: Int
  ) throws -> Double {
    var next = position
    if let value = DecimalReader.read(text, &next), Self.skipDelimiter(text, &next, isLast),
      value.magnitude <= .greatestFiniteMagnitude
    {
      position = next
      return value
    }
    next = position
    if Self.skipDelimiter(text, &next, isLast) {
      position = next
      return .nan
    }
    return try slowValue(text, &position, end: end, isLast: isLast, field: field, start: start)
  }

  /// Moves over the delimiter that must follow a field; false where something else follows.
  @inline(__always)
  private static func skipDelimiter(
    _ text: Span<UInt8>, _ position: inout Int, _ isLast: Bool
  ) -> Bool {
    if isLast && text[position] == UInt8(ascii: "\r") { position &+= 1 }
    guard text[position] == (isLast ? UInt8(ascii: "\n") : UInt8(ascii: ",")) else { return false }
    position &+= 1
    return true
  }

  private func skipBlankLine(_ text: Span<UInt8>, _ position: inout Int) -> Bool {
    var next = position
    while text[next] == 0x20 || text[next] == 0x09 || text[next] == 0x0D { next += 1 }
    guard text[next] == UInt8(ascii: "\n") else { return false }
    position = next + 1
    return true
  }

  /// Whatever the quick reader left: another month, fractions, epochs, blanks, quotes, or a fault.
  private mutating func slowStamp(
    _ text: Span<UInt8>, _ position: inout Int, end: Int, isLast: Bool, start: Int
  ) throws -> Int64 {
    let first = position
    var next = position
    while Self.isPlain(text[next]) { next += 1 }
    let plain = first..<next
    let isTrimmed = !plain.isEmpty && text[first] > 0x20 && text[next - 1] > 0x20
    if isTrimmed, Self.skipDelimiter(text, &next, isLast) {
      position = next
      do {
        return try stamps.read(text.extracting(plain))
      } catch {
        throw explained(error, HeaderLine.text(text, plain), text, start, end: end)
      }
    }
    let field = try wholeField(text, &position, end: end, isLast: isLast, start: start)
    // Padded, because the reader takes words.
    let bytes = Array(field.utf8) + [0, 0, 0, 0, 0, 0, 0, 0]
    do {
      return try stamps.read(bytes.span.extracting(0..<(bytes.count - 8)))
    } catch {
      throw explained(error, field, text, start, end: end)
    }
  }

  /// Neither delimiter nor quote.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\n") && byte != UInt8(ascii: "\r")
      && byte != UInt8(ascii: "\"")
  }

  private func slowValue(
    _ text: Span<UInt8>, _ position: inout Int, end: Int, isLast: Bool, field: Int, start: Int
  ) throws -> Double {
    let found = try wholeField(text, &position, end: end, isLast: isLast, start: start)
    if Self.missing.contains(found) { return .nan }
    let bytes = Array(found.utf8) + [0, 0, 0, 0, 0, 0, 0, 0]
    var next = 0
    let number = DecimalReader.read(bytes.span, &next)
    if let number, next == bytes.count - 8, number.isFinite { return number }
    let column = columns[field < timeField ? field : field - 1]
    let isInfinite =
      number?.isInfinite == true
      || ["inf", "infinity"].contains(found.lowercased().drop { $0 == "-" || $0 == "+" })
    throw cutOr(
      text, start, end: end,
      fault.error(
        line: line,
        "found \(isInfinite ? "the infinite value " : "")\(ImportFault.shown(found)) in column "
          + "\(column) where a \(isInfinite ? "finite " : "")number is expected",
        "correct it, or leave the field empty if the value is missing"))
  }

  private static let missing: Set<String> = [
    "", ".", "NaN", "nan", "NAN", "NA", "N/A", "n/a", "null", "NULL", "None", "-", "#N/A",
  ]

  /// The field at `position`, moving over it and its delimiter.
  private func wholeField(
    _ text: Span<UInt8>, _ position: inout Int, end: Int, isLast: Bool, start: Int
  ) throws -> String {
    guard let field = HeaderLine.field(text, &position, end: end) else {
      throw cutOr(
        text, start, end: end,
        fault.error(line: line, "a quote is not closed", "close it, or remove the quotes"))
    }
    guard text[position] == (isLast ? UInt8(ascii: "\n") : UInt8(ascii: ",")) else {
      var next = start
      let count = HeaderLine.fields(text, &next, end: end)?.count ?? 0
      throw cutOr(
        text, start, end: end,
        fault.error(
          line: line, "found \(count) fields where the header has \(fieldCount)",
          "correct the line, or put fields that hold a comma in quotes"))
    }
    position += 1
    return field
  }

  private func explained(
    _ stamp: StampFault, _ field: String, _ text: Span<UInt8>, _ start: Int, end: Int
  ) -> RothostError {
    let shown = ImportFault.shown(field)
    let error =
      switch stamp {
      case .unreadable(let why):
        fault.error(
          line: line, "found \(shown), which \(why)",
          "write stamps as 2014-01-02 or 2014-01-02T15:30:00Z")
      case .mixedForms:
        fault.error(
          line: line, "found the stamp \(shown), written in another form than those before",
          "write all stamps alike, for example as 2014-01-02T15:30:00Z")
      case .mixedZones(let why):
        fault.error(
          line: line, "found the stamp \(shown): \(why)",
          "write all stamps in one time zone, best in UTC (2014-01-02T15:30:00Z)")
      case .dateInTicks:
        fault.error(
          line: line, "found the date \(shown) where ticks need a time of day",
          "give --layout ohlcv for daily rows, or stamps such as 2014-01-02T15:30:00.123Z")
      }
    return cutOr(text, start, end: end, error)
  }

  /// A fault in a last line without an end is explained as a file that was cut off.
  private func cutOr(
    _ text: Span<UInt8>, _ start: Int, end: Int, _ error: RothostError
  ) -> RothostError {
    var lineEnd = start
    while lineEnd < end, text[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
    guard lastLineIsOpen && lineEnd + 1 == end else { return error }
    let rest = HeaderLine.text(text, start..<lineEnd)
    return fault.error(
      line: line, "the file ends in the middle of a row (\(ImportFault.shown(rest)))",
      "it seems to be cut off: fetch it again, or remove its last line")
  }

  private func checkLastField(_ text: Span<UInt8>, _ start: Int, _ end: Int) throws {
    if end - 2 >= start, text[end - 2] == UInt8(ascii: ",") {
      throw cutOr(text, start, end: end, fault.error(line: line, "the last field is missing", ""))
    }
  }
}
