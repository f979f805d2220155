import RothostSeries

/// How to read the rows of one file, worked out from its header.
struct FilePlan {
  /// What one field of a row is.
  enum Role: Equatable {
    case time
    case value(Int)
  }

  var layout: ImportLayout
  /// By what the layout was recognised, as a sentence.
  var explanation: String
  /// One for each field of a row.
  var roles: [Role]
  var columns: [String]
  /// The series code that a FRED header names; nil where it says `value` or is no FRED header.
  var releaseCode: String?

  var isTicks: Bool { layout == .ticks }
}
