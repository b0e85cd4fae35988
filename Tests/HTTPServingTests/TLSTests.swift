import Foundation
import HTTPServing
import NIOCore
import NIOHTTP1
import Testing

/// TLS and HTTP/2 with the machine's own openssl and curl as the other side.
@Suite(
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl")
            && FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct TLSTests {
    /// A folder with a self-signed certificate for localhost and a client certificate nobody knows.
    final class Files: Sendable {
        let folder: URL

        init() throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("httpserving-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try make("server", name: "first")
            try make("other", name: "second")
            try make("client", name: "jane")
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        private func make(_ file: String, name: String) throws {
            _ = try run(
                "/usr/bin/openssl",
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                    "/CN=\(name)",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", path(file + ".key"), "-out", path(file + ".crt"),
                ])
        }

        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path(name)))) }
        func tls() throws -> ServerTLS { try ServerTLS(certificateChain: bytes("server.crt"), privateKey: bytes("server.key")) }
    }

    static func run(_ executable: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// Runs curl off the cooperative threads, which the server under test needs.
    static func curl(_ arguments: [String]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try run("/usr/bin/curl", ["-sk", "--max-time", "20"] + arguments) })
            }
        }
    }

    @Test(arguments: ["--http2", "--http1.1"])
    func servesOverTLS(version: String) async throws {
        let files = try Files()
        let handler = ClosureHandler { request, exchange in
            let text =
                "\(request.isHTTP2 ? "h2" : "h1") \(request.headers.first(name: "host")?.hasPrefix("127.0.0.1") ?? false) "
                + "\(request.peerCertificates.count) \(request.body.readableBytes)"
            exchange.respond(status: 200, headers: ["X-Test": "a"], body: ByteBuffer(string: text))
        }
        try await withServer(handler, tls: try files.tls()) { _, port in
            let kind = version == "--http2" ? "h2" : "h1"
            let url = "https://127.0.0.1:\(port)/x"
            let answer1 = try await Self.curl([version, url])
            #expect(answer1 == "\(kind) true 0 0")
            // An unknown client certificate is no reason to end the handshake.
            let certificate = ["--cert", files.path("client.crt"), "--key", files.path("client.key")]
            let answer2 = try await Self.curl([version, url] + certificate)
            #expect(answer2 == "\(kind) true 1 0")
            let answer3 = try await Self.curl([version, url, "--data-binary", "@\(files.path("client.crt"))"])
            #expect(answer3.hasPrefix("\(kind) true 0 "))
        }
    }

    @Test(arguments: ["--http2", "--http1.1"])
    func largeAnswersAndBodies(version: String) async throws {
        let files = try Files()
        let handler = ClosureHandler(policy: { _, _, _ in .collect(limit: 3_000_000) }) { request, exchange in
            let piece = ByteBuffer(repeating: UInt8(ascii: "p"), count: 3_700)
            if request.method == "POST" {
                exchange.respond(status: 200, body: ByteBuffer(string: "\(request.body.readableBytes)"))
            } else {
                exchange.respond(status: 200, headers: [:], chunks: Array(repeating: piece, count: 2_000))
            }
        }
        try await withServer(handler, tls: try files.tls()) { _, port in
            let url = "https://127.0.0.1:\(port)/"
            let answer4 = try await Self.curl([version, url])
            #expect(answer4.utf8.count == 7_400_000)
            let answer5 = try await Self.curl([version, url, "--compressed"])
            #expect(answer5.utf8.count == 7_400_000)
            let size = ["-o", "/dev/null", "-w", "%{size_download}"]
            let compressed = try await Self.curl([version, url, "-H", "Accept-Encoding: gzip"] + size)
            #expect(Int(compressed).map { $0 < 100_000 } == true)
            let file = files.path("body")
            try Data(repeating: 1, count: 2_900_000).write(to: URL(fileURLWithPath: file))
            let answer6 = try await Self.curl([version, url, "--data-binary", "@" + file])
            #expect(answer6 == "2900000")
            try Data(repeating: 1, count: 3_100_000).write(to: URL(fileURLWithPath: file))
            let answer7 = try await Self.curl([version, url, "--data-binary", "@" + file, "-o", "/dev/null", "-w", "%{http_code}"])
            #expect(answer7 == "413")
        }
    }

    @Test(arguments: ["--http2", "--http1.1", "--http1.0"])
    func piecesAreMadeWhileTheyAreRead(version: String) async throws {
        struct Pieces: BodyPieces {
            let length: Int?
            var sizes: [Int]
            var isAtEnd: Bool { sizes.isEmpty }
            mutating func nextPiece(target: Int) -> ByteBuffer? {
                sizes.isEmpty ? nil : ByteBuffer(repeating: UInt8(ascii: "p"), count: sizes.removeFirst())
            }
        }
        let files = try Files()
        let handler = ClosureHandler { request, exchange in
            // Small, empty and large ones; HEAD makes none of them.
            let sizes = request.path == "/small" ? [7] : (0..<300).map { $0 % 7 == 0 ? 0 : 1 + $0 * 331 % 90_000 }
            exchange.respond(status: 200, headers: [:], pieces: Pieces(length: sizes.reduce(0, +), sizes: sizes))
        }
        try await withServer(handler, tls: try files.tls()) { _, port in
            let total = (0..<300).reduce(0) { $0 + ($1 % 7 == 0 ? 0 : 1 + $1 * 331 % 90_000) }
            let length = ["-o", "/dev/null", "-w", "%{size_download} %header{content-length}"]
            for _ in 0..<3 {
                let answer = try await Self.curl([version, "https://127.0.0.1:\(port)/large"] + length)
                #expect(answer == "\(total) \(total)")
            }
            let compressed = ["-o", "/dev/null", "-w", "%{size_download} %header{content-encoding} %header{vary} %header{content-length}"]
            let answer = try await Self.curl([version, "https://127.0.0.1:\(port)/large", "-H", "Accept-Encoding: gzip"] + compressed)
            let facts = answer.split(separator: " ", omittingEmptySubsequences: false)
            #expect(facts[1...] == ["gzip", "Accept-Encoding", ""] && Int(facts[0]).map { $0 < total / 20 } == true)
            let whole = try await Self.curl([version, "https://127.0.0.1:\(port)/large", "--compressed"])
            #expect(whole.utf8.count == total && whole.utf8.allSatisfy { $0 == UInt8(ascii: "p") })
            let small = try await Self.curl([version, "https://127.0.0.1:\(port)/small", "-H", "Accept-Encoding: gzip"])
            #expect(small == "ppppppp")
            let head = try await Self.curl([version, "-I", "https://127.0.0.1:\(port)/large"] + length)
            #expect(head == "0 \(total)")
        }
    }

    @Test func streamsOverHTTP2() async throws {
        let files = try Files()
        let handler = ClosureHandler { _, exchange in
            let writer = exchange.stream(status: 200, headers: [:])
            Task {
                for number in 0..<200 { try await writer.writeWhenReady(ByteBuffer(repeating: UInt8(number), count: 10_000)) }
                writer.finish()
            }
        }
        try await withServer(handler, tls: try files.tls()) { _, port in
            let size = ["-o", "/dev/null", "-w", "%{size_download} %{http_version}"]
            let answer8 = try await Self.curl(["--http2", "https://127.0.0.1:\(port)/"] + size)
            #expect(answer8 == "2000000 2")
        }
    }

    @Test func plainHTTPOnTheTLSPort() async throws {
        let files = try Files()
        try await withServer(echo, tls: try files.tls()) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(
                    try await socket.readAll() == "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")
            }
        }
    }

    @Test func aNewCertificateServesNewConnections() async throws {
        let files = try Files()
        let tls = try files.tls()
        try await withServer(echo, tls: tls) { _, port in
            let client = HTTPClientConnection(host: "127.0.0.1", port: port, tls: try ClientTLS(authority: files.bytes("other.crt")))
            await #expect(throws: (any Error).self) { try await client.request("GET", "/") }
            try tls.reload(certificateChain: files.bytes("other.crt"), privateKey: files.bytes("other.key"))
            let answer = try await client.request("GET", "/again")
            #expect(String(buffer: try await answer.body.collect(upTo: 100)) == "GET /again ? ")
            answer.close()
            #expect(throws: HTTPServingError.self) { try tls.reload(certificateChain: [1], privateKey: [2]) }
        }
    }

    @Test func handshakesThatStallAreEnded() async throws {
        let files = try Files()
        var limits = HTTPLimits()
        limits.headerTimeout = .milliseconds(100)
        try await withServer(echo, tls: try files.tls(), limits: limits) { _, port in
            try await withSocket(port: port) { socket in
                try await socket.send([0x16, 0x03, 0x01])
                #expect(try await socket.readAll() == "")
            }
        }
    }
}
