/// A parameter with its default: `let window = Parameter(20, in: 1...500, "rows in the mean")`.
///
/// The host parses what the user wrote, fills in the default and checks the range; the indicator
/// reads a finished value.
public struct Parameter<Value: Sendable>: Sendable, Declaration {
  @usableFromInline let position: Int
  @usableFromInline let standard: Value
  @usableFromInline let decode: @Sendable ([Cell]) -> Value?
  let fields: ParameterFields

  public init(_ standard: Value, _ documentation: String, unit: String? = nil)
  where Value: TypedValue {
    self.init(
      one: standard, range: nil,
      DocumentedUnit(documentation: documentation, unit: unit))
  }

  public init(
    _ standard: Value, in range: ClosedRange<Value>, _ documentation: String, unit: String? = nil
  ) where Value: BoundedValue {
    self.init(
      one: standard, range: range.lowerBound.bound...range.upperBound.bound,
      DocumentedUnit(documentation: documentation, unit: unit))
  }

  /// A list, which users write with commas: `horizons=30,60,90`.
  public init<Element: TypedValue>(
    _ standard: [Element], _ documentation: String, unit: String? = nil
  ) where Value == [Element] {
    self.init(
      many: standard, range: nil, DocumentedUnit(documentation: documentation, unit: unit))
  }

  /// A list whose every element lies in a range.
  public init<Element: BoundedValue>(
    _ standard: [Element], each range: ClosedRange<Element>, _ documentation: String,
    unit: String? = nil
  ) where Value == [Element] {
    self.init(
      many: standard, range: range.lowerBound.bound...range.upperBound.bound,
      DocumentedUnit(documentation: documentation, unit: unit))
  }

  private init(one standard: Value, range: ClosedRange<Double>?, _ about: DocumentedUnit)
  where Value: TypedValue {
    position = Positions.next(.parameter)
    self.standard = standard
    decode = { cells in cells.first.flatMap { Value($0) } }
    fields = ParameterFields(
      about: about, typeCode: Value.typeCode, isList: false, choices: Value.choiceNames,
      defaultText: standard.text, range: range)
  }

  private init<Element: TypedValue>(
    many standard: [Element], range: ClosedRange<Double>?, _ about: DocumentedUnit
  ) where Value == [Element] {
    position = Positions.next(.parameter)
    self.standard = standard
    decode = { cells in cells.compactMap { Element($0) } }
    fields = ParameterFields(
      about: about, typeCode: Element.typeCode, isList: true, choices: Element.choiceNames,
      defaultText: standard.map(\.text).joined(separator: ","), range: range)
  }

  func add(to specification: inout Specification, name: String) {
    specification.parameters.append((name, fields))
  }
}
