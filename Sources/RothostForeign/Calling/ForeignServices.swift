import CRothost

/// What the host lends foreign functions beside `plugin.h`, so that no pass over the values is made
/// for what is known already. Function pointers without state.
@safe public struct ForeignServices: Sendable {
  /// As `new_series` on the frame's clock, but the numbers are anything until they are written.
  public typealias NewSeries =
    @convention(c) (UnsafePointer<rot_outputs>?, UInt32, Int64) -> UnsafeMutablePointer<Double>?
  /// Tells the host that no series of the call holds an infinity.
  public typealias VouchFinite = @convention(c) (UnsafePointer<rot_outputs>?) -> Void

  let newSeries: NewSeries
  let vouchFinite: VouchFinite

  public init(newSeries: NewSeries, vouchFinite: VouchFinite) {
    // Kept and called with the tables of a call that is going on.
    unsafe self.newSeries = newSeries
    unsafe self.vouchFinite = vouchFinite
  }
}
