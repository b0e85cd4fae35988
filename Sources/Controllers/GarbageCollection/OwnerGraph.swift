internal import Document
internal import Resources

/// Who depends on whom, as far as garbage collection has to know: only objects that have owners, or that wait for their dependents
/// before they go, are in it. Everything else is looked up when it matters.
struct OwnerGraph: Sendable {
    static let foregroundFinalizer = "foregroundDeletion"
    static let orphanFinalizer = "orphan"

    struct Object: Sendable, Hashable {
        let type: ResourceType
        let key: ObjectKey
        let uid: String
        let resourceVersion: String
        let owners: [OwnerReference]
        let isBeingDeleted: Bool
        let finalizers: [String]

        init(type: ResourceType, _ document: JSON) {
            let metadata = ObjectMeta(document["metadata"])
            self.type = type
            key = metadata.key
            uid = metadata.uid
            resourceVersion = metadata.resourceVersion
            owners = metadata.ownerReferences
            isBeingDeleted = metadata.deletionTimestamp != nil
            finalizers = metadata.finalizers
        }

        /// Goes only after those of its dependents that block it.
        var waitsForDependents: Bool { isBeingDeleted && finalizers.contains(OwnerGraph.foregroundFinalizer) }
        /// Goes only after its dependents have been told to live on without it.
        var orphansDependents: Bool { isBeingDeleted && finalizers.contains(OwnerGraph.orphanFinalizer) }
        var concernsCollector: Bool { !owners.isEmpty || waitsForDependents || orphansDependents }
    }

    private(set) var objects: [String: Object] = [:]
    private var dependents: [String: Set<String>] = [:]
    /// Owners that were found to be there and have not been seen to go since: what they own needs no look.
    private var verified: Set<String> = []

    func dependents(of uid: String) -> [Object] { (dependents[uid] ?? []).compactMap { objects[$0] } }

    func blockers(of uid: String) -> [Object] {
        dependents(of: uid).filter { $0.owners.contains { $0.uid == uid && $0.blockOwnerDeletion } }
    }

    /// Whether a new version of an object has to be taken in although it has neither owners nor finalizers: it had before.
    func knows(_ uid: String) -> Bool { objects[uid] != nil }

    /// Takes in a new version of an object; the uids that are worth a look now.
    mutating func update(_ object: Object) -> Set<String> {
        let before = objects[object.uid]
        unlink(before)
        defer { forgetOwners(of: before) }
        var look: Set<String> = []
        // An owner that waits may now have one dependent less.
        for owner in before?.owners ?? [] where !object.owners.contains(where: { $0.uid == owner.uid }) { look.insert(owner.uid) }
        guard object.concernsCollector else { return look }
        objects[object.uid] = object
        for owner in object.owners { dependents[owner.uid, default: []].insert(object.uid) }
        if object.waitsForDependents || object.orphansDependents || object.owners.contains(where: { !verified.contains($0.uid) }) {
            look.insert(object.uid)
        }
        return look
    }

    /// An object is gone: its dependents have lost an owner, and its own owners may go on.
    mutating func remove(uid: String) -> Set<String> {
        let gone = objects[uid]
        unlink(gone)
        forgetOwners(of: gone)
        verified.remove(uid)
        return (dependents[uid] ?? []).union(gone?.owners.map(\.uid) ?? [])
    }

    /// An owner is about to be looked up; should it go after that, `remove` takes this back.
    mutating func verify(_ uid: String) { verified.insert(uid) }
    mutating func doubt(_ uid: String) { verified.remove(uid) }

    /// After a gap in what was seen of a kind: its objects, and those owned by any of its kind.
    func touched(by type: ResourceType) -> Set<String> {
        let prefix = type.group.isEmpty ? "" : type.group + "/"
        return Set(
            objects.values.lazy.filter { object in
                object.type == type || object.owners.contains { $0.kind == type.kind && $0.apiVersion.hasPrefix(prefix) }
            }.map(\.uid))
    }

    private mutating func unlink(_ object: Object?) {
        guard let object else { return }
        objects[object.uid] = nil
        for owner in object.owners {
            dependents[owner.uid]?.remove(object.uid)
            if dependents[owner.uid]?.isEmpty ?? false { dependents[owner.uid] = nil }
        }
    }

    /// What is known of owners matters only as long as something depends on them.
    private mutating func forgetOwners(of object: Object?) {
        for owner in object?.owners ?? [] where dependents[owner.uid] == nil { verified.remove(owner.uid) }
    }
}
