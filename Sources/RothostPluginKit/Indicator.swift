/// An indicator: a struct whose stored properties declare inputs, parameters and outputs.
///
///     import RothostPluginKit
///
///     struct Spread: Indicator {
///       static let id = "spread"
///       static let summary = "The difference of two levels."
///       static let documentation = "spread = scale * (x - y), row by row."
///
///       let x = Input("minuend")
///       let y = Input("subtrahend")
///       let scale = Parameter(1.0, in: 0...100, "multiplies the difference")
///       let spread = SeriesOutput("x minus y", .causal)
///
///       func run(_ run: borrowing Run) throws(Failure) {
///         let x = run[x], y = run[y], scale = run[scale]
///         var spread = try run.series(spread)
///         for i in spread.indices {
///           spread[i] = scale * (x[i + run.warmUpRows] - y[i + run.warmUpRows])
///         }
///       }
///     }
///
///     @c(rot_plugin_entry) public func entry() -> PluginDescriptor? { plugin("spread", Spread.self) }
///
/// Properties are named as users type them, in words: `maxLag` is `max_lag`. An indicator is a
/// value without state of its own, so its `run` may be called from several threads at once.
public protocol Indicator: Sendable {
  init()

  /// What users type after `--plugin`, in lower-case words joined by underscores.
  static var id: String { get }
  /// Semantic version of this indicator; 1.0.0 unless given.
  static var version: String { get }
  /// One line.
  static var summary: String { get }
  /// The manual: claim, formula, source, how to read it, when not to.
  static var documentation: String { get }
  /// The alignments it works with, the default first; inner and previous unless given.
  static var alignments: [Alignment] { get }
  /// Whether equal inputs and seed give equal bits; true unless given.
  static var isDeterministic: Bool { get }

  /// Rows needed before the first output; 0 unless given.
  func lookBack(_ settings: borrowing Settings) -> Int
  /// Answers for the whole range at once.
  func run(_ run: borrowing Run) throws(Failure)

  /// Given by the kit: what the C contract calls.
  static var implementation: Implementation { get }
}

extension Indicator {
  public static var version: String { "1.0.0" }
  public static var alignments: [Alignment] { [.inner, .previous] }
  public static var isDeterministic: Bool { true }
  @inlinable public func lookBack(_ settings: borrowing Settings) -> Int { 0 }
}

/// How inputs come onto one clock; raw values are the bits of `plugin.h`.
public enum Alignment: UInt32, Sendable {
  /// No common clock: inputs as they are stored.
  case native = 1
  /// Stamps that all inputs have.
  case inner = 2
  /// Stamps of the first input, with the others' last known values.
  case previous = 4
}
