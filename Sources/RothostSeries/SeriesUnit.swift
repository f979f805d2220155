/// The units that publishers state beside their files, not in them.
public enum SeriesUnit {
  /// The unit of a FRED code's values as fred.stlouisfed.org shows it, or nil where none is known.
  ///
  /// Codes whose unit changed over the years (WTREGEN) are left out: a file does not tell which.
  public static func standard(forCode code: String) -> String? {
    switch code {
    case "WALCL", "WDTGAL": "USD millions"
    case "RRPONTSYD", "M2SL": "USD billions"
    default: nil
    }
  }
}
