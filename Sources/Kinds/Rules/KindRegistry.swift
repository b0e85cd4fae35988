package import Resources
internal import Schema

/// The visible list of kinds with rules of their own; every other kind of the catalogue has the generic ones.
package enum KindRegistry {
    /// The rules of a kind, also of one that nobody has heard of.
    package static func rules(for gvk: GroupVersionKind) -> any KindRules { table[gvk] ?? generic(gvk) }

    private static let table: [GroupVersionKind: RegisteredKind] = {
        var table: [GroupVersionKind: RegisteredKind] = [:]
        for (apiVersion, kind, behaviour) in behaviours {
            let gvk = GroupVersionKind(apiVersion: apiVersion, kind: kind)
            table[gvk] = make(gvk, behaviour)
        }
        return table
    }()

    private static func generic(_ gvk: GroupVersionKind) -> RegisteredKind {
        let info = Catalogue.builtin.resource(gvk)
        let hasStatus = info?.subresource("status") != nil
        return make(gvk, PlainKind(separatesStatus: hasStatus, generationFields: hasStatus ? ["spec"] : []))
    }

    private static func make(_ gvk: GroupVersionKind, _ behaviour: any KindBehaviour) -> RegisteredKind {
        RegisteredKind(
            gvk: gvk, namespaced: Catalogue.builtin.resource(gvk)?.type.namespaced ?? true, schema: Catalogue.builtin.type(gvk),
            behaviour: behaviour)
    }

    private static let behaviours: [(String, String, any KindBehaviour)] = [
    ]
}
