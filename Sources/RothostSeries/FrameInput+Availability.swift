extension FrameInput {
  /// The stamp from which the row of the given stamp is known; the same without a delay. O(1).
  ///
  /// A session date moves to the date at whose end it is known, and on to Monday from a weekend:
  /// statistics are released on working days, and no stock would ever meet a row of a Saturday.
  func availability(of stamp: Int64) -> Int64 {
    guard let delay else { return stamp }
    if kind == .instants { return stamp + delay.nanoseconds }
    let day = CivilDate(containingNanoseconds: stamp)
    let end = calendar.periodEnd(of: day).advanced(byDays: 1).startNanoseconds
    let known = CivilDate(containingNanoseconds: end + delay.nanoseconds - 1)
    let isMoved = known != day && calendar != .sevenDay
    return (isMoved ? known.rolledToWeekday : known).startNanoseconds
  }

  /// Whether, by the calendar, no row after the last can fall into the bin of the given end date.
  ///
  /// - Parameter barLength: of instants, the time from one to the next; 0 where that is not known.
  func completesBin(_ end: Int64, last: Int64, barLength: Int64) -> Bool {
    let afterEnd = end + CivilDate.nanosecondsPerDay
    if kind == .instants { return last + barLength >= afterEnd }
    let day = CivilDate(containingNanoseconds: last)
    return calendar.nextExpected(after: day).startNanoseconds >= afterEnd
  }

  /// Whether the bin of the given end date lies wholly behind a moment that a row may carry.
  func binHasPassed(_ end: Int64, at moment: Int64) -> Bool {
    moment >= (kind == .dates ? end : end + (CivilDate.nanosecondsPerDay - 1))
  }
}
