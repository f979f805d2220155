import CRothost
import RothostSeries

/// The whole range at once.
extension ForeignFunction {
  /// Where an output's values end up.
  @unsafe struct Destination {
    /// The host's buffer of a series, or nil.
    var base: UnsafeMutablePointer<Double>?
    /// Where the function writes: the buffer itself, scratch memory, or a scalar's cell.
    var target: UnsafeMutableRawPointer?
    /// Index in the buffer of the target's first element; of scratch memory too.
    var first = 0
    var isDirect = false
    /// Whether the host has put NaN everywhere.
    var isFilled = true
  }

  /// `rot_indicator.evaluate`.
  func evaluate(_ evaluation: UnsafePointer<rot_evaluation>) -> rot_status {
    // The host vouches for the struct and what it points to during the call.
    let host = unsafe evaluation.pointee.host
    do throws(RothostError) {
      try library.begin()
      if indicator.callsEachRow {
        try unsafe evaluateEachRow(evaluation)
      } else if let error = unsafe withDestinations({ unsafe evaluate(evaluation, $0, $1, $2) }) {
        throw error
      }
      return ROT_OK
    } catch {
      return unsafe ForeignDescriptor.fail(host, error)
    }
  }

  /// Stack memory for one destination and one target per output, and one cell per out or scalar.
  private func withDestinations(
    _ body: (
      UnsafeMutablePointer<Destination>, UnsafeMutablePointer<UnsafeMutableRawPointer?>,
      UnsafeMutablePointer<Int64>
    ) -> RothostError?
  ) -> RothostError? {
    let outputs = indicator.outputs.count
    let cells = outputs + indicator.outs.count
    // Each region is as long as its contents, and lives through the body.
    return unsafe withUnsafeTemporaryAllocation(of: Destination.self, capacity: outputs) { places in
      unsafe places.initialize(repeating: Destination())
      return unsafe withUnsafeTemporaryAllocation(of: Int64.self, capacity: outputs + cells + 1) {
        // Pointers first, then cells; both are words.
        unsafe $0.initialize(repeating: 0)
        let words = $0.baseAddress!
        let targets = unsafe UnsafeMutableRawPointer(words).assumingMemoryBound(
          to: UnsafeMutableRawPointer?.self)
        return unsafe body(places.baseAddress!, targets, words + outputs)
      }
    }
  }

  private func evaluate(
    _ evaluation: UnsafePointer<rot_evaluation>, _ places: UnsafeMutablePointer<Destination>,
    _ targets: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ cells: UnsafeMutablePointer<Int64>
  ) -> RothostError? {
    // The host vouches for the evaluation; every array has one element per output, input or out.
    guard let table = unsafe evaluation.pointee.frame, let columns = unsafe table.pointee.columns
    else { return RothostError(.unsupported, "it takes inputs on one clock only") }
    let total = unsafe Int(table.pointee.row_count)
    let warmUp = unsafe Int(table.pointee.warm_up_rows)
    let outCells = unsafe cells + indicator.outputs.count
    let skipped: Int
    do {
      skipped = try unsafe firstRow(columns, total)
    } catch {
      return error
    }
    let rows = total - skipped
    guard rows <= mostRows else {
      return RothostError(
        .unsupported, "\(call.call.symbol) counts its rows in a type that ends at \(mostRows)")
    }
    if total == 0, indicator.outputs.contains(where: { $0.kind != .series }) {
      return RothostError(.tooFew, "there are no rows")
    }
    let lookBack = unsafe Int(self.lookBack(evaluation.pointee.parameters))
    guard lookBack >= 0 else { return badLookBack }
    let expected = indicator.isPacked ? lookBack : 0
    let capacity = max(rows - expected, 0)
    if let error = unsafe place(
      evaluation, places, targets, cells, first: skipped + expected - warmUp, capacity: capacity,
      count: total - warmUp)
    {
      return error
    }

    var frame = unsafe ForeignFrame()
    unsafe frame.columns = columns
    unsafe frame.skipped = skipped
    unsafe frame.rows = rows
    unsafe frame.parameters = evaluation.pointee.parameters
    unsafe frame.targets = targets
    unsafe frame.outs = outCells
    unsafe frame.host = evaluation.pointee.host
    if call.workWords > 0 {
      let host = unsafe evaluation.pointee.host
      unsafe frame.work = host?.pointee.scratch(host, max(call.workWords * 8 * rows, 8))
      guard unsafe frame.work != nil else {
        return RothostError(.memory, "there is no memory for \(call.call.symbol) to work in")
      }
    }
    unsafe copyStarts(columns, places, skipped: skipped, rows: rows)
    // The frame lives through the call.
    let (answer, hasRisen) = unsafe withUnsafeMutablePointer(to: &frame) { frame in
      ArithmeticEvents.during { unsafe call.run(frame) }
    }
    if let misfit = answer.misfit { return self.misfit(misfit, call) }
    if let error = objection(to: answer.result, of: call) { return error }
    // A callback runs others' code, which may make the processor forget.
    if indicator.isArithmetic, !hasRisen, !call.hasCallbacks {
      // The host's tables are valid during the call.
      unsafe services.vouchFinite(evaluation.pointee.outputs)
    }

    let written: Range<Int>
    switch indicator.written {
    case .rows: written = 0..<rows
    case .afterLookBack: written = min(lookBack, rows)..<rows
    case .outs(let first, let count):
      let (begin, number) = unsafe (out(outCells, first), out(outCells, count))
      guard let begin, let number, begin >= 0, number >= 0, number <= capacity,
        number == 0 || begin <= rows - number
      else {
        return RothostError(
          .plugin,
          "\(call.call.symbol) says that it wrote \(number ?? -1) rows from row \(begin ?? -1) on, of "
            + "\(rows); check look_back and written of the manifest")
      }
      written = number == 0 ? rows..<rows : begin..<(begin + number)
    }
    for index in indicator.outputs.indices {
      if indicator.outputs[index].kind == .series {
        unsafe settle(
          index, places[index], written: written, expected: min(expected, rows),
          shift: skipped - warmUp, count: total - warmUp)
      } else if let error = unsafe setScalar(
        index, evaluation.pointee.outputs, cells + index, answer.result)
      {
        return error
      }
    }
    return nil
  }

  var badLookBack: RothostError {
    RothostError(
      .plugin,
      "its look-back cannot be told: \(lookBackCall?.call.symbol ?? "look_back") refused "
        + "the parameters, or answered more than a billion rows")
  }

  /// Puts the input into each output that the function changes in place.
  private func copyStarts(
    _ columns: UnsafePointer<UnsafePointer<Double>?>, _ places: UnsafeMutablePointer<Destination>,
    skipped: Int, rows: Int
  ) {
    for (index, output) in indicator.outputs.enumerated() {
      // Such an output has an element of type double for every row that the function sees.
      guard let input = output.startsAs, let source = unsafe columns[input],
        let target = unsafe places[index].target
      else { continue }
      unsafe target.assumingMemoryBound(to: Double.self).update(from: source + skipped, count: rows)
    }
  }

  private func out(_ cells: UnsafeMutablePointer<Int64>, _ index: Int) -> Int? {
    // One cell per out, big enough for any integer.
    unsafe CNumber.integer(at: cells + index, outTypes[index]).flatMap { Int(exactly: $0) }
  }

  /// The first row the function sees, by the manifest's rule for missing values; O(rows) at most.
  func firstRow(
    _ columns: UnsafePointer<UnsafePointer<Double>?>, _ rows: Int
  ) throws(RothostError) -> Int {
    let names = columnNames
    switch indicator.missing {
    case .pass, .skip: return 0
    case .skipLeading:
      for row in 0..<rows {
        // One array per input, each of `rows` values.
        var isWhole = true
        for input in names.indices where unsafe columns[input]![row].isNaN { isWhole = false }
        if isWhole { return row }
      }
      // The convention of talib's check_begidx: where nothing is whole, the last row is seen.
      return max(rows - 1, 0)
    case .refuse:
      for input in names.indices {
        // As above.
        for row in 0..<rows where unsafe columns[input]![row].isNaN {
          throw RothostError(
            .input,
            "input \(names[input]) is missing at row \(row), and \(call.call.symbol) takes no missing "
              + "values; choose a range without gaps")
        }
      }
      return 0
    }
  }

  /// Asks the host for the buffers and says where the function writes each output.
  private func place(
    _ evaluation: UnsafePointer<rot_evaluation>, _ places: UnsafeMutablePointer<Destination>,
    _ targets: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ cells: UnsafeMutablePointer<Int64>,
    first: Int, capacity: Int, count: Int
  ) -> RothostError? {
    for (index, output) in indicator.outputs.enumerated() {
      guard output.kind == .series else {
        unsafe targets[index] = UnsafeMutableRawPointer(cells + index)
        continue
      }
      // The host's tables are valid during the call.
      let outputs = unsafe evaluation.pointee.outputs
      let base =
        indicator.tellsRows
        ? unsafe services.newSeries(outputs, UInt32(index), Int64(count))
        : unsafe outputs?.pointee.new_series(outputs, UInt32(index), Int64(count), nil)
      guard let base = unsafe base else {
        return RothostError(.output, "output \(output.name) was refused")
      }
      unsafe places[index].base = base
      unsafe places[index].isFilled = !indicator.tellsRows
      unsafe places[index].first = first
      let element = elements[index] ?? .double
      // With nothing to write, any place in the buffer will do.
      let isDirect =
        element == .double && !output.isRowIndex && (first >= 0 || capacity == 0)
      unsafe places[index].isDirect = isDirect
      if isDirect {
        // `first + capacity` is the buffer's length wherever there is something to write.
        unsafe places[index].target = UnsafeMutableRawPointer(base + min(max(first, 0), count))
      } else {
        let host = unsafe evaluation.pointee.host
        guard let room = unsafe host?.pointee.scratch(host, max(capacity, 1) * element.size) else {
          return RothostError(.memory, "there is no memory for output \(output.name)")
        }
        unsafe places[index].target = room
      }
      unsafe targets[index] = places[index].target
    }
    return nil
  }
}
