import RothostSeries

/// What `rothost plugin new` writes: a working plugin and a test of it, in a folder of its name.
///
/// Both languages give the same indicator, the return over a window of bars, so that they can be
/// read side by side.
public enum PluginTemplate {
  public enum Language: String, CaseIterable, Sendable {
    case c
    case swift
  }

  public struct File: Sendable, Equatable {
    /// Below the folder that is named after the plugin.
    public var path: String
    public var contents: String
    public var isExecutable = false
  }

  /// The files of a new plugin, paths relative to the working directory.
  ///
  /// - Throws: `.argument` where the name is not lower-case words joined by underscores, as an
  ///   indicator's id must be.
  public static func files(
    name: String, language: Language
  ) throws(RothostError) -> [File] {
    let isWord = name.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
    }
    guard isWord, let first = name.utf8.first, (0x61...0x7A).contains(first), name.utf8.count <= 64
    else {
      throw RothostError(
        .argument,
        "'\(name)' cannot be an indicator's id; take lower-case letters, digits and underscores, "
          + "starting with a letter, as in rolling_return")
    }
    let files =
      switch language {
      case .c: cFiles(name)
      case .swift: swiftFiles(name)
      }
    return files.map {
      File(path: "\(name)/\($0.path)", contents: $0.contents, isExecutable: $0.isExecutable)
    }
  }

  /// "rolling_return" becomes "RollingReturn".
  static func typeName(_ name: String) -> String {
    name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// Builds the plugin by `build`, then asks it about a series that doubles at every bar.
  static func test(_ name: String, build: String) -> String {
    """
    #!/bin/sh
    # Builds the plugin and asks it about a series that doubles: over two bars it gains 300 %.
    # The rothost program: $ROTHOST, else on the PATH, else built in the folder above.
    set -eu
    cd "$(dirname "$0")"
    rothost=${ROTHOST:-$(command -v rothost || echo ../.build/release/rothost)}

    \(build)
    cache=$(mktemp -d)
    trap 'rm -rf "$cache"' EXIT
    printf 'Date,Close\\n2024-01-01,1\\n2024-01-02,2\\n2024-01-03,4\\n2024-01-04,8\\n' > "$cache/DOUBLING.csv"
    "$rothost" cache import --cache "$cache/store" "$cache/DOUBLING.csv" > "$cache/report"
    answer=$("$rothost" eval --plugin \(name) --plugins . --cache "$cache/store" \\
      --input series=DOUBLING --param window=2 --format json)
    case $answer in
      *'"latest": 3.0'*) echo "\(name): passed" ;;
      *) echo "\(name): expected a latest value of 3.0, got: $answer" >&2; exit 1 ;;
    esac

    """
  }
}
