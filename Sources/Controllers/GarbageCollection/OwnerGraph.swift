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
        let owners: [OwnerReference]
        let isBeingDeleted: Bool
        let finalizers: [String]

        init(type: ResourceType, _ document: JSON) {
            let metadata = ObjectMeta(document["metadata"])
            self.type = type
            key = metadata.key
            uid = metadata.uid
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

    func dependents(of uid: String) -> [Object] { (dependents[uid] ?? []).compactMap { objects[$0] } }

    func blockers(of uid: String) -> [Object] {
        dependents(of: uid).filter { $0.owners.contains { $0.uid == uid && $0.blockOwnerDeletion } }
    }

    /// Takes in a new state of an object; the uids that are worth a look now.
    mutating func update(_ object: Object) -> Set<String> {
        let before = objects[object.uid]
        unlink(before)
        guard object.concernsCollector else { return Set(before?.owners.map(\.uid) ?? []) }
        objects[object.uid] = object
        for owner in object.owners { dependents[owner.uid, default: []].insert(object.uid) }
        var look: Set<String> = [object.uid]
        // An owner that waits may now have one dependent less.
        for owner in before?.owners ?? [] where !object.owners.contains(where: { $0.uid == owner.uid }) { look.insert(owner.uid) }
        return look
    }

    /// An object is gone: its dependents have lost an owner, and its own owners may go on.
    mutating func remove(uid: String) -> Set<String> {
        let gone = objects[uid]
        unlink(gone)
        return (dependents[uid] ?? []).union(gone?.owners.map(\.uid) ?? [])
    }

    private mutating func unlink(_ object: Object?) {
        guard let object else { return }
        objects[object.uid] = nil
        for owner in object.owners {
            dependents[owner.uid]?.remove(object.uid)
            if dependents[owner.uid]?.isEmpty ?? false { dependents[owner.uid] = nil }
        }
    }
}

/// What becomes of an object, given how its owners fare.
enum CollectionVerdict: Sendable, Equatable {
    case keep
    /// References to owners that are gone, by uid, are taken out.
    case dropOwners([String])
    case delete(foreground: Bool)

    enum OwnerState: Sendable { case present, absent, waiting }

    static func decide(_ object: OwnerGraph.Object, owners: [String: OwnerState], hasDependents: Bool) -> CollectionVerdict {
        guard !object.owners.isEmpty, !object.isBeingDeleted else { return .keep }
        let states = object.owners.map { ($0, owners[$0.uid] ?? .present) }
        let gone = states.filter { $0.1 != .present }.map(\.0.uid)
        if gone.isEmpty { return .keep }
        if states.contains(where: { $0.1 == .present }) { return .dropOwners(gone) }
        // An owner that waits wants its dependents to wait for theirs too.
        return .delete(foreground: hasDependents && states.contains { $0.1 == .waiting } || object.finalizers.contains(OwnerGraph.foregroundFinalizer))
    }
}
