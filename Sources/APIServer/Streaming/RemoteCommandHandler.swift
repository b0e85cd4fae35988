internal import HTTPServing
internal import NIOCore
internal import NIOHTTP1
internal import Resources

/// pods/exec and pods/attach. SPDY clients are joined to the kubelet byte for byte; WebSocket clients are translated to the SPDY that
/// container runtimes speak.
struct RemoteCommandHandler: ConnectHandler {
    enum Kind: String, Sendable {
        case exec
        case attach
    }

    let kind: Kind
    let locator: PodLocator
    let kubelets: KubeletAccess

    var wantsBodyStream: Bool { false }

    func connect(_ call: Call, _ exchange: HTTPExchange) async throws {
        let options = RemoteCommandOptions(kind: kind, query: call.query)
        try options.validate()
        let place = try locator.place(call.info, container: call.query["container"])
        let backend = try kubelets.connection(to: try place.requireNode())
        let target =
            "/\(kind.rawValue)/\(QueryText.escape(place.pod.namespace))/\(QueryText.escape(place.pod.name))"
            + "/\(QueryText.escape(place.container))\(options.kubeletQuery.suffix)"
        if call.headers.asksForUpgrade(to: "websocket") {
            try serveWebSocket(call, exchange, options: options, backend: backend, target: target)
        } else if call.headers.asksForUpgrade(to: "SPDY/3.1") {
            var headers: HTTPHeaders = ["Connection": "Upgrade", "Upgrade": "SPDY/3.1"]
            for proto in call.headers["x-stream-protocol-version"] { headers.add(name: "X-Stream-Protocol-Version", value: proto) }
            try await UpgradePassage(backend: backend, target: target).run(method: "POST", headers: headers, exchange)
        } else {
            throw APIError.badRequest("Upgrade request required")
        }
    }

    private func serveWebSocket(
        _ call: Call, _ exchange: HTTPExchange, options: RemoteCommandOptions, backend: HTTPClientConnection, target: String
    ) throws(APIError) {
        let offered = call.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        guard let proto = ChannelProtocol.choose(from: offered) else {
            let names = ChannelProtocol.allCases.map(\.rawValue).joined(separator: " ")
            throw .badRequest("requested protocol(s) are not supported: [\(offered.joined(separator: " "))]; supports [\(names)]")
        }
        exchange.webSocket(subprotocol: proto.rawValue.isEmpty ? nil : proto.rawValue) { socket in
            let translator = RemoteCommandTranslator(socket: ChannelSocket(socket: socket, proto: proto), options: options)
            await translator.run(backend: backend, target: target)
        }
    }
}

/// What a client wants of exec or attach (PodExecOptions, PodAttachOptions).
struct RemoteCommandOptions: Sendable {
    var stdin: Bool
    var stdout: Bool
    var stderr: Bool
    var tty: Bool
    var command: [String]

    init(kind: RemoteCommandHandler.Kind, query: QueryParameters) {
        stdin = query.flag("stdin")
        tty = query.flag("tty")
        stdout = query.flag("stdout")
        // A terminal has one output; a client that asks for both gets that one.
        stderr = query.flag("stderr") && !tty
        command = kind == .exec ? query.all("command") : []
    }

    func validate() throws(APIError) {
        guard stdin || stdout || stderr else { throw .badRequest("you must specify at least 1 of stdin, stdout, stderr") }
    }

    /// The parameters as the kubelet reads them.
    var kubeletQuery: QueryText {
        var query = QueryText()
        if stdin { query.add("input", "1") }
        if stdout { query.add("output", "1") }
        if stderr { query.add("error", "1") }
        if tty { query.add("tty", "1") }
        for part in command { query.add("command", part) }
        return query
    }
}
