import CRothost
import RothostSeries

/// A frame in sealed memory: the inputs on one clock, transformed, shared by all who ask for it.
final class PreparedFrame: Sendable {
  let memory: SealedMemory
  /// Warm-up included.
  let times: SharedArray<Int64>
  /// One per input, in their order; as long as `times`.
  let columns: [SharedArray<Double>]
  /// The first rows, before the asked range: they feed windows but yield no output.
  let warmUpRows: Int
  let kind: TimeKind
  /// Daily inputs that may close at different hours.
  let closesDiffer: Bool
  /// What the user should know of the preparation, in plain words.
  let notes: [String]
  /// How often each input is observed, as given or as its stamps tell.
  let calendars: [SeriesCalendar]

  /// Writes the planned rows straight into sealed memory; O(rows · columns).
  ///
  /// - Throws: `.input` naming series, row and date of a bad value; `.memory`.
  init(_ plan: FramePlan, calendars: [SeriesCalendar]) throws(RothostError) {
    let rows = plan.rowCount
    var offsets: [Int] = []
    memory = try SealedMemory(
      byteCount: SealedMemory.size(of: rows) * (1 + plan.columnCount)
    ) { writer throws(RothostError) in
      offsets.append(
        try writer.part(of: Int64.self, count: rows) { room in plan.write(times: &room) })
      for column in 0..<plan.columnCount {
        offsets.append(
          try writer.part(of: Double.self, count: rows) { room throws(RothostError) in
            try plan.write(column: column, to: &room)
          })
      }
    }
    times = memory.array(of: Int64.self, at: offsets[0], count: rows)
    columns = offsets.dropFirst().map { [memory] offset in
      memory.array(of: Double.self, at: offset, count: rows)
    }
    warmUpRows = plan.warmUpRows
    kind = plan.kind
    closesDiffer = plan.closesDiffer
    notes = plan.notes
    self.calendars = calendars
  }

  var rowCount: Int { times.count }

  /// Bytes that holding this frame costs.
  var byteCount: Int { memory.byteCount }

  /// The rows an indicator answers for.
  var axis: TimeAxis { TimeAxis(times: times.slice(warmUpRows..<rowCount), kind: kind) }

  /// The frame as a plugin reads it.
  var asColumns: FrameColumns {
    FrameColumns(
      rowCount: rowCount, warmUpRows: warmUpRows, flags: flags, times: times, columns: columns)
  }

  /// `ROT_FRAME_*`.
  var flags: UInt32 {
    (kind == .dates ? ROT_FRAME_DATES : 0) | (closesDiffer ? ROT_FRAME_MIXED_CLOSES : 0)
  }
}

/// A frame's numbers where they lie: prepared by this process, or mapped from its host's memory.
struct FrameColumns: Sendable {
  var rowCount: Int
  var warmUpRows: Int
  /// `ROT_FRAME_*`.
  var flags: UInt32
  var times: SharedArray<Int64>
  var columns: [SharedArray<Double>]
}
