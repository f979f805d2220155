/// The Arrow types that answers are made of.
///
/// Lists and texts are the large kinds, whose offsets have 64 bits, so that no length is too long.
enum ArrowType: Sendable, Equatable {
  case structure
  case largeList
  case float64
  case int64
  case boolean
  case largeText
  /// Nanoseconds since 1970; with zone "UTC" instants, without one session dates at 00:00.
  case timestamp(zone: String)
  case duration
  /// Days since 1970.
  case date

  /// The format string of the C data interface.
  var format: String {
    switch self {
    case .structure: "+s"
    case .largeList: "+L"
    case .float64: "g"
    case .int64: "l"
    case .boolean: "b"
    case .largeText: "U"
    case .timestamp(let zone): "tsn:\(zone)"
    case .duration: "tDn"
    case .date: "tdD"
    }
  }
}

/// One Arrow array: a type, its buffers, and the arrays below it.
///
/// Buffers are views; whoever holds the array keeps the memory they lie in.
struct ArrowColumn: Sendable {
  var name: String
  var type: ArrowType
  var length: Int
  var nullCount = 0
  /// One bit per element, least significant first, 1 = present; nil = all present.
  var validity: SharedArray<UInt8>?
  /// Those after the validity: none for a structure, offsets (and bytes), or the values.
  var buffers: [SharedArray<UInt8>] = []
  var children: [ArrowColumn] = []
}
