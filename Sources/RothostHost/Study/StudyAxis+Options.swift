import RothostSeries
import RothostTOML

/// Range, clock and the other options of a request, each one value or a sweep.
extension StudyAxis {
  /// The options an entry or the study's defaults set.
  static func options(
    _ entry: StudyEntry, of description: IndicatorDescription
  ) throws(RothostError) -> [StudyAxis] {
    var axes: [StudyAxis] = []
    func add(
      _ name: String, _ read: (TOMLNode) throws(RothostError) -> (inout Request) -> Void
    ) throws(RothostError) {
      guard let node = entry[name] else { return }
      axes.append(
        try StudyAxis(name, node) { node throws(RothostError) in
          let label = try node.spelled()
          let change = try node.placing { () throws(RothostError) in try read(node) }
          return Choice(label: label, change: change)
        })
    }
    try add("from") { node throws(RothostError) in
      let time = try RangeArgument.start(parsing: try node.spelled())
      return { $0.from = time }
    }
    try add("to") { node throws(RothostError) in
      let time = try RangeArgument.end(parsing: try node.spelled())
      return { $0.to = time }
    }
    try add("clock") { node throws(RothostError) in
      let clock = try SamplingClock(parsing: try node.string())
      return { $0.clock = clock }
    }
    try add("align") { node throws(RothostError) in
      let alignment = try alignment(try node.string(), description)
      return { $0.alignment = alignment }
    }
    try add("transform") { node throws(RothostError) in
      let transform = try InputArgument.transform(named: try node.string())
      return { $0.transform = transform }
    }
    try add("staleness") { node throws(RothostError) in
      let span = try TimeSpan(parsing: try node.string())
      return { $0.staleness = span }
    }
    try add("partial") { node throws(RothostError) in
      let isPartial = try node.boolean()
      return { $0.keepsPartialBin = isPartial }
    }
    try add("seed") { node throws(RothostError) in
      let seed = UInt64(try node.integer(in: 0...Int.max))
      return { $0.seed = seed }
    }
    try add("timeout") { node throws(RothostError) in
      let limit = try TimeoutArgument.milliseconds(parsing: try node.string())
      return { $0.timeoutMilliseconds = limit }
    }
    return axes
  }

  private static func alignment(
    _ name: String, _ description: IndicatorDescription
  ) throws(RothostError) -> Alignment {
    let taken = description.alignments.map(\.description).joined(separator: ", ")
    guard let alignment = Alignment(name: name), description.alignments.contains(alignment) else {
      throw RothostError(
        .parameter, "\(description.id) does not take inputs aligned by \"\(name)\"; choose \(taken)"
      )
    }
    return alignment
  }
}
