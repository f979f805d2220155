/// The version of this host, as `VERSION` at the top of the tree has it (a test compares them).
public enum RothostVersion {
  public static let current = "0.1.0"
  public static let abi: UInt32 = 1
}
