import CCallCost
import CRothost
import Glibc
import RothostForeign
import RothostSeries

/// What a prepared call costs beyond the function it calls: a function of TA_RSI's shape called from
/// C, through its prepared call, and through a prepared call that leaves everything to libffi.
///
/// Usage: `rothost-call-cost [TA-LIB]`. Prints a line for each function: its name, median
/// nanoseconds of processor time of the three, and how often the prepared calls allocated.
@main
enum CallCost {
  private static let calls = 200_000
  private static let rounds = 31
  private static let rows = 16
  private static let period: Int64 = 14

  static func main() {
    do throws(RothostError) {
      let tiny: Function = unsafe call_cost_tiny
      // A C function's address as it stands.
      try unsafe report("a function that does nothing", unsafeBitCast(tiny, to: Address.self))
      guard CommandLine.arguments.count > 1 else { return }
      // C strings for the calls; the library is never closed.
      guard let library = unsafe dlopen(CommandLine.arguments[1], RTLD_NOW),
        let address = unsafe dlsym(library, "TA_RSI")
      else { throw RothostError(.notFound, "there is no TA_RSI; give the path of a TA-Lib") }
      try unsafe report("`TA_RSI` of \(rows) points", address)
    } catch {
      print(error.message)
      exit(1)
    }
  }

  private typealias Address = UnsafeMutableRawPointer
  private typealias Function =
    @convention(c) (
      Int32, Int32, UnsafePointer<Double>?, Int32, UnsafeMutablePointer<Int32>?,
      UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Double>?
    ) -> Int32

  private static func report(_ name: String, _ address: Address) throws(RothostError) {
    // The caller vouches for the function's type.
    let registers = try unsafe prepared(address, usesRegisters: true)
    let libffi = try unsafe prepared(address, usesRegisters: false)
    var frame = unsafe Self.frame()
    var times: (direct: [Double], registers: [Double], libffi: [Double]) = ([], [], [])
    var allocations = 0
    for _ in 0..<rounds {
      // As the frame says.
      times.direct.append(unsafe direct(address, frame))
      let before = call_cost_allocations()
      let mine = unsafe through(registers, &frame)
      let theirs = unsafe through(libffi, &frame)
      allocations += call_cost_allocations() - before
      times.registers.append(mine)
      times.libffi.append(theirs)
    }
    let medians = [times.direct, times.registers, times.libffi].map { $0.sorted()[rounds / 2] }
    print(([name] + medians.map { "\($0)" } + ["\(allocations)"]).joined(separator: "\t"))
  }

  private static func prepared(
    _ address: Address, usesRegisters: Bool
  ) throws(RothostError) -> PreparedCall {
    let manifest = """
      library = "libm.so.6"
      [[indicator]]
      id = "rsi"
      call = "int TA_RSI(int 0, int last_index, const double *x, int period, int *first, int *count, double *rsi)"
      success = 0
      written = { first = "first", count = "count" }
      inputs = ["x"]
      parameters = [{ name = "period", type = "integer", default = 14 }]
      outputs = ["rsi"]
      """
    let indicator = try ManifestReader.read(Array(manifest.utf8), file: "call-cost").indicators[0]
    // The caller vouches for the function.
    return try unsafe PreparedCall(
      indicator.call, at: address, parameters: indicator.parameters, usesRegisters: usesRegisters)
  }

  /// The arguments of all calls, in memory that is never freed.
  private static func frame() -> ForeignFrame {
    // One element per value, pointer, parameter or cell, all written here.
    let prices = UnsafeMutablePointer<Double>.allocate(capacity: rows)
    for row in 0..<rows { unsafe (prices + row).initialize(to: 100 + Double(row * 37 % 101) / 7) }
    let out = UnsafeMutablePointer<Double>.allocate(capacity: rows)
    let columns = UnsafeMutablePointer<UnsafePointer<Double>?>.allocate(capacity: 1)
    unsafe columns.initialize(to: UnsafePointer(prices))
    let targets = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
    unsafe targets.initialize(to: UnsafeMutableRawPointer(out))
    let outs = UnsafeMutablePointer<Int64>.allocate(capacity: 2)
    unsafe outs.initialize(repeating: 0, count: 2)
    let parameters = UnsafeMutablePointer<rot_value>.allocate(capacity: 1)
    unsafe parameters.initialize(to: rot_value())
    unsafe parameters.pointee.type = ROT_INTEGER
    unsafe parameters.pointee.count = 1
    unsafe parameters.pointee.as.integer = period
    var frame = unsafe ForeignFrame()
    unsafe frame.columns = UnsafePointer(columns)
    unsafe frame.rows = rows
    unsafe frame.parameters = UnsafePointer(parameters)
    unsafe frame.targets = targets
    unsafe frame.outs = outs
    return unsafe frame
  }

  private static func direct(_ address: Address, _ frame: ForeignFrame) -> Double {
    let begin = now()
    // One input and one output of `rows` values each, as `frame()` made them.
    let sum = unsafe call_cost_direct(
      address, frame.columns?[0], Int32(rows - 1), Int32(period),
      frame.targets?[0]?.assumingMemoryBound(to: Double.self), calls)
    precondition(sum == 0)
    return (now() - begin) / Double(calls)
  }

  private static func through(_ call: PreparedCall, _ frame: inout ForeignFrame) -> Double {
    let begin = now()
    // The frame's memory is never freed.
    let sum = unsafe withUnsafeMutablePointer(to: &frame) { frame in
      var sum: UInt64 = 0
      for _ in 0..<calls { sum += unsafe call.run(frame).result & 0xFFFF_FFFF }
      return sum
    }
    precondition(sum == 0)
    return (now() - begin) / Double(calls)
  }

  /// Nanoseconds of this thread's processor time.
  private static func now() -> Double {
    var time = timespec()
    // Written by the call.
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
