internal import Resources

/// What becomes of an object, given how its owners fare.
enum CollectionVerdict: Sendable, Equatable {
    case keep
    /// References to owners that are gone, by uid, are taken out.
    case dropOwners([String])
    case delete(foreground: Bool)

    /// Waiting: it is being deleted and goes when its dependents have gone.
    enum OwnerState: Sendable { case present, absent, waiting }

    static func decide(_ object: OwnerGraph.Object, owners: [String: OwnerState], hasDependents: Bool) -> CollectionVerdict {
        guard !object.owners.isEmpty, !object.isBeingDeleted else { return .keep }
        let states = object.owners.map { ($0, owners[$0.uid] ?? .present) }
        let gone = states.filter { $0.1 != .present }.map(\.0.uid)
        if gone.isEmpty { return .keep }
        if states.contains(where: { $0.1 == .present }) { return .dropOwners(gone) }
        // An owner that waits wants its dependents to wait for theirs too.
        return .delete(
            foreground: hasDependents && states.contains { $0.1 == .waiting } || object.finalizers.contains(OwnerGraph.foregroundFinalizer))
    }
}
