internal import Client
internal import Document
internal import Resources

/// Discovery of servers that do not aggregate it: one document a group's version, put into the shape of the aggregated form.
extension Discovery {
    static func aggregated(_ answer: JSON, path: String, client: RESTClient) async throws -> JSON {
        if answer["kind"].string == "APIGroupDiscoveryList" { return answer }
        var items: [JSON] = []
        if path == "/api" {
            items.append(try await group("", answer["versions"].strings, root: "/api", client))
        } else {
            for entry in answer["groups"].array ?? [] {
                let name = entry["name"].string ?? ""
                let preferred = entry["preferredVersion"]["version"].string
                let versions = (entry["versions"].array ?? []).compactMap { $0["version"].string }
                let ordered = versions.filter { $0 == preferred } + versions.filter { $0 != preferred }
                items.append(try await group(name, ordered, root: "/apis/" + name, client))
            }
        }
        return ["kind": "APIGroupDiscoveryList", "items": .array(items)]
    }

    private static func group(_ name: String, _ versions: [String], root: String, _ client: RESTClient) async throws -> JSON {
        var found: [JSON] = []
        for version in versions {
            // A group whose own server is down hides only itself.
            guard let list = try? await client.document("GET", "\(root)/\(version)") else { continue }
            let all = list["resources"].array ?? []
            let resources = all.filter { !($0["name"].string ?? "").contains("/") }
            found.append([
                "version": .string(version),
                "resources": .array(resources.map { resource($0, subresources: all, group: name, version: version) }),
            ])
        }
        return ["metadata": ["name": .string(name)], "versions": .array(found)]
    }

    private static func resource(_ entry: JSON, subresources: [JSON], group: String, version: String) -> JSON {
        func kind(_ entry: JSON) -> JSON {
            [
                "group": .string(entry["group"].string ?? group), "version": .string(entry["version"].string ?? version),
                "kind": entry["kind"],
            ]
        }
        let name = entry["name"].string ?? ""
        let below = subresources.filter { ($0["name"].string ?? "").hasPrefix(name + "/") }
        return [
            "resource": .string(name), "responseKind": kind(entry), "scope": entry["namespaced"].bool == true ? "Namespaced" : "Cluster",
            "singularResource": entry["singularName"], "verbs": entry["verbs"], "shortNames": entry["shortNames"],
            "categories": entry["categories"],
            "subresources": .array(
                below.map {
                    [
                        "subresource": .string(String(($0["name"].string ?? "").dropFirst(name.count + 1))), "responseKind": kind($0),
                        "verbs": $0["verbs"],
                    ]
                }),
        ]
    }
}
