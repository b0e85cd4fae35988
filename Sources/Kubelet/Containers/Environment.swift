import Document
import Resources

/// The config maps, secrets and services that containers of a pod refer to, fetched before the containers are made.
struct PodReferences: Sendable {
    var configMaps: [String: ConfigMap] = [:]
    var secrets: [String: Secret] = [:]
    /// The services whose addresses become variables: those of the pod's namespace and the API server's own.
    var services: [Service] = []
    var apiServerNamespace = "default"
    /// The volumes behind the pod's claims, by their names in the pod.
    var persistent: [String: PersistentVolume] = [:]
}

/// Builds the environment of a container.
///
/// Order, later wins: service variables; `envFrom`; `env`. Values of `env` may refer with `$(NAME)` to any variable before them.
struct EnvironmentBuilder {
    let pod: Pod
    let references: PodReferences
    let downward: DownwardAPI

    func environment(of container: Container) throws(ConfigurationError) -> [(name: String, value: String)] {
        var values: [String: String] = [:]
        var order: [String] = []
        func set(_ name: String, _ value: String) {
            if values.updateValue(value, forKey: name) == nil { order.append(name) }
        }
        let services = serviceVariables()
        for source in container.envFrom {
            for (name, value) in try variables(from: source).sorted(by: { $0.key < $1.key }) { set(name, value) }
        }
        for variable in container.env {
            if let value = try value(of: variable, container, { values[$0] ?? services[$0] }) { set(variable.name, value) }
        }
        var result = order.compactMap { name in values[name].map { (name: name, value: $0) } }
        for (name, value) in services.sorted(by: { $0.key < $1.key }) where values[name] == nil { result.append((name, value)) }
        return result
    }

    private func value(
        of variable: EnvVar, _ container: Container, _ known: (String) -> String?
    ) throws(ConfigurationError) -> String? {
        guard let source = variable.valueFrom else { return expand(variable.value, known) }
        if let field = source.fieldRef { return try downward.field(field.fieldPath) }
        if let resource = source.resourceFieldRef {
            return try downward.resource(resource, container: downward.container(resource.containerName) ?? container)
        }
        if let key = source.configMapKeyRef {
            guard let map = references.configMaps[key.name] else {
                if key.optional { return nil }
                throw ConfigurationError("configmap \"\(key.name)\" not found")
            }
            if let value = map.data[key.key] { return value }
            if key.optional { return nil }
            throw ConfigurationError("couldn't find key \(key.key) in ConfigMap \(pod.namespace)/\(key.name)")
        }
        if let key = source.secretKeyRef {
            guard let secret = references.secrets[key.name] else {
                if key.optional { return nil }
                throw ConfigurationError("secret \"\(key.name)\" not found")
            }
            if let value = secret.data[key.key] { return String(decoding: Base64.decode(value) ?? [], as: UTF8.self) }
            if key.optional { return nil }
            throw ConfigurationError("couldn't find key \(key.key) in Secret \(pod.namespace)/\(key.name)")
        }
        return expand(variable.value, known)
    }

    private func variables(from source: EnvFromSource) throws(ConfigurationError) -> [String: String] {
        var found: [String: String] = [:]
        if let reference = source.configMapRef {
            if let map = references.configMaps[reference.name] {
                found = map.data
            } else if !reference.optional {
                throw ConfigurationError("configmap \"\(reference.name)\" not found")
            }
        } else if let reference = source.secretRef {
            if let secret = references.secrets[reference.name] {
                found = secret.data.mapValues { String(decoding: Base64.decode($0) ?? [], as: UTF8.self) }
            } else if !reference.optional {
                throw ConfigurationError("secret \"\(reference.name)\" not found")
            }
        }
        var prefixed: [String: String] = [:]
        for (name, value) in found { prefixed[source.prefix + name] = value }
        return prefixed
    }

    /// `NAME_SERVICE_HOST`, `NAME_SERVICE_PORT`, and the variables Docker's links had, for each service with an address.
    func serviceVariables() -> [String: String] {
        var result: [String: String] = [:]
        let all = pod.spec.enableServiceLinks ?? true
        for service in references.services {
            let isAPIServer = service.namespace == references.apiServerNamespace && service.name == "kubernetes"
            guard isAPIServer || (all && service.namespace == pod.namespace) else { continue }
            let address = service.spec.clusterIP
            guard !address.isEmpty, address != "None", let first = service.spec.ports.first else { continue }
            let prefix = Self.variableName(service.name)
            result[prefix + "_SERVICE_HOST"] = address
            result[prefix + "_SERVICE_PORT"] = String(first.port)
            for port in service.spec.ports where !port.name.isEmpty {
                result["\(prefix)_SERVICE_PORT_\(Self.variableName(port.name))"] = String(port.port)
            }
            for (index, port) in service.spec.ports.enumerated() {
                let name = port.protocol.isEmpty ? "TCP" : port.protocol
                let url = "\(name.lowercased())://\(address):\(port.port)"
                if index == 0 { result[prefix + "_PORT"] = url }
                let linked = "\(prefix)_PORT_\(port.port)_\(name)"
                result[linked] = url
                result[linked + "_PROTO"] = name.lowercased()
                result[linked + "_PORT"] = String(port.port)
                result[linked + "_ADDR"] = address
            }
        }
        return result
    }

    static func variableName(_ name: String) -> String {
        String(name.uppercased().map { $0 == "-" || $0 == "." ? "_" : $0 })
    }
}

/// Standard base64 (RFC 4648 section 4), as Secrets and binary data are written.
enum Base64 {
    static func decode(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count / 4 * 3)
        var (bits, count): (UInt32, Int) = (0, 0)
        for byte in text.utf8 {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte + 4
            case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
            case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
            case UInt8(ascii: "="), UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return result
    }
}
