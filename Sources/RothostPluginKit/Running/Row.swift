/// One finished row of a stream or of a batch run: inputs to read, series outputs to write.
///
/// All series outputs are missing until they are written.
public struct Row: ~Copyable, ~Escapable {
  public let time: Time
  /// 0 for the first row after the warm-up; negative during it, where outputs go nowhere.
  public let index: Int
  @usableFromInline let values: Span<Double>
  @usableFromInline let columns: Span<Int>
  @usableFromInline var series: MutableSpan<Double>

  @inlinable
  @_lifetime(copy values, copy columns, copy series)
  init(
    time: Time, index: Int, values: Span<Double>, columns: Span<Int>,
    series: consuming MutableSpan<Double>
  ) {
    self.time = time
    self.index = index
    self.values = values
    self.columns = columns
    self.series = series
  }

  /// The input's value, transformed; NaN is missing.
  @inlinable public subscript(input: Input) -> Double { values[columns[input.position]] }

  /// The input's value; nil where the role is not bound.
  @inlinable public subscript(input: OptionalInput) -> Double? {
    let column = columns[input.position]
    return columns[input.position + 1] > column ? values[column] : nil
  }

  /// The value of one of a repeated role's series.
  @inlinable public subscript(input: RepeatedInput, index: Int) -> Double {
    precondition(index >= 0 && index < count(of: input), "no such series of a repeated role")
    return values[columns[input.position] + index]
  }

  /// How many series are bound to a role.
  @inlinable public func count(of input: RepeatedInput) -> Int {
    columns[input.position + 1] - columns[input.position]
  }

  /// The output's value at this row.
  @inlinable public subscript(output: SeriesOutput) -> Double {
    get { series[output.seriesPosition] }
    set { series[output.seriesPosition] = newValue }
  }

  /// Writes the output's category at this row; nil is missing.
  @inlinable public mutating func set<Label: Choice>(_ output: ChoiceSeries<Label>, _ label: Label?)
  {
    series[output.seriesPosition] = label.map { Double($0.code) } ?? .nan
  }
}
