/// HAProxy's configuration for a model, as text.
package struct ConfigurationText {
    let settings: ProxySettings
    let model: ProxyModel
    let slots: ServerSlots

    package init(settings: ProxySettings, model: ProxyModel, slots: ServerSlots) {
        self.settings = settings
        self.model = model
        self.slots = slots
    }

    /// Descriptors the proxy takes at most; fewer where the machine allows fewer. A request needs two.
    static let maximumDescriptors = 20_000
    /// How many reloads a proxy with open connections (WebSockets) outlives.
    static let maximumReloads = 20

    /// - Parameters:
    ///   - generation: tells the running proxies apart.
    ///   - withAddresses: without them the text holds just what a reload is needed for.
    package func text(generation: Int, withAddresses: Bool = true) -> String {
        var lines = global(generation) + defaults + frontend
        lines += ["", "backend no-route", "    http-request return status 404 content-type text/plain string \"default backend - 404\""]
        for (name, backend) in model.backends.sorted(by: { $0.key < $1.key }) { lines += self.backend(name, backend, withAddresses) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Which certificate is shown to which hosts.
    package var certificateList: String {
        var lines = [settings.defaultCertificate]
        for certificate in model.certificates {
            lines.append(([settings.certificates + "/" + certificate.file] + certificate.hosts).joined(separator: " "))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func global(_ generation: Int) -> [String] {
        [
            "# Written by coxswain; changes are lost.",
            "global",
            "    log stdout format raw local0 info",
            "    fd-hard-limit \(Self.maximumDescriptors)",
            "    stats socket \(settings.socket) mode 600 level admin expose-fd listeners",
            "    user haproxy",
            "    group haproxy",
            "    description generation-\(generation)",
            "    hard-stop-after 1h",
            "    mworker-max-reloads \(Self.maximumReloads)",
            "    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets",
        ]
    }

    private var defaults: [String] {
        var lines = [
            "",
            "defaults",
            "    mode http",
            "    log global",
            "    option httplog",
            "    option dontlognull",
            // Only what went wrong: the log is bounded by trouble, not by traffic.
            "    option dontlog-normal",
            "    option redispatch 1",
            "    retries 3",
            "    retry-on conn-failure",
            "    timeout connect 2s",
            "    timeout client 60s",
            "    timeout server 60s",
            "    timeout http-request 10s",
            "    timeout http-keep-alive 60s",
            "    timeout queue 5s",
            "    timeout tunnel 1h",
        ]
        if model.backends.values.contains(where: \.servers.isName) {
            lines += [
                "", "resolvers cluster", "    nameserver dns \(settings.resolver):53", "    hold valid 5s",
                "    accepted_payload_size 1232",
            ]
        }
        return lines
    }

    private var frontend: [String] {
        var lines = [
            "",
            "frontend ingress",
            "    bind \(settings.address):\(settings.port)",
            "    bind \(settings.address):\(settings.tlsPort) ssl crt-list \(settings.certificateList) alpn h2,http/1.1",
            "    http-request set-var(txn.host) req.hdr(host),field(1,:),lower",
            // All behind the first dot: what a wildcard is compared with.
            "    http-request set-var(txn.parent) var(txn.host),field(2,.,0)",
            // With a closing slash a prefix of elements is a prefix of the text.
            "    http-request set-var(txn.path) path,concat(/)",
            "    http-request set-header X-Forwarded-For %[src]",
            "    http-request set-header X-Real-IP %[src]",
            "    http-request set-header X-Forwarded-Host %[req.hdr(host)]",
            "    http-request set-header X-Forwarded-Port %[dst_port]",
            "    http-request set-header X-Forwarded-Proto https if { ssl_fc }",
            "    http-request set-header X-Forwarded-Proto http unless { ssl_fc }",
        ]
        lines += model.routes.map { "    use_backend \($0.backend)\(Self.condition($0))" }
        lines.append("    default_backend \(model.defaultBackend ?? "no-route")")
        return lines
    }

    static func condition(_ route: Route) -> String {
        var tests: [String] = []
        switch route.host {
        case .exact(let name): tests.append("{ var(txn.host) -m str \(quoted(name)) }")
        case .wildcard(let parent): tests.append("{ var(txn.parent) -m str \(quoted(parent)) }")
        case .any: break
        }
        switch route.path {
        case .exact(let path): tests.append("{ path -m str \(quoted(path)) }")
        case .prefix("/"), .rest: break
        case .prefix(let path): tests.append("{ var(txn.path) -m beg \(quoted(path)) }")
        case .expression(let expression): tests.append("{ path -m reg -i \(quoted(anchored(expression))) }")
        }
        return tests.isEmpty ? "" : " if " + tests.joined(separator: " ")
    }

    private func backend(_ name: String, _ backend: ProxyBackend, _ withAddresses: Bool) -> [String] {
        var lines = ["", "backend \(name)"]
        let options = backend.options
        if options.redirectsToTLS { lines.append("    http-request redirect scheme https code 308 unless { ssl_fc }") }
        switch options.rewrite {
        case .path(let target): lines.append("    http-request set-path \(Self.quoted(Self.format(target)))")
        case .expression(let expression, let target):
            lines.append(
                "    http-request replace-path \(Self.quoted("(?i)" + Self.anchored(expression) + ".*")) \(Self.quoted(Self.replacement(target)))"
            )
        case nil: break
        }
        if let affinity = options.affinity {
            let age = affinity.maximumAge.map { " attr \"Max-Age=\($0)\"" } ?? ""
            // The value is made from the server's address, so it outlives reloads and changes of places.
            lines.append("    cookie \(affinity.cookie) insert indirect nocache httponly dynamic\(age)")
            lines.append("    dynamic-cookie-key coxswain")
        }
        let suffix =
            switch options.transport {
            case .http: ""
            case .https: " ssl verify none"
            case .h2c: " proto h2"
            }
        switch backend.servers {
        case .name(let host, let port):
            lines.append("    server s1 \(host):\(port) resolvers cluster resolve-prefer ipv4 init-addr none check\(suffix)")
        case .addresses:
            for (index, address) in (slots.places[name] ?? []).enumerated() {
                let place = withAddresses ? address.map(\.description) ?? "127.0.0.1:1 disabled" : ""
                lines.append("    server \(ServerSlots.name(index)) \(place)\(suffix)")
            }
        }
        return lines
    }

    // MARK: Words

    /// One word, whatever it holds (HAProxy's configuration manual, §2.2).
    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

    private static func anchored(_ expression: String) -> String { expression.hasPrefix("^") ? expression : "^" + expression }

    /// A percent sign begins an expression in the proxy's formats.
    private static func format(_ text: String) -> String { text.replacing("%", with: "%%") }

    /// `$1` as Ingresses write groups is `\1` in the proxy's words.
    static func replacement(_ target: String) -> String {
        var text = ""
        var isAfterDollar = false
        for character in format(target.replacing("\\", with: "\\\\")) {
            if isAfterDollar {
                text += character.isASCII && character.isNumber ? "\\\(character)" : "$\(character)"
                isAfterDollar = false
            } else if character == "$" {
                isAfterDollar = true
            } else {
                text.append(character)
            }
        }
        return isAfterDollar ? text + "$" : text
    }
}
