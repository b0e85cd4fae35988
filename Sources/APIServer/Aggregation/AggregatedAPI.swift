internal import Document
internal import FoundationEssentials
internal import Resources
internal import Schema

/// A version of a group that another server answers for, as an APIService with a `service` says.
struct AggregatedAPI: Sendable, Hashable {
    /// The APIService's name, `v1.metrics.example.com`.
    let name: String
    let groupVersion: GroupVersion
    let service: ObjectKey
    let port: Int
    /// PEM of who signs the server's certificate; nil when the authorities that this machine trusts do.
    let authority: [UInt8]?
    /// Whether any certificate will do.
    let isUnverified: Bool
    let priority: APIPriority
    /// Whether the condition `Available` is true; requests are refused otherwise.
    let isAvailable: Bool

    /// - Returns: nil for what this server answers for itself.
    init?(_ document: JSON) {
        let spec = document["spec"]
        let service = spec["service"]
        guard let name = service["name"].string, let namespace = service["namespace"].string, let version = spec["version"].string,
            let group = spec["group"].string, !group.isEmpty
        else { return nil }
        self.name = document["metadata"]["name"].string ?? ""
        groupVersion = GroupVersion(group: group, version: version)
        self.service = ObjectKey(namespace: namespace, name: name)
        port = service["port"].int ?? 443
        authority = spec["caBundle"].string.flatMap { Data(base64Encoded: $0) }.map { Array($0) }.flatMap { $0.isEmpty ? nil : $0 }
        isUnverified = spec["insecureSkipTLSVerify"].bool ?? false
        priority = APIPriority(group: spec["groupPriorityMinimum"].int ?? 0, version: spec["versionPriority"].int ?? 0)
        isAvailable = (document["status"]["conditions"].array ?? []).map { Condition($0) }.isTrue("Available")
    }

    /// The path under which the server tells what it has.
    var path: String { "/apis/\(groupVersion)" }

    /// Whether both are reached in the same way, so that what one was found to have holds for the other.
    func isReached(like other: AggregatedAPI) -> Bool {
        (service, port, isUnverified) == (other.service, other.port, other.isUnverified) && authority == other.authority
    }
}
