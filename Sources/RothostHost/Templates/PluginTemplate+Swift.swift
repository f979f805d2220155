extension PluginTemplate {
  static func swiftFiles(_ name: String) -> [File] {
    let build = """
      if [ -d ../Sources/RothostPluginKit ]; then export ROTHOST_SOURCE="${ROTHOST_SOURCE:-..}"; fi
      swift build -c release --product \(name)
      cp "$(swift build -c release --show-bin-path)/lib\(name).so" \(name).so

      """
    return [
      File(path: "Package.swift", contents: manifest(name)),
      File(path: "Sources/\(name)/\(typeName(name)).swift", contents: swiftSource(name)),
      File(path: "test", contents: test(name, build: build), isExecutable: true),
    ]
  }

  private static func manifest(_ name: String) -> String {
    """
    // swift-tools-version: 6.2
    import PackageDescription

    /// Where rothost's sources lie: they hold the plugin kit.
    let rothost = Context.environment["ROTHOST_SOURCE"] ?? "../rothost"
    let folder = rothost.hasPrefix("/") ? rothost : "\\(Context.packageDirectory)/\\(rothost)"

    let package = Package(
      name: "\(name)",
      products: [.library(name: "\(name)", type: .dynamic, targets: ["\(name)"])],
      dependencies: [.package(name: "rothost", path: rothost)],
      targets: [
        .target(
          name: "\(name)",
          dependencies: [.product(name: "RothostPluginKit", package: "rothost")],
          swiftSettings: [.strictMemorySafety()],
          linkerSettings: [
            // Only the entry function is exported; the linker gold would export more.
            .unsafeFlags([
              "-use-ld=lld", "-Xlinker",
              "--version-script=\\(folder)/Sources/RothostPluginKit/plugin.map",
            ])
          ])
      ],
      swiftLanguageModes: [.v6]
    )

    """
  }

  private static func swiftSource(_ name: String) -> String {
    let type = typeName(name)
    return """
      import RothostPluginKit

      struct \(type): Indicator {
        static let id = "\(name)"
        static let summary = "The return over a window of bars."
        static let documentation =
          "x_t / x_{t-window} - 1; missing where the earlier level is 0 or less."

        let series = Input("levels above 0", default: "IWM", demo: "DEMO_SMALL")
        let window = Parameter(20, in: 1...10_000, "from the first level to the second", unit: "bars")
        let change = SeriesOutput("return over window", .causal)
        let latest = Scalar<Double>("at the last row")

        func lookBack(_ settings: borrowing Settings) -> Int { settings[window] }

        func run(_ run: borrowing Run) throws(Failure) {
          let x = run[series], window = run[window]
          var change = try run.series(change)  // missing until written
          for i in change.indices {
            let now = i + run.warmUpRows  // rows before the asked range feed the window
            if now >= window, x[now - window] > 0 { change[i] = x[now] / x[now - window] - 1 }
          }
          if !change.isEmpty { run.set(latest, change[change.count - 1]) }
        }
      }

      @c(rot_plugin_entry) public func entry() -> PluginDescriptor? {
        plugin("\(name)", \(type).self)
      }

      """
  }
}
