import RothostHost
import RothostSeries

/// `NAME=VALUE`, as `--param` and `--delay` take it; the value may hold further `=`.
struct NamedArgument: Equatable {
  var name: String
  var value: String
}

extension NamedArgument {
  /// - Throws: `.parameter` with the form expected, where either side is empty or `=` is missing.
  init(parsing text: String, example: String) throws(RothostError) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw RothostError(.parameter, "'\(text)' is not NAME=VALUE; write it like \(example)")
    }
    name = String(parts[0])
    value = String(parts[1])
  }

  /// A parameter as the user wrote it: the host reads the text by the descriptor's type.
  var setting: Setting { Setting(name: name, value: .text(value)) }
}
