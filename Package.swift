// swift-tools-version: 6.2
import PackageDescription

let root = Context.packageDirectory

/// Safe modules: every use of unsafe code is an error unless it is marked and explained.
let safe: [SwiftSetting] = [.strictMemorySafety(), .treatAllWarnings(as: .error)]

/// C that quants read and extend: the flags the headers promise to be clean under.
let strictC: [CSetting] = [
  .unsafeFlags(["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-ffp-contract=off"])
]

/// Bundled indicators: one folder in `plugins/`, one shared object each.
let cIndicators = [
  "beta", "contagion", "correlation_regime", "decoupling", "flow_divergence", "granger", "lead_lag",
  "liquidity_cascade", "net_liquidity",
]
let swiftIndicators = [
  "breakout", "drawdown", "event_study", "relative_strength", "risk_appetite", "scenario", "streak",
  "trend", "volatility",
]

/// What has parsers of outside data.
let fuzzed: [Target.Dependency] = [
  "CRothost", "RothostCache", "RothostForeign", "RothostHost", "RothostSeries", "RothostTOML",
]

let package = Package(
  name: "rothost",
  products: [
    .executable(name: "rothost", targets: ["RothostCLI"]),
    .executable(name: "rothost-worker", targets: ["RothostWorker"]),
    .executable(name: "rothost-calibration", targets: ["RothostCalibration"]),
    .executable(name: "rothost-call-cost", targets: ["RothostCallCost"]),
    .library(name: "rothost-abi", type: .dynamic, targets: ["RothostABI"]),
    .library(name: "RothostPluginKit", targets: ["RothostPluginKit"]),
  ]
    + (cIndicators + swiftIndicators).map { id in
      .library(name: id, type: .dynamic, targets: ["plugin_\(id)"])
    },
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // The contract, imported into Swift by a C target so that an edit of a header rebuilds.
    .target(
      name: "CRothost", path: ".", sources: ["Sources/CRothost"], publicHeadersPath: "include"),
    .systemLibrary(
      name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
    .systemLibrary(
      name: "CFFI", pkgConfig: "libffi", providers: [.apt(["libffi-dev"])]),
    // Optimised in debug builds too, so that the tests stay quick; no errno from sqrt, so that it
    // vectorises. Neither changes a bit of any result.
    .target(
      name: "CRothostKernels",
      cSettings: strictC + [.unsafeFlags(["-O2", "-fno-math-errno"])]),
    .target(name: "CRothostSystem"),
    .target(name: "CTOML"),

    .target(name: "RothostLock", swiftSettings: safe),
    .target(name: "RothostThreads", swiftSettings: safe),
    .target(name: "RothostSeries", swiftSettings: safe),
    .target(name: "RothostTOML", dependencies: ["CTOML", "RothostSeries"], swiftSettings: safe),
    .target(
      name: "RothostStatistics",
      dependencies: ["RothostSeries", "RothostThreads", "CRothostKernels"], swiftSettings: safe),
    .target(
      name: "RothostCache",
      dependencies: ["RothostLock", "RothostSeries", "CLMDB", "CRothostSystem"],
      swiftSettings: safe),
    .target(
      name: "RothostForeign",
      dependencies: [
        "CRothost", "CFFI", "CRothostSystem", "RothostLock", "RothostSeries", "RothostTOML",
      ],
      swiftSettings: safe),
    .target(
      name: "RothostHost",
      dependencies: [
        "CRothost", "CRothostSystem", "RothostLock", "RothostSeries", "RothostStatistics",
        "RothostCache", "RothostForeign", "RothostTOML",
      ],
      resources: [.embedInCode("Study/rotation.toml")],
      swiftSettings: safe),
    .target(
      name: "RothostPluginKit", dependencies: ["CRothost"], exclude: ["plugin.map"],
      swiftSettings: safe + [.enableExperimentalFeature("Lifetimes")]),
    // What several bundled C indicators share: memory, words, dates.
    .target(
      name: "CRothostIndicatorParts", dependencies: ["CRothost"],
      cSettings: strictC + [.unsafeFlags(["-fvisibility=hidden"])]),
    // What several bundled Swift indicators share: records, runs, words.
    .target(
      name: "RothostIndicatorParts", dependencies: ["RothostPluginKit"], swiftSettings: safe),
    .target(
      name: "RothostABI",
      dependencies: ["CRothost", "RothostCache", "RothostHost", "RothostLock", "RothostSeries"],
      exclude: ["librothost.map"], swiftSettings: safe,
      linkerSettings: [
        .unsafeFlags([
          // gold leaves protected Swift metadata exported whatever the script says; lld does not.
          "-use-ld=lld",
          "-Xlinker", "--version-script=\(root)/Sources/RothostABI/librothost.map",
          "-Xlinker", "-soname=librothost.so.1",
        ])
      ]),
    .executableTarget(
      name: "RothostCLI",
      dependencies: [
        "RothostHost", "RothostCache", "RothostSeries",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: safe),

    // The process that runs plugins nobody vouches for; started by the host.
    .executableTarget(name: "RothostWorker", dependencies: ["RothostHost"], swiftSettings: safe),

    // Rejection rates of the p-values (`make calibrate`); not part of the tests.
    .executableTarget(
      name: "RothostCalibration",
      dependencies: ["RothostHost", "RothostSeries", "RothostStatistics"],
      path: "Benchmarks/Calibration", swiftSettings: safe),

    // What a prepared call of a foreign function costs (`Benchmarks/run foreign-call`).
    .target(name: "CCallCost", path: "Benchmarks/CallCost/C"),
    .executableTarget(
      name: "RothostCallCost", dependencies: ["CCallCost", "CRothost", "RothostForeign"],
      path: "Benchmarks/CallCost", exclude: ["C"], swiftSettings: safe),

    // What tests of several modules do alike.
    .target(name: "RothostTestSupport", path: "Tests/Support"),
    .testTarget(
      name: "RothostSeriesTests", dependencies: ["RothostSeries", "RothostTestSupport"]),
    .testTarget(name: "RothostTOMLTests", dependencies: ["RothostTOML"]),
    // The kernels' clones by their own names, for the test that compares them.
    .target(
      name: "CKernelClones", dependencies: ["CRothostKernels"], path: "Tests/CKernelClones"),
    .testTarget(
      name: "RothostStatisticsTests",
      dependencies: ["RothostStatistics", "CKernelClones", "RothostTestSupport"]),
    .executableTarget(
      name: "CacheWriterFixture", dependencies: ["RothostCache"],
      path: "Tests/CacheWriterFixture"),
    .testTarget(
      name: "RothostCacheTests",
      dependencies: ["RothostCache", "CacheWriterFixture", "RothostTestSupport"]),
    .target(name: "CMemoryFixtures", path: "Tests/CMemoryFixtures"),
    .testTarget(
      name: "RothostHostTests",
      dependencies: ["RothostHost", "RothostWorker", "CMemoryFixtures", "RothostTestSupport"]),
    .testTarget(
      name: "RothostForeignTests",
      dependencies: [
        "RothostForeign", "RothostHost", "RothostCache", "CRothost", "RothostTestSupport",
      ]),
    .testTarget(
      name: "RothostPluginKitTests",
      dependencies: ["RothostPluginKit", "RothostHost", "RothostTestSupport"]),
    .testTarget(
      name: "RothostIndicatorTests",
      dependencies: ["RothostIndicatorParts", "RothostHost", "RothostCache", "RothostTestSupport"]),
    .testTarget(
      name: "RothostCLITests",
      dependencies: ["RothostCLI", "RothostHost", "RothostCache", "RothostTestSupport"]),
    .testTarget(
      name: "RothostFuzzTests", dependencies: fuzzed, path: "Tests/Fuzz",
      exclude: ["corpora", "Driver", "run"], sources: ["Targets", "Replay"]),
  ]
    + cIndicators.map { id in
      .target(
        name: "plugin_\(id)", dependencies: ["CRothost", "CRothostIndicatorParts"],
        path: "plugins/\(id)",
        publicHeadersPath: ".", cSettings: strictC + [.unsafeFlags(["-fvisibility=hidden"])])
    }
    + swiftIndicators.map { id in
      .target(
        name: "plugin_\(id)", dependencies: ["RothostPluginKit", "RothostIndicatorParts"],
        path: "plugins/\(id)", swiftSettings: safe,
        linkerSettings: [
          .unsafeFlags([
            "-use-ld=lld", "-Xlinker",
            "--version-script=\(root)/Sources/RothostPluginKit/plugin.map",
          ])
        ])
    },
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu11,
  cxxLanguageStandard: .cxx17
)

// `make fuzz`: the same targets behind libFuzzer, in place of the test that replays their corpora.
if Context.environment["ROTHOST_FUZZ"] != nil {
  package.targets.removeAll { $0.name == "RothostFuzzTests" }
  package.products.append(.executable(name: "rothost-fuzz", targets: ["RothostFuzz"]))
  package.targets += [
    .executableTarget(
      name: "RothostFuzz", dependencies: fuzzed, path: "Tests/Fuzz",
      exclude: ["corpora", "Replay", "run"], sources: ["Targets", "Driver"])
  ]
}
