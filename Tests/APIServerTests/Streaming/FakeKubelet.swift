import HTTPServing
import Logging
import NIOCore
import NIOHTTP1
import PKI

/// A kubelet's server that answers as a container would: exec echoes its input, logs are two lines, a forwarded port echoes.
struct FakeKubelet: HTTPHandler {
    func bodyPolicy(method: String, path: String, headers: HTTPHeaders) -> BodyPolicy { .collect(limit: 1024) }

    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        if request.path.hasPrefix("/containerLogs/") {
            let writer = exchange.stream(status: 200, headers: ["Content-Type": "text/plain"])
            writer.write(ByteBuffer(string: "\(request.path)?\(request.query)\n"))
            writer.write(ByteBuffer(string: "certificates: \(request.peerCertificates.count)\n"))
            writer.finish()
        } else if request.path.hasPrefix("/exec/default/web/refused") {
            exchange.respond(.text(400, "no such container"))
        } else if request.path.hasPrefix("/exec/") || request.path.hasPrefix("/portForward/") {
            exchange.upgrade(to: "SPDY/3.1", headers: ["X-Stream-Protocol-Version": "v4.channel.k8s.io"]) { raw in
                await Self.serve(SPDYSession(connection: raw, role: .server), status: request.path.hasPrefix("/exec/"))
            }
        } else {
            exchange.respond(status: 200, body: ByteBuffer(string: "\(request.method) \(request.path)?\(request.query)"))
        }
    }

    private static func serve(_ session: SPDYSession, status: Bool) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await session.run() }
            var streams: [String: SPDYStream] = [:]
            while let stream = try? await session.incoming.next() {
                try? await stream.reply()
                let type = stream.headers.first(name: "streamType") ?? ""
                streams[type] = stream
                if type == "data" { group.addTask { await echo(stream, to: stream) } }
                if type == "stdout", let input = streams["stdin"], let errors = streams["error"] {
                    group.addTask {
                        await echo(input, to: stream)
                        let exit =
                            #"{"status":"Failure","reason":"NonZeroExitCode","message":"command terminated with non-zero exit code",""#
                            + #"details":{"causes":[{"reason":"ExitCode","message":"3"}]}}"#
                        try? await errors.write(ByteBuffer(string: exit))
                        await errors.finish()
                    }
                }
            }
        }
    }

    private static func echo(_ input: SPDYStream, to output: SPDYStream) async {
        while let bytes = try? await input.inbound.next() { try? await output.write(bytes) }
        await output.finish()
    }
}

/// Runs a server on a free loopback port for the time of `body`.
func serving<Result>(_ handler: some HTTPHandler, tls: ServerTLS? = nil, _ body: (Int) async throws -> Result) async throws -> Result {
    let server = HTTPServer(
        configuration: HTTPServerConfiguration(listeners: [.init(host: "127.0.0.1", port: 0, tls: tls)]), handler: handler,
        logger: Logger(label: "test"))
    let running = Task { try await server.run() }
    let port = try await server.waitUntilListening().first?.port ?? 0
    let outcome: Swift.Result<Result, any Error>
    do { outcome = .success(try await body(port)) } catch { outcome = .failure(error) }
    server.beginShutdown()
    try await running.value
    return try outcome.get()
}
