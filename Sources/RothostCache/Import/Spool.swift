import RothostSeries

/// The rows read so far: a few megabytes in memory, the rest in unlinked files beside the cache.
struct Spool: SeriesSource {
  let columns: [ColumnName]
  private(set) var rowCount = 0
  /// For dates in disguise, see `StampSurvey.Dating`.
  var dating = StampSurvey.Dating.instants
  private var times: SpoolColumn<Int64>
  private var values: [SpoolColumn<Double>]

  init(columns: [ColumnName], directory: String) {
    self.columns = columns
    times = SpoolColumn(directory: directory, zero: 0)
    values = columns.map { _ in SpoolColumn(directory: directory, zero: 0) }
  }

  /// Appends the first `count` rows of a block.
  mutating func append(_ block: borrowing RowBlock, count: Int) throws {
    try times.append(block.times.span.extracting(0..<count))
    for column in values.indices {
      let start = column * RowBlock.capacity
      try values[column].append(block.values.span.extracting(start..<(start + count)))
    }
    rowCount += count
  }

  func readTimes(_ rows: Range<Int>, into destination: inout MutableSpan<Int64>) throws {
    try times.read(rows, into: &destination)
    guard case .dates(let shift) = dating else { return }
    for row in destination.indices {
      destination[row] =
        CivilDate(containingNanoseconds: destination[row] &+ shift).startNanoseconds
    }
  }

  func readColumn(
    _ column: Int, _ rows: Range<Int>, into destination: inout MutableSpan<Double>
  ) throws {
    try values[column].read(rows, into: &destination)
  }
}

/// One column of a spool.
struct SpoolColumn<Element: BitwiseCopyable> {
  /// Elements kept in memory before they are written out.
  private static var memoryLimit: Int { 1 << 17 }

  private let directory: String
  private var memory: [Element]
  private var inMemory = 0
  private var file: SystemFile?
  private var inFile = 0
  private let zero: Element

  init(directory: String, zero: Element) {
    self.directory = directory
    self.zero = zero
    memory = []
  }

  mutating func append(_ elements: Span<Element>) throws {
    if inMemory + elements.count > Self.memoryLimit { try writeOut() }
    if inMemory + elements.count > memory.count {
      // Doubling keeps small files small and large ones linear.
      let size = min(Self.memoryLimit, max(2 * memory.count, inMemory + elements.count))
      memory.append(contentsOf: repeatElement(zero, count: size - memory.count))
    }
    let target = inMemory..<(inMemory + elements.count)
    var whole = memory.mutableSpan
    var free = whole._mutatingExtracting(target)
    copyElements(elements, into: &free)
    inMemory = target.upperBound
  }

  func read(_ rows: Range<Int>, into destination: inout MutableSpan<Element>) throws {
    let split = min(max(inFile, rows.lowerBound), rows.upperBound)
    if let file, rows.lowerBound < split {
      var part = destination._mutatingExtracting(0..<(split - rows.lowerBound))
      try file.read(at: rows.lowerBound, into: &part)
    }
    guard split < rows.upperBound else { return }
    var part = destination._mutatingExtracting((split - rows.lowerBound)..<rows.count)
    copyElements(
      memory.span.extracting((split - inFile)..<(rows.upperBound - inFile)), into: &part)
  }

  private mutating func writeOut() throws {
    let target = try file ?? SystemFile.unlinked(in: directory)
    file = target
    try target.append(memory.span.extracting(0..<inMemory))
    inFile += inMemory
    inMemory = 0
  }
}
