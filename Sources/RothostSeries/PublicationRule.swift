/// When the values of a macro series become known, by FRED code.
///
/// Delays count from the end of the reference period. `rothost eval --delay SERIES=DURATION`
/// overrides them.
public struct PublicationRule: Sendable, Hashable {
  /// nil = never in time: the values are dated back by months, so no delay makes them usable.
  public var delay: TimeSpan?
  /// Past values were changed later: today's file is not what was known then.
  public var isRevised: Bool

  public init(delay: TimeSpan?, isRevised: Bool = false) {
    self.delay = delay
    self.isRevised = isRevised
  }

  /// The standard rule of a code, or nil where none is known.
  ///
  /// Sources: release calendars of the Board of Governors (H.4.1, H.6, H.10, H.15), the New York,
  /// Chicago and St. Louis Reserve Banks, ICE and CBOE as shown on fred.stlouisfed.org; USREC is
  /// dated by the NBER 4 to 21 months after a turning point.
  public static func standard(forCode code: String) -> PublicationRule? {
    switch code {
    case "WALCL", "WDTGAL", "RRPONTSYD", "DFII10", "T10YIE": PublicationRule(delay: .days(1))
    case "M2SL": PublicationRule(delay: .days(28))
    case "VIXCLS": PublicationRule(delay: .zero)
    case "STLFSI4", "DTWEXBGS": PublicationRule(delay: .days(5))
    case "ANFCI": PublicationRule(delay: .days(5), isRevised: true)
    case "USREC": PublicationRule(delay: nil, isRevised: true)
    default:
      if code.hasPrefix("BAML") || isTreasuryYield(code) {
        PublicationRule(delay: .days(1))
      } else {
        nil
      }
    }
  }

  /// `DGS10`, `DGS1MO`: `DGS` and a maturity.
  private static func isTreasuryYield(_ code: String) -> Bool {
    code.hasPrefix("DGS") && code.dropFirst(3).first?.isNumber == true
  }
}
