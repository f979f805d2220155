import CRothost
import RothostCache
import RothostSeries

/// What an evaluation works on: the inputs as stored, the frame, and what to tell of them.
///
/// Read-only and safe to share; holds snapshots of the cache while it lives.
final class PreparedInputs: Sendable {
  /// nil exactly where the alignment is native.
  let frame: PreparedFrame?
  /// The rows to answer for; nil without a frame.
  let axis: TimeAxis?
  /// Rows to answer for; without a frame those of the first input.
  let rows: Int
  let reports: [InputReport]
  let warnings: [String]
  /// The clock the answer tells: the asked one, or what the native one turned out to be.
  let clockName: String
  /// Inputs and frame as C reads them.
  let table: InputTable

  init(
    _ inputs: [BoundInput], _ asked: [InputNumbers], _ numbers: [InputNumbers],
    frame: PreparedFrame?, rules: FrameRules, warnings: [String]
  ) {
    self.frame = frame
    axis = frame?.axis
    rows = axis?.count ?? numbers.first?.count ?? 0
    reports = zip(inputs, asked).map { input, numbers in
      input.report(of: numbers, isTransformed: frame != nil)
    }
    self.warnings = warnings + (frame?.notes ?? [])
    clockName = Self.name(of: rules.clock, inputs, frame)
    table = InputTable(
      zip(inputs, numbers).map { input, numbers in
        InputTable.Series(
          traits: InputTraits(
            name: input.name, unit: input.unit, column: input.column, flags: input.flags,
            closeOffset: input.close?.offset.nanoseconds ?? missingInteger,
            roleIndex: UInt32(input.roleIndex)), numbers: numbers)
      }, frame: frame?.asColumns)
  }

  /// `1d` where the native clock turned out to be that of daily series.
  private static func name(
    of clock: SamplingClock, _ inputs: [BoundInput], _ frame: PreparedFrame?
  ) -> String {
    guard clock == .native, (frame?.kind ?? .dates) == .dates else { return clock.description }
    let isDaily = inputs.allSatisfy { input in
      input.timeKind == .dates
        && (input.calendar == .sevenDay || input.calendar == .weekdays)
    }
    return isDaily ? SamplingClock.daily.description : clock.description
  }
}

extension BoundInput {
  func report(of numbers: InputNumbers, isTransformed: Bool) -> InputReport {
    InputReport(
      role: role, series: name, column: column, transform: isTransformed ? transform : .level,
      rows: numbers.count, from: numbers.count > 0 ? numbers.times[0] : nil,
      to: numbers.count > 0 ? numbers.times[numbers.count - 1] : nil, timeKind: timeKind,
      delay: delay, isSynthetic: isSynthetic)
  }

  /// `ROT_SERIES_*`.
  var flags: UInt32 {
    var flags: UInt32 = timeKind == .dates ? ROT_SERIES_DATES : 0
    if calendar == .sevenDay { flags |= ROT_SERIES_EVERY_DAY }
    if calendar == .weekdays { flags |= ROT_SERIES_WEEKDAYS }
    if isRevised { flags |= ROT_SERIES_REVISED }
    if isSynthetic { flags |= ROT_SERIES_SYNTHETIC }
    return flags
  }
}
