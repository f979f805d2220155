public import CRothost

/// The table behind `rothost.statistics/1`: checks, converts, calls RothostStatistics, returns.
public enum StatisticsTable {
  /// The one table of this process; lives for ever.
  public nonisolated(unsafe) static let shared: UnsafePointer<rot_statistics> = {
    // Allocated once and never freed, as the header promises.
    let table = UnsafeMutablePointer<rot_statistics>.allocate(capacity: 1)
    unsafe table.initialize(to: rot_statistics())
    return unsafe UnsafePointer(table)
  }()
}
