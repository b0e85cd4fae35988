internal import Document
internal import Resources

/// A port of this machine and the one of a pod it is joined to.
struct PortMapping: Sendable, Equatable {
    /// 0 lets the system choose.
    var local: Int
    var remote: Int

    /// `5000`, `5000:80`, `:80`
    init(_ text: String) throws(Failure) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let (left, right): (String, String)
        switch parts.count {
        case 1: (left, right) = (parts[0], parts[0])
        case 2: (left, right) = (parts[0].isEmpty ? "0" : parts[0], parts[1])
        default: throw Failure("invalid port format '\(text)'")
        }
        local = try Self.number(left, "local")
        remote = try Self.number(right, "remote")
        if remote == 0 { throw Failure("remote port must be > 0") }
    }

    private static func number(_ text: String, _ side: String) throws(Failure) -> Int {
        func refused(_ reason: String) -> Failure {
            Failure("error parsing \(side) port '\(text)': strconv.ParseUint: parsing \(text.goQuoted): \(reason)")
        }
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { throw refused("invalid syntax") }
        guard let number = Int(text), number <= 65_535 else { throw refused("value out of range") }
        return number
    }

    /// The two sides of a word, before names are looked up.
    static func split(_ text: String) -> (local: String, remote: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 2 ? (parts[0], parts[1]) : (parts[0], parts[0])
    }

    /// The words with names of a pod's ports replaced by their numbers.
    static func resolve(_ words: [String], pod: JSON) throws(Failure) -> [String] {
        let ports = pod["spec"]["containers"].items.flatMap { $0["ports"].items }
        try refuseUDP(words, ports.map { ($0["containerPort"].count, $0["name"].words, $0["protocol"].words) }) { name throws(Failure) in
            try containerPort(name, pod)
        }
        var result: [String] = []
        for word in words {
            let (local, remote) = split(word)
            if remote.isEmpty { throw Failure("remote port cannot be empty") }
            var number = remote
            if Int(remote) == nil { number = String(try containerPort(remote, pod)) }
            result.append(local == remote ? number : "\(local):\(number)")
        }
        return result
    }

    /// The words with a service's ports replaced by those its pod listens at.
    static func resolve(_ words: [String], service: JSON, pod: JSON) throws(Failure) -> [String] {
        let ports = service["spec"]["ports"].items
        try refuseUDP(words, ports.map { ($0["port"].count, $0["name"].words, $0["protocol"].words) }) { name throws(Failure) in
            try servicePort(name, service)
        }
        var result: [String] = []
        for word in words {
            var (local, remote) = split(word)
            let number: Int
            if let given = Int(remote) { number = given } else { number = try servicePort(remote, service) }
            if Int(remote) == nil, local == remote { local = String(number) }
            remote = String(try targetPort(number, service, pod))
            result.append(local == remote ? remote : "\(local):\(remote)")
        }
        return result
    }

    private static func refuseUDP(
        _ words: [String], _ ports: [(number: Int, name: String, transport: String)],
        _ number: (String) throws(Failure) -> Int
    ) throws(Failure) {
        let overTCP = Set(ports.filter { $0.transport == "TCP" || $0.transport.isEmpty }.map(\.number))
        let onlyUDP = Set(ports.filter { $0.transport == "UDP" }.map(\.number)).subtracting(overTCP)
        for word in words {
            let remote = split(word).remote
            if remote.isEmpty { continue }
            let port: Int
            if let given = Int(remote) { port = given } else { port = try number(remote) }
            if onlyUDP.contains(port) { throw Failure("UDP protocol is not supported for \(remote)") }
        }
    }

    private static func containerPort(_ name: String, _ pod: JSON) throws(Failure) -> Int {
        for container in pod["spec"]["containers"].items {
            if let port = container["ports"].items.first(where: { $0["name"].words == name }) { return port["containerPort"].count }
        }
        throw Failure("Pod '\(pod["metadata"]["name"].words)' does not have a named port '\(name)'")
    }

    private static func servicePort(_ name: String, _ service: JSON) throws(Failure) -> Int {
        if let port = service["spec"]["ports"].items.first(where: { $0["name"].words == name }) { return port["port"].count }
        throw Failure("Service '\(service["metadata"]["name"].words)' does not have a named port '\(name)'")
    }

    private static func targetPort(_ number: Int, _ service: JSON, _ pod: JSON) throws(Failure) -> Int {
        guard let port = service["spec"]["ports"].items.first(where: { $0["port"].count == number }) else {
            throw Failure("Service \(service["metadata"]["name"].words) does not have a service port \(number)")
        }
        if service["spec"]["clusterIP"].words == "None" { return number }
        if let name = port["targetPort"].string { return try containerPort(name, pod) }
        let target = port["targetPort"].count
        return target == 0 ? number : target
    }
}
