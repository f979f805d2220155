extension FrameAssembly {
  /// The stamps all inputs have. O(total rows), one pass per input and one to find them again.
  ///
  /// Session dates meet session dates by date. Where dates meet instants, a date stands for the
  /// instant from which it is known.
  static func inner(_ inputs: [FrameInput], _ samples: inout [Samples]) -> AlignedRows {
    let isMixed = samples.contains { $0.kind != samples[0].kind }
    if isMixed {
      for index in samples.indices where samples[index].kind == .dates {
        let known = (inputs[index].close ?? .endOfDay).offset.nanoseconds
        for row in samples[index].stamps.indices { samples[index].stamps[row] += known }
      }
    }
    var common = samples[0].stamps
    for other in samples.dropFirst() where other.stamps != common {
      common = intersection(common, other.stamps)
    }
    return AlignedRows(
      stamps: common, kind: isMixed ? .instants : samples[0].kind,
      selections: samples.map { locate(common, in: $0.stamps) })
  }

  private static func intersection(_ left: [Int64], _ right: [Int64]) -> [Int64] {
    var common = [Int64]()
    common.reserveCapacity(min(left.count, right.count))
    var first = 0
    var second = 0
    while first < left.count, second < right.count {
      let (a, b) = (left[first], right[second])
      if a == b { common.append(a) }
      if a <= b { first += 1 }
      if b <= a { second += 1 }
    }
    return common
  }

  /// Where each of the wanted stamps stands; nil where that is simply everywhere.
  private static func locate(_ wanted: [Int64], in stamps: [Int64]) -> [Int]? {
    if wanted.count == stamps.count { return nil }
    var found = [Int]()
    found.reserveCapacity(wanted.count)
    var row = 0
    for stamp in wanted {
      while stamps[row] < stamp { row += 1 }
      found.append(row)
    }
    return found
  }
}
