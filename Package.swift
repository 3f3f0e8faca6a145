// swift-tools-version: 6.2
import PackageDescription

/// Every target is built with the same rules: Swift 6, stricter imports, and no warning left standing.
let rules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    // Each function by itself, so that the linker can leave it out or put it beside others (`compactly`).
    .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release)),
]

/// The release program is linked so that what answering needs lies together: the kernel maps 64 kB wherever one function is run. lld is the
/// toolchain's linker that can do it. `scripts/order` makes the list; names that are no longer there are passed over.
let compactly = LinkerSetting.unsafeFlags(
    ["-use-ld=lld"]
        + [
            "-T", "\(Context.packageDirectory)/Sources/Bot/Link/constants.ld",
            "--symbol-ordering-file=\(Context.packageDirectory)/Sources/Bot/Link/order", "--no-warn-symbol-ordering",
        ].flatMap { ["-Xlinker", $0] },
    .when(configuration: .release))

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: rules)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, swiftSettings: rules)
}

/// A thin C or C++ face over one native library; no C type goes above the module that owns it.
func shim(
    _ name: String, _ dependencies: [Target.Dependency] = [], links libraries: [String], path: String? = nil, cxx: [CXXSetting] = [],
    c: [CSetting] = []
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: path, cSettings: c + [.treatAllWarnings(as: .error)],
        cxxSettings: cxx + [.treatAllWarnings(as: .error)],
        linkerSettings: libraries.map { .linkedLibrary($0) })
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "docent",
    products: [.executable(name: "docent", targets: ["docent"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: [
        // The executable: commands, settings, wiring. Nothing imports it.
        .executableTarget(
            name: "docent",
            dependencies: [
                "Base", "Transport", "Embedding", "SearchIndex", "LanguageModel", "Hub", "Discord", "Answering", "IndexSync",
                "IndexBuild", "State", "WebServer", argumentParser, lifecycle, logging, unixSignals,
            ],
            path: "Sources/Bot", exclude: ["Link"], swiftSettings: rules, linkerSettings: [compactly]),

        // Measures quality, time and memory; never shipped.
        .executableTarget(
            name: "docent-bench",
            dependencies: ["Answering", "Base", "Embedding", "SearchIndex", "Transport", "TestSupport", argumentParser, httpTypes],
            path: "Benchmarks", exclude: ["order.py", "peer.py"], swiftSettings: rules),

        // From the question to the answer, from the published index to the one served, from documents to an index.
        module("Answering", ["Base", "SearchIndex", "Embedding", "LanguageModel", "State", crypto, grdb, logging]),
        module("IndexSync", ["Base", "Hub", "SearchIndex", "State", grdb, lifecycle, logging, subprocess, systemPackage]),
        module("IndexBuild", ["Base", "SearchIndex", "Embedding", "CSandbox", "CXML", "CZip", crypto]),
        module("WebServer", ["Base", flyingSocks, lifecycle, logging], resources: [.embedInCode("Page")]),

        // Each knows one thing and none of the others.
        module("Discord", ["Base", "Transport", "CInflate", httpTypes, lifecycle, logging]),
        module("SearchIndex", ["Base", "CFaiss", "CStemmer", "CVectorMath", crypto, grdb, grdbSQLite]),
        module("Embedding", ["Base", "Transport", "CVectorMath", httpTypes]),
        module("LanguageModel", ["Base", "Transport", httpTypes, logging]),
        module("Hub", ["Base", "Transport", crypto, httpTypes, logging]),
        module("Transport", ["Base", "CCurl", "CWebSockets", httpTypes]),
        module("State", ["Base", grdb, lifecycle, logging]),
        module("Base", ["CMemory"]),

        shim("CCurl", links: ["curl"]),
        shim("CWebSockets", links: ["websockets"]),
        shim("CFaiss", ["CVectorMath"], links: ["faiss", "lapack", "blas", "gomp", "m"], cxx: [.headerSearchPath("compat")]),
        shim("CStemmer", links: ["stemmer"]),
        // Optimised also in debug builds, where the tests compute with it.
        shim("CVectorMath", links: ["m"], c: [.unsafeFlags(["-O2"])]),
        shim("CMemory", links: []),
        shim("CSandbox", links: []),
        // libxml2 keeps its headers in a folder of their own.
        shim("CXML", links: ["xml2"], c: [.unsafeFlags(["-isystem/usr/include/libxml2"])]),
        shim("CZip", links: ["z"]),
        shim("CInflate", links: ["z", "zstd"]),

        shim("CThreadSanitizer", links: ["dl"], path: "Tests/CThreadSanitizer"),
        shim("CDeflate", links: ["z", "zstd"], path: "Tests/CDeflate"),
        .target(
            name: "TestSupport",
            dependencies: ["CDeflate", "CThreadSanitizer", "Base", "Transport", crypto, httpTypes], path: "Tests/Support", swiftSettings: rules),
        tests("Base"),
        tests("Transport", ["Base", httpTypes]),
        tests("Embedding", ["Base", "Transport", "CVectorMath", httpTypes]),
        tests("SearchIndex", ["Base", "CFaiss", grdb]),
        tests("LanguageModel", ["Base", "Transport", logging]),
        tests("Hub", ["Base", "Transport", crypto, httpTypes, logging]),
        tests("Discord", ["Base", "CDeflate", "Transport", httpTypes, lifecycle, logging]),
        tests("State", ["Base", grdb, lifecycle, logging]),
        tests("Answering", ["Base", "SearchIndex", "Embedding", "LanguageModel", "State", logging]),
        .executableTarget(name: "index-probe", dependencies: ["Base", "IndexSync", "SearchIndex"], path: "Tests/IndexProbe", swiftSettings: rules),
        tests("IndexSync", ["Base", "Hub", "SearchIndex", "State", "Transport", "index-probe", crypto, lifecycle, logging]),
        .executableTarget(
            name: "extract-worker", dependencies: ["IndexBuild"], path: "Tests/ExtractWorker", swiftSettings: rules),
        tests("IndexBuild", ["Base", "SearchIndex", "Embedding", "CZip", "extract-worker"]),
        tests("WebServer", ["Base", lifecycle, logging]),
        .testTarget(
            name: "BotTests",
            dependencies: [
                "docent", "TestSupport", "Base", "Transport", "Embedding", "SearchIndex", "LanguageModel", "Hub", "Discord",
                "Answering", "IndexSync", "IndexBuild", "State", "WebServer", httpTypes, lifecycle, logging, yams,
            ],
            swiftSettings: rules),
    ],
    cxxLanguageStandard: .cxx17
)
