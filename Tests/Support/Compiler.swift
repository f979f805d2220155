import Foundation

/// The compilers that tests build plugins with, run to their end.
public enum Compiler {
  /// What was run, where it did not succeed; its complaints went to standard error.
  public struct Failed: Error {
    public var command: String
  }

  /// Runs `cc`, `c++` or `swiftc` for one file, which everybody may then read and run.
  ///
  /// - Parameter arguments: all but where the output goes, with absolute paths.
  public static func run(_ program: String, _ arguments: [String], to output: String) throws {
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = [program] + arguments + ["-o", output]
    // What compilers leave beside their output is left where nobody looks.
    compiler.currentDirectoryURL = URL(fileURLWithPath: NSTemporaryDirectory())
    try compiler.run()
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0, chmod(output, 0o755) == 0 else {
      throw Failed(command: "\(program) \(arguments.joined(separator: " ")) -o \(output)")
    }
  }
}
