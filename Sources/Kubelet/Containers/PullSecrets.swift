import CRI
import Document
import Resources

/// Logins for an image, out of secrets of type `kubernetes.io/dockerconfigjson` and `kubernetes.io/dockercfg` and out of the file that
/// `coxswain image login` keeps.
package enum PullSecrets {
    static func credentials(for image: String, from secrets: [Secret]) -> [RegistryCredentials] {
        secrets.flatMap { secret in
            let (key, nested) = secret.type == "kubernetes.io/dockercfg" ? (".dockercfg", false) : (".dockerconfigjson", true)
            guard let text = secret.data[key], let bytes = Base64.decode(text), let json = try? JSON.parse(bytes) else {
                return [RegistryCredentials]()
            }
            return credentials(for: image, logins: nested ? json["auths"] : json)
        }
    }

    /// Those that fit of a map from servers to logins; the ones that say most about where they belong come first.
    package static func credentials(for image: String, logins: JSON) -> [RegistryCredentials] {
        let fitting = (logins.object?.members ?? []).filter { matches($0.key, image) }
        return fitting.sorted { ($0.key.utf8.count, $0.key) > ($1.key.utf8.count, $1.key) }.map { member in
            let entry = member.value
            var credentials = RegistryCredentials()
            credentials.username = entry["username"].string ?? ""
            credentials.password = entry["password"].string ?? ""
            credentials.identityToken = entry["identitytoken"].string ?? ""
            // What the two say together wins over what they say apart.
            if let pair = entry["auth"].string.flatMap(Base64.decode), let colon = pair.firstIndex(of: UInt8(ascii: ":")) {
                credentials.username = String(decoding: pair[..<colon], as: UTF8.self)
                credentials.password = String(decoding: pair[(colon + 1)...].prefix { $0 != 0 }, as: UTF8.self)
            }
            // No server's address: the login was chosen for the image already, and containerd takes addresses only as URLs.
            return credentials
        }
    }

    static func registry(of image: String) -> String { ImageName.registry(image) ?? "docker.io" }

    /// Whether a server's name as logins carry it stands for the image: `HOST`, `HOST/PATH` that the image's name begins with, with or
    /// without a scheme; `*` stands for a part of a host's name.
    static func matches(_ server: String, _ image: String) -> Bool {
        var text = Substring(server)
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) { text = text.dropFirst(scheme.count) }
        while text.hasSuffix("/") { text = text.dropLast() }
        for suffix in ["/v1", "/v2"] where text.hasSuffix(suffix) { text = text.dropLast(suffix.count) }
        let registry = registry(of: image)
        if text == "index.docker.io" || text == "registry-1.docker.io" { return registry == "docker.io" }
        let parts = text.split(separator: "/", maxSplits: 1)
        guard let host = parts.first, hostMatches(host, registry) else { return false }
        guard parts.count == 2 else { return true }
        let path = image.hasPrefix(registry + "/") ? image.dropFirst(registry.count + 1) : Substring(image)
        return path.hasPrefix(parts[1])
    }

    private static func hostMatches(_ pattern: Substring, _ registry: String) -> Bool {
        if pattern == registry { return true }
        func split(_ text: some StringProtocol) -> (labels: [String], port: String) {
            let parts: [String] = text.split(separator: ":", maxSplits: 1).map { String($0) }
            let labels = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
            return (labels, parts.count == 2 ? parts[1] : "")
        }
        let (wanted, present) = (split(pattern), split(registry))
        return pattern.contains("*") && wanted.port == present.port && wanted.labels.count == present.labels.count
            && zip(wanted.labels, present.labels).allSatisfy { labelMatches(Substring($0), Substring($1)) }
    }

    private static func labelMatches(_ pattern: Substring, _ text: Substring) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" { return labelMatches(pattern.dropFirst(), text) || (!text.isEmpty && labelMatches(pattern, text.dropFirst())) }
        return text.first == first && labelMatches(pattern.dropFirst(), text.dropFirst())
    }
}
