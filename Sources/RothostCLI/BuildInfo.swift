import RothostHost

/// What `rothost --version` says: the version, the plugin ABI it speaks, and how it was built.
enum BuildInfo {
  static var text: String {
    "rothost \(RothostVersion.current) (ABI \(RothostVersion.abi), build \(build))"
  }

  private static var build: String {
    "\(configuration) \(architecture)-linux swift-\(compiler)"
  }

  private static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "aarch64"
    #else
      "other"
    #endif
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4+"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }
}
