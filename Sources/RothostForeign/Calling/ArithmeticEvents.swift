import Glibc

/// Overflows and divisions by zero, as the processor remembers them for a thread.
///
/// Arithmetic makes an infinity of finite numbers by one of these two only (IEEE 754-2019, clauses
/// 7.3 and 7.4), and the C library's mathematics raise the same two (C17, annex F.10).
enum ArithmeticEvents {
  private static let overflow: Int32 = FE_OVERFLOW
  private static let divisionByZero: Int32 = FE_DIVBYZERO
  private static let both = overflow | divisionByZero

  /// Runs `body` and answers whether one of them happened in it, in this thread.
  ///
  /// What had happened before is remembered again afterwards, as the caller's own business.
  static func during<Answer>(_ body: () -> Answer) -> (answer: Answer, hasRisen: Bool) {
    var before = fexcept_t()
    // Written by this call, and read by the last one.
    unsafe fegetexceptflag(&before, both)
    let remembered = fetestexcept(both)
    feclearexcept(both)
    let answer = body()
    let hasRisen = fetestexcept(both) != 0
    // Sets flags without raising them, so that it never traps.
    if remembered != 0 { unsafe fesetexceptflag(&before, remembered) }
    return (answer, hasRisen)
  }
}
