/// Puts inputs of different calendars on one clock, without a value from the future.
///
/// The order of work, each step linear in its rows: publication delays move rows to the stamp from
/// which they are known; rows after the range are cut; coarser clocks take each input's last value
/// in a bin; the inputs are aligned; the range is cut out with its warm-up; and, when the plan is
/// written, levels are transformed. A missing value (NaN) in an aligned row stays missing, and a
/// return next to it is missing too.
public enum FrameAssembly {
  /// Works out the rows of a frame; `FramePlan.write` then puts them where they belong.
  ///
  /// - Throws: `.unsupported` for native alignment, `.parameter` for a clock that names no input's
  ///   role, `.argument` without inputs. A frame without rows is a plan, not an error.
  public static func plan(
    _ inputs: [FrameInput], _ rules: FrameRules
  ) throws(RothostError) -> FramePlan {
    let anchor = try anchor(inputs, rules)
    var notes = [String]()
    var samples = inputs.indices.map { index in
      // With `previous`, what another input has by the end of the anchor's bin is what is known.
      let keepsPartialBin =
        rules.keepsPartialBin || (rules.alignment == .previous && index != anchor)
      return Samples(
        inputs[index], rules: rules, keepsPartialBin: keepsPartialBin, notes: &notes)
    }
    let rows =
      rules.alignment == .inner
      ? inner(inputs, &samples) : previous(inputs, samples, anchor: anchor, rules, &notes)
    return FramePlan(inputs, samples, rows, rules, notes)
  }

  /// Checks the rules and finds the input whose stamps `previous` keeps: the first, unless the clock
  /// names another's role.
  static func anchor(
    _ inputs: [FrameInput], _ rules: FrameRules
  ) throws(RothostError) -> Int {
    guard !inputs.isEmpty else {
      throw RothostError(.argument, "a frame needs at least one input; bind a series to a role")
    }
    guard rules.alignment != .native else {
      throw RothostError(
        .unsupported, "native inputs keep their own clocks; ask for --align inner or previous")
    }
    guard case .role(let role) = rules.clock else { return 0 }
    if let index = inputs.firstIndex(where: { $0.role == role }) { return index }
    let roles = inputs.map(\.role).joined(separator: ", ")
    throw RothostError(
      .parameter, "the clock '\(role)' is no role of an input; use native, 1d, 1w, 1mo or \(roles)")
  }
}

/// The rows of a frame: their stamps, and for each input the sample behind each row.
struct AlignedRows {
  var stamps: [Int64]
  var kind: TimeKind
  /// One per input; nil = row i is sample i.
  var selections: [[Int]?]
}
