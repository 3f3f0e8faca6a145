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
]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: rules)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, swiftSettings: rules)
}

/// A thin C or C++ face over one native library; no C type goes above the module that owns it.
func shim(_ name: String, links libraries: [String], cxx: [CXXSetting] = [], c: [CSetting] = []) -> Target {
    .target(
        name: name, cSettings: c + [.treatAllWarnings(as: .error)], cxxSettings: cxx + [.treatAllWarnings(as: .error)],
        linkerSettings: libraries.map { .linkedLibrary($0) })
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
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
                "IndexBuild", "WebServer", argumentParser, crypto, grdb, httpTypes, lifecycle, logging, subprocess, yams,
            ],
            path: "Sources/Bot", swiftSettings: rules),

        // From the question to the answer, from the published index to the one served, from documents to an index.
        module("Answering", ["Base", "SearchIndex", "Embedding", "LanguageModel", logging]),
        module("IndexSync", ["Base", "Hub", "SearchIndex", crypto, grdb, lifecycle, logging, subprocess]),
        module("IndexBuild", ["Base", "Hub", "SearchIndex", "Embedding", "CXML", "CZip", crypto, logging, subprocess]),
        module("WebServer", ["Base", flyingFox, flyingSocks, lifecycle, logging], resources: [.embedInCode("Page")]),

        // Each knows one thing and none of the others.
        module("Discord", ["Base", "Transport", httpTypes, lifecycle, logging]),
        module("SearchIndex", ["Base", "CFaiss", "CStemmer", grdb]),
        module("Embedding", ["Base", "Transport", "CSentencePiece", "CVectorMath", httpTypes]),
        module("LanguageModel", ["Base", "Transport", httpTypes, logging]),
        module("Hub", ["Base", "Transport", crypto, httpTypes, logging]),
        module("Transport", ["Base", "CCurl", "CWebSockets", httpTypes, logging]),
        module("Base"),

        shim("CCurl", links: ["curl"]),
        shim("CWebSockets", links: ["websockets"]),
        shim("CFaiss", links: ["faiss", "lapack", "blas", "gomp", "m"], cxx: [.headerSearchPath("compat")]),
        shim("CStemmer", links: ["stemmer"]),
        shim("CSentencePiece", links: ["sentencepiece"]),
        shim("CVectorMath", links: ["m"]),
        shim("CXML", links: ["xml2"]),
        shim("CZip", links: ["z"]),

        .target(
            name: "TestSupport",
            dependencies: [
                "Base", "Transport", "Embedding", "SearchIndex", "LanguageModel", "Hub", crypto, flyingFox, flyingSocks,
                httpTypes, logging,
            ],
            path: "Tests/Support", swiftSettings: rules),
        tests("Base"),
        tests("Transport", ["Base", httpTypes, logging, flyingFox, flyingSocks]),
        tests("Embedding", ["Base", "Transport", httpTypes]),
        tests("SearchIndex", ["Base"]),
        tests("LanguageModel", ["Base", "Transport", httpTypes, logging]),
        tests("Hub", ["Base", "Transport", crypto, httpTypes, logging]),
        tests("Discord", ["Base", "Transport", httpTypes, lifecycle, logging]),
        tests("Answering", ["Base", "SearchIndex", "Embedding", "LanguageModel", logging]),
        tests("IndexSync", ["Base", "Hub", "SearchIndex", crypto, lifecycle, logging]),
        tests("IndexBuild", ["Base", "Hub", "SearchIndex", "Embedding", crypto, logging, subprocess]),
        tests("WebServer", ["Base", "Transport", httpTypes, logging]),
        .testTarget(
            name: "BotTests",
            dependencies: [
                "docent", "TestSupport", "Base", "Transport", "Embedding", "SearchIndex", "LanguageModel", "Hub", "Discord",
                "Answering", "IndexSync", "IndexBuild", "WebServer", httpTypes, lifecycle, logging,
            ],
            swiftSettings: rules),
    ],
    cxxLanguageStandard: .cxx17
)
