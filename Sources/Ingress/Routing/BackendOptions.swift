internal import Resources

/// What annotations of an Ingress ask for beyond its rules.
package struct BackendOptions: Hashable, Sendable {
    /// A cookie that keeps a client on its pod.
    package struct Affinity: Hashable, Sendable {
        package var cookie: String
        /// Seconds until the browser forgets it; nil: at its end.
        package var maximumAge: Int?
    }

    package enum Rewrite: Hashable, Sendable {
        /// The whole path becomes this.
        case path(String)
        /// What the expression finds becomes the target, with `$1` … for its groups.
        case expression(String, target: String)
    }

    package enum Transport: String, Hashable, Sendable {
        case http, https, h2c
    }

    package var affinity: Affinity?
    package var rewrite: Rewrite?
    /// Plain requests are sent to https with a 308.
    package var redirectsToTLS = false
    package var transport: Transport = .http

    package init() {}
}

/// The annotations of one Ingress that this controller knows: its own, and those of the widely used nginx controller.
struct IngressAnnotations {
    static let prefixes = ["ingress.coxswain.io/", "nginx.ingress.kubernetes.io/"]
    /// The cookie's name when none is given, as the nginx controller has it.
    static let defaultCookie = "INGRESSCOOKIE"

    private let annotations: [String: String]

    init(_ annotations: [String: String]) { self.annotations = annotations }

    private subscript(name: String) -> String? { Self.prefixes.lazy.compactMap { annotations[$0 + name] }.first }
    private func isTrue(_ name: String) -> Bool { self[name] == "true" }

    private var rewriteTarget: String? { self["rewrite-target"].flatMap { $0.isEmpty ? nil : $0 } }

    /// Paths are regular expressions.
    var usesExpressions: Bool { isTrue("use-regex") || rewriteTarget?.contains("$") ?? false }

    /// The options for one path, and what is wrong with the annotations in words.
    func options(path: PathPattern) -> (options: BackendOptions, problems: [String]) {
        var options = BackendOptions()
        var problems: [String] = []
        if let affinity = self["affinity"], affinity == "cookie" {
            let name = self["session-cookie-name"] ?? Self.defaultCookie
            if Self.isCookieName(name) {
                options.affinity = .init(
                    cookie: name, maximumAge: self["session-cookie-max-age"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil })
            } else {
                problems.append("session-cookie-name \"\(name)\" is no name for a cookie")
            }
        } else if let affinity = self["affinity"], !affinity.isEmpty {
            problems.append("affinity \"\(affinity)\" is not known (cookie)")
        }
        if let target = rewriteTarget {
            if !target.hasPrefix("/") || !target.isPrintable {
                problems.append("rewrite-target \"\(target)\" is no absolute path")
            } else if case .expression(let expression) = path {
                options.rewrite = .expression(expression, target: target)
            } else {
                options.rewrite = .path(target)
            }
        }
        options.redirectsToTLS = isTrue("ssl-redirect") || isTrue("force-ssl-redirect")
        switch self["backend-protocol"]?.uppercased() {
        case nil, "", "HTTP", "AUTO_HTTP": break
        case "HTTPS", "GRPCS": options.transport = .https
        case "GRPC", "H2C": options.transport = .h2c
        case let other?: problems.append("backend-protocol \"\(other)\" is not known (HTTP, HTTPS, GRPC)")
        }
        return (options, problems)
    }

    /// A token of RFC 6265 §4.1.1.
    static func isCookieName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && !"()<>@,;:\\\"/[]?={}'%".utf8.contains(byte)
            }
    }
}

extension String {
    /// Holds nothing below a space, which a line of the configuration could not hold.
    var isPrintable: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
}

extension BackendOptions {
    /// Eight hexadecimal digits that tell one set of options from another: the same in every run.
    var fingerprint: String {
        let words = [
            affinity.map { "\($0.cookie) \($0.maximumAge ?? 0)" } ?? "", rewrite.map { "\($0)" } ?? "", String(redirectsToTLS),
            transport.rawValue,
        ]
        let digits = String(StableHash.bits32(words.joined(separator: "\n").utf8), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
