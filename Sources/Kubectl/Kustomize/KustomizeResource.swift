internal import Document
internal import Resources
internal import Schema

/// An object on its way through kustomizations, with the names it has had.
struct KustomizeResource: Sendable {
    struct Identity: Hashable, Sendable {
        var group: String
        var version: String
        var kind: String
        var name: String
        /// Empty when none is said.
        var namespace: String

        init(_ object: JSON) {
            let gvk = GroupVersionKind(apiVersion: object["apiVersion"].string ?? "", kind: object["kind"].string ?? "")
            (group, version, kind) = (gvk.group, gvk.version, gvk.kind)
            name = object["metadata"]["name"].string ?? ""
            namespace = object["metadata"]["namespace"].string ?? ""
        }

        /// `Deployment.v1.apps/web.[noNs]`, as messages name it.
        var text: String {
            func part(_ text: String, _ missing: String) -> String { text.isEmpty ? missing : text }
            return "\(part(kind, "[noKind]")).\(part(version, "[noVer]")).\(part(group, "[noGrp]"))"
                + "/\(part(name, "[noName]")).\(part(namespace, "[noNs]"))"
        }

        /// The same object, where no namespace means `default`.
        func matches(_ other: Identity) -> Bool {
            group == other.group && kind == other.kind && version == other.version && name == other.name && isNear(other)
        }

        func isNear(_ other: Identity) -> Bool { Self.effective(namespace) == Self.effective(other.namespace) }

        static func effective(_ namespace: String) -> String { namespace.isEmpty ? "default" : namespace }
    }

    var object: JSON
    /// Earlier identities, the first first.
    private(set) var history: [Identity] = []
    /// Its name is to end with a hash of its content.
    var needsHash = false
    /// The kustomizations it has come through, from the inside out.
    var layers: [Int] = []

    init(_ object: JSON) { self.object = object }

    var identity: Identity { Identity(object) }
    var original: Identity { history.first ?? identity }
    var identities: [Identity] { history + [identity] }
    var name: String { object["metadata"]["name"].string ?? "" }
    var kind: String { object["kind"].string ?? "" }

    mutating func rename(_ name: String) { change { $0["metadata"]["name"] = .string(name) } }

    /// Changes the object; an identity it loses by that is remembered.
    mutating func change(_ body: (inout JSON) -> Void) {
        let before = identity
        body(&object)
        if identity != before, history.last != before { history.append(before) }
    }

    /// What the object was before something else was put in its place.
    mutating func inherit(from earlier: KustomizeResource) {
        history = earlier.history
        layers = earlier.layers
        needsHash = needsHash || earlier.needsHash
        if earlier.identity != identity, history.last != earlier.identity { history.append(earlier.identity) }
    }

    /// Kinds of the whole cluster; kinds that nobody here knows are in namespaces.
    var isNamespaced: Bool {
        let identity = identity
        let kind = GroupVersionKind(group: identity.group, version: identity.version, kind: identity.kind)
        return KustomizeSchema.resource(kind)?.type.namespaced ?? true
    }
}
