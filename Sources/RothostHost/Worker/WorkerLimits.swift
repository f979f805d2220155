import CRothostSystem

/// What a worker may use; the defaults suit a laptop.
public struct WorkerLimits: Sendable {
  /// Memory of its own, besides the cache and the frames it reads and the answers it hands over.
  public var memoryBytes: UInt64
  /// For loading a plugin, reading its descriptor and asking for its look-back.
  public var loadMilliseconds: UInt32 = 5000

  /// 4 GiB, or half of the machine's memory where that is less.
  public init() {
    memoryBytes = min(4 << 30, rothost_memory_size() / 2)
  }
}
