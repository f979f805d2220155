import CRothost

@testable import RothostHost
@testable import RothostPluginKit

extension Statistics {
  /// The real host's table, told to be `size` bytes long where that is given; nobody listens.
  static func ofHost(size: Int? = nil) -> Statistics? {
    var table = StatisticsTable.shared.pointee
    if let size { table.struct_size = UInt32(size) }
    return withUnsafePointer(to: &table) { Statistics($0, host: nil) }
  }
}
