// swift-format-ignore-file: AlwaysUseLowerCamelCase
import Glibc

/// The functions that libFuzzer, which brings `main` with it, calls; `Tests/Fuzz/run` calls it:
/// `rothost-fuzz TARGET [libFuzzer's options] [CORPUS…]`, or `rothost-fuzz --seeds FOLDER`.
enum FuzzDriver {
  /// Set once, before the first input.
  nonisolated(unsafe) fileprivate static var target = FuzzTarget.csv

  private static let variable = "ROTHOST_FUZZ_TARGET"

  fileprivate static func start(
    _ count: UnsafeMutablePointer<Int32>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  ) {
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "--seeds" {
      FuzzSeeds.write(to: arguments[2])
      exit(0)
    }
    // Merging starts this program again, without the target.
    if let known = getenv(variable), let target = FuzzTarget(rawValue: String(cString: known)) {
      Self.target = target
      return
    }
    guard arguments.count > 1, let target = FuzzTarget(rawValue: arguments[1]) else {
      print(FuzzTarget.allCases.map(\.rawValue).joined(separator: "\n"))
      exit(arguments.count == 1 ? 0 : 64)
    }
    Self.target = target
    setenv(variable, target.rawValue, 1)
    // The fuzzer would take the target's name for a corpus.
    for word in 1..<Int(count.pointee) { words[word] = words[word + 1] }
    count.pointee -= 1
  }
}

@c func LLVMFuzzerInitialize(
  _ count: UnsafeMutablePointer<Int32>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>
) -> Int32 {
  FuzzDriver.start(count, words.pointee)
  return 0
}

@c func LLVMFuzzerTestOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
  do {
    try FuzzDriver.target.run([UInt8](UnsafeBufferPointer(start: data, count: size)))
  } catch {
    fatalError("finding: \(error)")
  }
  return 0
}
