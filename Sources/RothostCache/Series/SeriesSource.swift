import RothostSeries

/// Where `SeriesStore.put` takes rows from: arrays, a caller's buffers, a spool file, another view.
///
/// The store asks for each column once, front to back, straight into the memory LMDB writes from,
/// so a source of borrowed buffers is copied exactly once.
public protocol SeriesSource {
  var rowCount: Int { get }
  var columns: [ColumnName] { get }
  /// Copies the stamps of `rows`; `destination` has as many elements.
  func readTimes(_ rows: Range<Int>, into destination: inout MutableSpan<Int64>) throws
  /// Copies the values of `rows` of one column.
  func readColumn(
    _ column: Int, _ rows: Range<Int>, into destination: inout MutableSpan<Double>) throws
}

/// A series in memory: one time axis, one array per column.
public struct SeriesData: SeriesSource, Sendable, Equatable {
  public struct Column: Sendable, Equatable {
    public var name: String
    public var unit: String
    public var values: [Double]

    public init(_ name: String, unit: String = "", _ values: [Double]) {
      self.name = name
      self.unit = unit
      self.values = values
    }
  }

  /// Strictly increasing nanoseconds UTC; whole days where the metadata says dates.
  public var times: [Int64]
  /// NaN = missing; ±inf is refused.
  public var values: [Column]
  public var metadata: SeriesMetadata

  public init(times: [Int64], columns: [Column], metadata: SeriesMetadata) {
    self.times = times
    self.values = columns
    self.metadata = metadata
  }

  public var rowCount: Int { times.count }
  public var columns: [ColumnName] { values.map { ColumnName($0.name, unit: $0.unit) } }

  public func readTimes(_ rows: Range<Int>, into destination: inout MutableSpan<Int64>) throws {
    copyElements(times.span.extracting(rows), into: &destination)
  }

  public func readColumn(
    _ column: Int, _ rows: Range<Int>, into destination: inout MutableSpan<Double>
  ) throws {
    guard values[column].values.count == rowCount else {
      throw RothostError(
        .argument,
        "column \"\(values[column].name)\" has \(values[column].values.count) values for "
          + "\(rowCount) stamps; give one value per stamp, NaN where missing")
    }
    let stored = values[column].values
    copyElements(stored.span.extracting(rows), into: &destination)
  }
}

/// Copies all of `source` over the equally long `destination`; compiles to a block move.
public func copyElements<Element: BitwiseCopyable>(
  _ source: Span<Element>, into destination: inout MutableSpan<Element>
) {
  precondition(source.count == destination.count)
  for index in source.indices {
    destination[index] = source[index]
  }
}
