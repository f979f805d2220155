import RothostSeries

/// One question to the host: an indicator, its inputs and parameters, and how to prepare them.
///
/// The command line, the C embedding API and Python all build this one type. Nothing in it points
/// into the caller's memory except `Source.array`, which the host copies before a worker sees it.
public struct Request: Sendable {
  public var indicator: String
  public var inputs: [InputBinding] = []
  public var settings: [Setting] = []
  /// Inclusive range in nanoseconds; nil = open. A date-only `to` includes the whole of its day.
  public var from: Int64?
  public var to: Int64?
  public var clock: SamplingClock = .native
  /// nil = the indicator's default.
  public var alignment: Alignment?
  /// Overrides every input's transform that the binding itself does not set.
  public var transform: Transform?
  /// Publication delays by series name, overriding the series' own.
  public var delays: [String: TimeSpan] = [:]
  /// nil = by the clock: 7 days for daily, 1.5 periods for weekly and monthly.
  public var staleness: TimeSpan?
  /// Keep an unfinished last bin of a coarser clock.
  public var keepsPartialBin = false
  /// nil = `Request.defaultSeed`.
  public var seed: UInt64?
  public var workers = 0
  public var isolation = Isolation.standard
  public var timeoutMilliseconds: UInt32 = 0

  public static let defaultSeed: UInt64 = 1

  public init(indicator: String) {
    self.indicator = indicator
  }

  public enum Isolation: UInt32, Sendable {
    case standard = 0
    case none = 1
    case process = 2
  }
}

/// Which series feeds a role. Repeated roles have several bindings, in order.
public struct InputBinding: Sendable {
  public enum Source: Sendable {
    /// A series of the cache (or the demo market); column nil = the series' default column.
    case series(name: String, column: String?)
    /// The caller's own data.
    case array(ArrayInput)
    /// Given at each run of a prepared request, or pushed into a stream.
    case deferred
  }

  public var role: String
  public var source: Source
  /// nil = the request's, else the descriptor's default.
  public var transform: Transform?
  /// nil = the series' own publication delay.
  public var delay: TimeSpan?

  public init(
    role: String, source: Source, transform: Transform? = nil, delay: TimeSpan? = nil
  ) {
    self.role = role
    self.source = source
    self.transform = transform
    self.delay = delay
  }
}

/// Data handed in with a request instead of coming from the cache.
public struct ArrayInput: Sendable {
  public var name: String
  public var times: [Int64]
  public var values: [Double]
  public var timeKind: TimeKind
  /// What an indicator is told of them; "" = nothing.
  public var column: String
  public var unit: String

  public init(
    name: String, times: [Int64], values: [Double], timeKind: TimeKind, column: String = "",
    unit: String = ""
  ) {
    self.name = name
    self.times = times
    self.values = values
    self.timeKind = timeKind
    self.column = column
    self.unit = unit
  }
}

/// A parameter by name; a `.text` value is read as a user would write it on the command line.
public struct Setting: Sendable {
  public var name: String
  public var value: Value

  public init(name: String, value: Value) {
    self.name = name
    self.value = value
  }
}

/// Watches one evaluation; called from the evaluating thread.
public struct Monitor: Sendable {
  /// Receives 0…1, and 0 again and again while a plugin's file is read; answers true to cancel.
  public var progress: @Sendable (Double) -> Bool

  public init(progress: @escaping @Sendable (Double) -> Bool) {
    self.progress = progress
  }

  /// Neither shows progress nor cancels.
  public static let silent = Monitor { _ in false }
}
