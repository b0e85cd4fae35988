// swift-tools-version: 6.2
import PackageDescription

/// `COXSWAIN_MODULES=Storage,Schema swift test` plans only those modules, what they import, and their tests:
/// a change to one room of the house does not wait for the tests of all the others to compile.
let wanted = Context.environment["COXSWAIN_MODULES"].map { Set($0.split(separator: ",").map(String.init)) }

/// `make` and CI set `COXSWAIN_STRICT=1`: there a warning is an error.
let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (Context.environment["COXSWAIN_STRICT"] == "1" ? [.treatAllWarnings(as: .error)] : [])

/// A module of the house: its ring, what it imports of ours, and what it imports from outside.
struct Module {
    var name: String
    var imports: [String] = []
    var products: [Target.Dependency] = []
    var tests = true
    var exclude: [String] = []
    /// Folders whose files become part of the binary, as bytes named after them in `PackageResources`.
    var embeds: [String] = []
}

func product(_ name: String, _ package: String) -> Target.Dependency { .product(name: name, package: package) }
let nioCore = product("NIOCore", "swift-nio")
let nioPosix = product("NIOPosix", "swift-nio")
let nioHTTP1 = product("NIOHTTP1", "swift-nio")
let nioHTTP2 = product("NIOHTTP2", "swift-nio-http2")
let nioHPACK = product("NIOHPACK", "swift-nio-http2")
let nioTLS = product("NIOTLS", "swift-nio")
let nioSSL = product("NIOSSL", "swift-nio-ssl")
let nioWebSocket = product("NIOWebSocket", "swift-nio")
let nioEmbedded = product("NIOEmbedded", "swift-nio")
let logging = product("Logging", "swift-log")
let lifecycle = product("ServiceLifecycle", "swift-service-lifecycle")
let crypto = product("Crypto", "swift-crypto")
let cryptoExtras = product("CryptoExtras", "swift-crypto")
let x509 = product("X509", "swift-certificates")
let asn1 = product("SwiftASN1", "swift-asn1")

let modules: [Module] = [
    // Ring 0: values and algorithms, no I/O.
    Module(name: "Document", products: [product("Yams", "Yams")]),
    Module(name: "Resources", imports: ["Document"]),
    Module(name: "Schema", imports: ["Document", "Resources"]),
    Module(name: "Kinds", imports: ["Document", "Resources", "Schema"]),
    // Ring 1: one outside thing each.
    Module(
        name: "Storage", imports: [],
        products: [
            product("GRDB", "GRDB.swift"), product("GRDBSQLite", "GRDB.swift"), product("DequeModule", "swift-collections"),
            product("GRPCCore", "grpc-swift-2"), product("GRPCNIOTransportHTTP2Posix", "grpc-swift-nio-transport"),
            nioCore, nioHTTP2, nioSSL, crypto, cryptoExtras, logging,
        ]),
    Module(
        name: "HTTPServing", imports: ["CISAL", "CZlib"],
        products: [nioCore, nioPosix, nioHTTP1, nioHTTP2, nioHPACK, nioSSL, nioTLS, nioWebSocket, crypto, lifecycle, logging]),
    Module(
        name: "CRI",
        products: [
            product("GRPCCore", "grpc-swift-2"), product("GRPCNIOTransportHTTP2Posix", "grpc-swift-nio-transport"),
            product("GRPCProtobuf", "grpc-swift-protobuf"), product("SwiftProtobuf", "swift-protobuf"), crypto, logging,
        ], exclude: ["Proto"]),
    Module(name: "Netfilter", imports: ["CNftables"], products: [logging]),
    Module(name: "PKI", products: [x509, asn1, crypto, cryptoExtras]),
    Module(name: "DNSWire"),
    Module(
        name: "CommandRunner", products: [product("Subprocess", "swift-subprocess"), product("SystemPackage", "swift-system"), logging]),
    // Ring 2: Kubernetes.
    Module(
        name: "Client", imports: ["Document", "Resources", "PKI", "HTTPServing"],
        products: [product("AsyncHTTPClient", "async-http-client"), nioCore, nioPosix, nioHTTP1, nioSSL, lifecycle, logging]),
    Module(
        name: "APIServer", imports: ["Document", "Resources", "Schema", "Kinds", "Storage", "HTTPServing", "PKI", "Client"],
        products: [nioCore, nioPosix, nioHTTP1, nioSSL, crypto, lifecycle, logging, product("DequeModule", "swift-collections")]),
    Module(name: "Controllers", imports: ["Document", "Resources", "Client", "PKI"], products: [lifecycle, logging]),
    Module(name: "Scheduler", imports: ["Document", "Resources", "Client"], products: [lifecycle, logging]),
    Module(
        name: "Kubelet", imports: ["Document", "Resources", "Client", "CRI", "CommandRunner", "HTTPServing", "PKI"],
        products: [nioCore, nioPosix, nioHTTP1, nioSSL, lifecycle, logging]),
    Module(
        name: "ServiceProxy", imports: ["Document", "Resources", "Client", "Netfilter", "CommandRunner", "HTTPServing"],
        products: [nioCore, nioHTTP1, lifecycle, logging]),
    Module(
        name: "ClusterDNS", imports: ["Document", "Resources", "Client", "DNSWire"], products: [nioCore, nioPosix, lifecycle, logging]),
    Module(
        name: "Ingress", imports: ["Document", "Resources", "Client", "PKI", "CommandRunner"],
        products: [nioCore, nioPosix, lifecycle, logging]),
    Module(
        name: "Kubectl", imports: ["Document", "Resources", "Schema", "Client", "PKI", "HTTPServing"],
        products: [nioCore, nioPosix, nioHTTP1, logging, product("UnixSignals", "swift-service-lifecycle")]),
    Module(
        name: "Dashboard", imports: ["Document", "Resources", "Client", "HTTPServing"],
        products: [nioCore, nioHTTP1, lifecycle, logging], embeds: ["Web"]),
    Module(name: "Diagnosis", imports: ["Document", "Resources", "Client"]),
    // Ring 3: assembly and the command line.
    Module(
        name: "Cluster",
        imports: [
            "Document", "Resources", "Schema", "Kinds", "Storage", "HTTPServing", "CRI", "Netfilter", "PKI", "CommandRunner", "Client",
            "APIServer",
            "Controllers", "Scheduler", "Kubelet", "ServiceProxy", "ClusterDNS", "DNSWire", "Ingress",
            "Dashboard",
        ],
        products: [
            nioCore, lifecycle, logging, product("UnixSignals", "swift-service-lifecycle"), product("SystemPackage", "swift-system"),
        ]),
]

func selected() -> [Module] {
    guard let wanted else { return modules }
    // The command line is no module of the list; it stands on these, and by them on all others it imports.
    var keep = wanted.contains("coxswain") ? wanted.union(["Cluster", "Diagnosis", "Kubectl"]) : wanted
    var grown = true
    while grown {
        grown = false
        for module in modules where keep.contains(module.name) {
            for name in module.imports where keep.insert(name).inserted { grown = true }
        }
    }
    return modules.filter { keep.contains($0.name) }
}

var targets: [Target] = [
    .systemLibrary(name: "CNftables", pkgConfig: "libnftables", providers: [.apt(["libnftables-dev"])]),
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
]
let planned = selected()
/// What tests of several modules stand on.
if planned.contains(where: { $0.name == "Storage" }) {
    targets.append(.target(name: "EtcdSupport", dependencies: ["Storage", logging], path: "Tests/EtcdSupport", swiftSettings: settings))
}
for module in planned {
    targets.append(
        .target(
            name: module.name, dependencies: module.imports.map { .init(stringLiteral: $0) } + module.products, exclude: module.exclude,
            resources: module.embeds.map { .embedInCode($0) }, swiftSettings: settings))
    if module.tests, wanted?.contains(module.name) ?? true {
        targets.append(
            .testTarget(
                name: module.name + "Tests",
                dependencies: [.init(stringLiteral: module.name)] + module.imports.map { .init(stringLiteral: $0) } + module.products
                    + (["Storage", "HTTPServing", "APIServer"].contains(module.name) ? [nioEmbedded] : [])
                    + (["Storage", "APIServer"].contains(module.name) ? ["EtcdSupport"] : []),
                swiftSettings: settings))
    }
}
if wanted?.contains("coxswain") ?? true {
    targets.append(
        .executableTarget(
            name: "coxswain",
            dependencies: [
                "Cluster", "Dashboard", "Diagnosis", "Kubectl", "CommandRunner", "PKI", "Client", "Document", "Resources",
                product("ArgumentParser", "swift-argument-parser"),
                logging,
            ],
            swiftSettings: settings,
            // Takes the place of the C library's malloc, also for what is linked with us: objects are trees of many small and some middling
            // pieces of memory, made by one thread and given back by another.
            linkerSettings: [.linkedLibrary("mimalloc")]))
}

if wanted?.contains("Tidy") ?? true {
    targets.append(.testTarget(name: "TidyTests", swiftSettings: settings))
}

let package = Package(
    name: "coxswain",
    products: wanted == nil ? [.executable(name: "coxswain", targets: ["coxswain"])] : [],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/grpc/grpc-swift-2", from: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport", from: "2.9.2"),
        .package(url: "https://github.com/grpc/grpc-swift-protobuf", from: "2.4.1"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: targets
)
