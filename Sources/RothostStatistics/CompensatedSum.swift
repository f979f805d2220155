/// A running sum that carries what each addition rounds away.
///
/// Neumaier, ZAMM 54 (1974): the error of the result does not grow with the number of terms.
struct CompensatedSum {
  private var sum = 0.0
  private var carry = 0.0

  var value: Double { sum + carry }

  mutating func add(_ term: Double) {
    let next = sum + term
    carry += abs(sum) >= abs(term) ? (sum - next) + term : (term - next) + sum
    sum = next
  }
}
