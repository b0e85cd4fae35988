/// A request to the kubelet's server, taken apart.
enum KubeletPath: Sendable, Equatable {
    struct Target: Sendable, Equatable {
        var namespace: String
        var pod: String
        var uid: String?
        var container: String
    }
    case health
    case pods
    case summary
    case metrics
    case resourceMetrics
    case logs(Target)
    case exec(Target)
    case attach(Target)
    case run(Target)
    case portForward(Target)
    /// A volume that lies on this node, to be removed with its contents.
    case localVolume(String)

    /// Nil for a path that is not served.
    init?(_ path: String) {
        let parts = path.split(separator: "/").map { percentDecoded(String($0)) }
        switch (parts.first, parts.count) {
        case ("healthz", _): self = .health
        case ("pods", 1): self = .pods
        case ("stats", 2) where parts[1] == "summary": self = .summary
        case ("metrics", 1): self = .metrics
        case ("metrics", 2) where parts[1] == "resource": self = .resourceMetrics
        case ("containerLogs", 4): self = .logs(Target(namespace: parts[1], pod: parts[2], container: parts[3]))
        case ("exec", 4), ("exec", 5): self = .exec(Self.target(parts))
        case ("attach", 4), ("attach", 5): self = .attach(Self.target(parts))
        case ("run", 4), ("run", 5): self = .run(Self.target(parts))
        case ("portForward", 3): self = .portForward(Target(namespace: parts[1], pod: parts[2], container: ""))
        case ("portForward", 4): self = .portForward(Target(namespace: parts[1], pod: parts[2], uid: parts[3], container: ""))
        case ("localVolumes", 2): self = .localVolume(parts[1])
        default: return nil
        }
    }

    /// Whose container is to be entered.
    var streamTarget: Target? {
        switch self {
        case .exec(let target), .attach(let target), .run(let target), .portForward(let target): target
        case .health, .pods, .summary, .metrics, .resourceMetrics, .logs, .localVolume: nil
        }
    }

    private static func target(_ parts: [String]) -> Target {
        parts.count == 4
            ? Target(namespace: parts[1], pod: parts[2], container: parts[3])
            : Target(namespace: parts[1], pod: parts[2], uid: parts[3], container: parts[4])
    }
}

/// Names and values of a query, decoded, in their order.
func queryItems(_ query: String) -> [(name: String, value: String)] {
    query.split(separator: "&").map { item in
        let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let decode = { (text: Substring) in percentDecoded(String(text.map { $0 == "+" ? " " : $0 })) }
        return (decode(parts[0]), parts.count > 1 ? decode(parts[1]) : "")
    }
}

/// Undoes percent-encoding (RFC 3986 section 2.1); what is not well formed stays.
func percentDecoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
        if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
            let value = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
        {
            result.append(value)
            index += 3
        } else {
            result.append(bytes[index])
            index += 1
        }
    }
    return String(decoding: result, as: UTF8.self)
}
