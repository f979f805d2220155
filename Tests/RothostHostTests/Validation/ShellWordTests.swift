import Foundation
import Testing

@testable import RothostHost

@Suite("Words of a shell")
struct ShellWordTests {
  @Test(
    "A shell reads each back as it was, and as one word",
    arguments: [
      "/a/b-1.so", "", "-x.so", "my plugin.so", "it's.so", "''", "a\"b$HOME`ls`.so", "a;ls|x&y",
      "~/x",
      "é/日本 語.so", "*", "#x", "a\\b", "line\nbreak.so", "\u{1B}[31mred'\\.so", "\u{85}x", "!x",
      "a=b",
      "\t", "$'x'", "\u{7F}",
    ])
  func read(text: String) throws {
    let word = ShellWord.quoted(text)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/bash")
    shell.arguments = ["-c", "printf '%s|' x \(word) y"]
    let output = Pipe()
    shell.standardOutput = output
    try shell.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    shell.waitUntilExit()
    #expect(String(decoding: bytes, as: UTF8.self) == "x|\(text)|y|")
    #expect(!word.unicodeScalars.contains { $0.value < 32 || (127..<160).contains($0.value) })
  }

  @Test("What is safe stays as it is")
  func plain() {
    #expect(ShellWord.quoted("/home/me/plugins/spread-1.0.so") == "/home/me/plugins/spread-1.0.so")
    #expect(ShellWord.quoted("my plugin.so") == "'my plugin.so'")
  }
}
