import Document
import FoundationEssentials
import PKI

/// The client's file of clusters, users and contexts: one is written for the administrator, and one context merged into the user's own.
package struct Kubeconfig: Sendable {
    package var document: JSON

    /// A configuration with one context named `name`.
    package init(name: String, server: String, authorityPEM: String, identity: Identity) {
        let base64 = { (text: String) in JSON.string(Data(text.utf8).base64EncodedString()) }
        document = [
            "apiVersion": "v1", "kind": "Config", "current-context": .string(name), "preferences": .object(JSONObject()),
            "clusters": [
                ["name": .string(name), "cluster": ["server": .string(server), "certificate-authority-data": base64(authorityPEM)]]
            ],
            "users": [
                [
                    "name": .string(name),
                    "user": [
                        "client-certificate-data": base64(identity.certificatePEM), "client-key-data": base64(identity.privateKeyPEM),
                    ],
                ]
            ],
            "contexts": [["name": .string(name), "context": ["cluster": .string(name), "user": .string(name)]]],
        ]
    }

    init(document: JSON) { self.document = document }

    /// Takes over clusters, users and contexts of `other` (replacing those of the same name, but keeping a namespace chosen for the
    /// context) and makes its context the current one.
    package mutating func merge(_ other: Kubeconfig) {
        for section in ["clusters", "users", "contexts"] {
            var entries = document[section].array ?? []
            for var entry in other.document[section].array ?? [] {
                if let index = entries.firstIndex(where: { $0["name"] == entry["name"] }) {
                    let namespace = entries[index]["context", "namespace"]
                    if section == "contexts", !namespace.isNull { entry["context", "namespace"] = namespace }
                    entries[index] = entry
                } else {
                    entries.append(entry)
                }
            }
            document[section] = .array(entries)
        }
        document["apiVersion"] = "v1"
        document["kind"] = "Config"
        document["current-context"] = other.document["current-context"]
    }

    /// Takes the cluster, user and context named `name` out; another context becomes current when that one was.
    package mutating func remove(_ name: String) {
        for section in ["clusters", "users", "contexts"] {
            document[section] = .array((document[section].array ?? []).filter { $0["name"].string != name })
        }
        if document["current-context"].string == name {
            document["current-context"] = .string(document["contexts"][0]["name"].string ?? "")
        }
    }
}

/// The file kubectl reads: the first of `$KUBECONFIG`, or `~/.kube/config`.
package struct KubeconfigFile: Sendable {
    package let path: String

    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let named = environment["KUBECONFIG"]?.split(separator: ":").first.map(String.init)
        path = named ?? (environment["HOME"] ?? "/root") + "/.kube/config"
    }

    package init(path: String) { self.path = path }

    package func merge(_ kubeconfig: Kubeconfig) throws {
        var merged = try load() ?? Kubeconfig(document: .object(JSONObject()))
        merged.merge(kubeconfig)
        try write(merged)
    }

    package func remove(_ name: String) throws {
        guard var kubeconfig = try load() else { return }
        kubeconfig.remove(name)
        try write(kubeconfig)
    }

    /// In the place of the file that is there, whose owner it keeps: with `sudo`, another user's.
    func write(_ kubeconfig: Kubeconfig) throws {
        try AtomicFile.writeSecret(YAML.write(kubeconfig.document), to: FileOwner.target(of: path), owner: FileOwner(of: path))
    }

    /// Nil when there is no file. A file that is no YAML is an error, never overwritten.
    func load() throws -> Kubeconfig? {
        guard let text = AtomicFile.read(path) else { return nil }
        do {
            return Kubeconfig(document: try YAML.parseOne(text))
        } catch {
            throw ClusterError("\(path) is not valid YAML, so the context was not added to it: \(error)")
        }
    }
}
