import FoundationEssentials
import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import Testing

@testable import Kubectl

/// One command line, run in this process.
struct KubectlRun {
    var status: Int32
    var output: String
    var errors: String

    static func of(_ words: [String], input: String = "", variables: [String: String] = [:]) async -> KubectlRun {
        let console = Console(input: input)
        let environment = Environment(
            variables: ["HOME": "/nonexistent", "PATH": "/usr/bin:/bin"].merging(variables) { _, own in own }, folder: "/",
            version: "v1.36.0",
            program: "kubectl")
        let status = await CommandTree(root: CommandList.root).run(words, console: console, environment: environment)
        return KubectlRun(status: status, output: console.output, errors: console.errors)
    }
}

/// A folder of its own for the time of `body`, holding the files given by their paths in it.
func withFolder<Result>(_ files: [String: String] = [:], _ body: (String) async throws -> Result) async throws -> Result {
    let folder = "/tmp/coxswain-kubectl-test-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files {
        let path = folder + "/" + name
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    return try await body(folder)
}

/// A web server on a free port of loopback for the time of `body`.
func withWebServer<Result>(
    _ answer: @escaping @Sendable (HTTPRequest) -> (status: Int, headers: HTTPHeaders, body: String),
    _ body: (Int) async throws -> Result
) async throws -> Result {
    let server = HTTPServer(
        configuration: HTTPServerConfiguration(listeners: [.init(host: "127.0.0.1", port: 0)]), handler: AnsweringHandler(answer: answer),
        logger: Logger(label: "test"))
    let running = Task { try await server.run() }
    let port = try #require(try await server.waitUntilListening().first?.port)
    do {
        let result = try await body(port)
        server.beginShutdown()
        try await running.value
        return result
    } catch {
        server.beginShutdown()
        try await running.value
        throw error
    }
}

private struct AnsweringHandler: HTTPHandler {
    var answer: @Sendable (HTTPRequest) -> (status: Int, headers: HTTPHeaders, body: String)
    func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 1024 * 1024) }
    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        let (status, headers, body) = answer(request)
        exchange.respond(status: status, headers: headers, body: ByteBuffer(string: body))
    }
}
