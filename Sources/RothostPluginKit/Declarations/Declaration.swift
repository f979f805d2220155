import Synchronization

/// What a stored property of an indicator declares: an input, a parameter or an output.
///
/// The property's name, in words joined by underscores, is the name users type: `maxLag` is
/// `max_lag`. Positions are counted while the indicator is created, in the order of declaration.
protocol Declaration {
  var position: Int { get }
  func add(to specification: inout Specification, name: String)
}

/// Flags of an output, for itself.
public struct OutputFlags: OptionSet, Sendable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The value at a row depends on rows up to it only; the host checks this.
  public static let causal = OutputFlags(rawValue: 1)
  /// A p-value, so that a sweep knows what to correct.
  public static let pValue = OutputFlags(rawValue: 2)
}

/// Hands out positions while an indicator is created.
struct Positions: ~Copyable {
  let inputs = Atomic<Int>(0)
  let parameters = Atomic<Int>(0)
  let outputs = Atomic<Int>(0)
  let series = Atomic<Int>(0)

  private static let current = Positions()
  private static let creation = Mutex<Void>(())

  enum Kind { case input, parameter, output, series }

  static func next(_ kind: Kind) -> Int {
    switch kind {
    case .input: current.inputs.add(1, ordering: .relaxed).oldValue
    case .parameter: current.parameters.add(1, ordering: .relaxed).oldValue
    case .output: current.outputs.add(1, ordering: .relaxed).oldValue
    case .series: current.series.add(1, ordering: .relaxed).oldValue
    }
  }

  /// Creates a value whose declarations count from 0, one creation at a time.
  static func counting<Value: Sendable>(_ create: () -> Value) -> Value {
    creation.withLock { _ in
      current.inputs.store(0, ordering: .relaxed)
      current.parameters.store(0, ordering: .relaxed)
      current.outputs.store(0, ordering: .relaxed)
      current.series.store(0, ordering: .relaxed)
      return create()
    }
  }
}
