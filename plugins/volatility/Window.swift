/// The terms of the last bars; NaN where one is missing.
struct Window: Sendable {
  private let minPeriods: Int
  private var terms: [Double]
  private var position = 0
  private(set) var count = 0

  init(_ length: Int, minPeriods: Int) {
    self.minPeriods = minPeriods == 0 ? length : minPeriods
    terms = [Double](repeating: .nan, count: length)
  }

  mutating func take(_ term: Double) {
    if !terms[position].isNaN { count -= 1 }
    if !term.isNaN { count += 1 }
    terms[position] = term
    position = (position + 1) % terms.count
  }

  var isFilled: Bool { count >= minPeriods }

  /// NaN until enough terms are there. Added up each time, so that no bar leaves a trace when it
  /// has gone. O(length).
  var mean: Double {
    guard isFilled else { return .nan }
    var sum = 0.0
    for term in terms where !term.isNaN { sum += term }
    return sum / Double(count)
  }

  /// The mean square of the terms.
  var meanSquare: Double {
    guard isFilled else { return .nan }
    var sum = 0.0
    for term in terms where !term.isNaN { sum += term * term }
    return sum / Double(count)
  }

  /// With n - 1, in two passes and with the correction of Chan, Golub & LeVeque (1983), eq. 1.7.
  var variance: Double {
    guard isFilled && count > 1 else { return .nan }
    let mean = mean
    var squares = 0.0
    var rest = 0.0
    for term in terms where !term.isNaN {
      let deviation = term - mean
      squares += deviation * deviation
      rest += deviation
    }
    return max(0, squares - rest * rest / Double(count)) / Double(count - 1)
  }
}
