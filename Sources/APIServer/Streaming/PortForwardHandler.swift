internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// pods/portforward. SPDY and SPDY inside WebSockets are passed through to the kubelet; the channel form of WebSockets, which names its
/// ports in the query, is translated.
struct PortForwardHandler: ConnectHandler {
    static let spdyProtocol = "portforward.k8s.io"
    private static let tunnelPrefix = "SPDY/3.1+"

    let locator: PodLocator
    let kubelets: KubeletAccess

    var wantsBodyStream: Bool { false }

    func connect(_ call: Call, _ exchange: HTTPExchange) async throws {
        let pod = try locator.pod(call.info)
        guard let node = try locator.node(of: pod) else {
            throw APIError.badRequest("pod \(pod.name) does not have a host assigned")
        }
        let backend = try kubelets.connection(to: node)
        let ports = call.query.all("ports").flatMap { $0.split(separator: ",").map(String.init) }
        var query = QueryText()
        if !ports.isEmpty { query.add("port", ports.joined(separator: ",")) }
        let path = "/portForward/\(QueryText.escape(pod.namespace))/\(QueryText.escape(pod.name))"
        if call.headers.asksForUpgrade(to: "websocket") {
            let offered = call.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
            if let tunnel = offered.first(where: { $0.hasPrefix(Self.tunnelPrefix) && $0.hasSuffix(".k8s.io") }) {
                return try await serveTunnel(exchange, subprotocol: tunnel, backend: backend, target: path + query.suffix)
            }
            return try await serveChannels(exchange, offered: offered, ports: ports, backend: backend, target: path)
        }
        guard call.headers.asksForUpgrade(to: "SPDY/3.1") else { throw APIError.badRequest("Upgrade request required") }
        var headers = Self.upgradeHeaders
        let offered = call.headers["x-stream-protocol-version"]
        if !offered.isEmpty {
            headers.remove(name: "X-Stream-Protocol-Version")
            for proto in offered { headers.add(name: "X-Stream-Protocol-Version", value: proto) }
        }
        try await UpgradePassage(backend: backend, target: path + query.suffix).run(method: "POST", headers: headers, exchange)
    }

    private static var upgradeHeaders: HTTPHeaders {
        ["Connection": "Upgrade", "Upgrade": "SPDY/3.1", "X-Stream-Protocol-Version": spdyProtocol]
    }

    private func serveTunnel(
        _ exchange: HTTPExchange, subprotocol: String, backend: HTTPClientConnection, target: String
    ) async throws(APIError) {
        var headers = Self.upgradeHeaders
        headers.replaceOrAdd(name: "X-Stream-Protocol-Version", value: String(subprotocol.dropFirst(Self.tunnelPrefix.count)))
        let answer = try await backend.ask("POST", target, headers: headers)
        guard let raw = answer.upgraded else { return try await UpgradePassage.relayRefusal(answer, exchange) }
        exchange.onClose { raw.close() }
        exchange.webSocket(subprotocol: subprotocol) { socket in await BytePump.tunnel(socket, raw) }
    }

    private func serveChannels(
        _ exchange: HTTPExchange, offered: [String], ports: [String], backend: HTTPClientConnection, target: String
    ) async throws(APIError) {
        let known = ports.compactMap { UInt16($0) }.filter { $0 > 0 }
        guard !known.isEmpty, known.count == ports.count else {
            throw .badRequest("query parameter \"ports\" is required and must name ports")
        }
        guard let proto = ChannelProtocol.choose(from: offered) else {
            throw .badRequest("requested protocol(s) are not supported: [\(offered.joined(separator: " "))]")
        }
        let answer = try await backend.ask("POST", target, headers: Self.upgradeHeaders)
        guard let raw = answer.upgraded else { return try await UpgradePassage.relayRefusal(answer, exchange) }
        exchange.onClose { raw.close() }
        exchange.webSocket(subprotocol: proto.rawValue.isEmpty ? nil : proto.rawValue) { socket in
            let session = SPDYSession(connection: raw, role: .client)
            await PortForwardTranslator(socket: ChannelSocket(socket: socket, proto: proto), ports: known).run(session)
        }
    }
}
