internal import Client
internal import Document
internal import Resources

/// Templates that an owner has had, oldest first: a value on which it is decided what to keep, to make and to forget.
struct RevisionHistory: Sendable {
    private(set) var revisions: [ControllerRevision]

    init(_ revisions: [ControllerRevision]) {
        self.revisions = revisions.sorted {
            ($0.revision, $0.metadata.creationTimestamp?.seconds ?? 0, $0.name)
                < ($1.revision, $1.metadata.creationTimestamp?.seconds ?? 0, $1.name)
        }
    }

    /// What a revision keeps of a template: a patch that puts it back, as `kubectl rollout undo` sends it.
    static func data(_ template: PodTemplateSpec) -> JSON {
        var template = PodTemplateHash.canonical(template.json)
        template["$patch"] = "replace"
        return ["spec": ["template": template]]
    }

    static func template(_ revision: ControllerRevision) -> PodTemplateSpec {
        var template = revision.data["spec", "template"]
        template["$patch"] = .null
        return PodTemplateSpec(template)
    }

    /// The newest revision that holds the template; several may, when somebody has made one by hand.
    func revision(of template: PodTemplateSpec) -> ControllerRevision? {
        let wished = PodTemplateHash.canonical(Self.data(template))
        return revisions.last { PodTemplateHash.canonical($0.data) == wished }
    }

    subscript(name: String) -> ControllerRevision? { revisions.first { $0.name == name } }

    /// The number above all but the given revision's.
    func number(above revision: ControllerRevision?) -> Int {
        (revisions.filter { $0.uid != revision?.uid }.map(\.revision).max() ?? 0) + 1
    }

    /// The oldest revisions beyond those kept for going back. One that is in use is never forgotten.
    func beyond(limit: Int, inUse: (ControllerRevision) -> Bool) -> [ControllerRevision] {
        Array(revisions.filter { !inUse($0) }.dropLast(max(0, limit)))
    }
}

/// Makes, adopts and forgets revisions of owners of one kind.
struct RevisionKeeper: Sendable {
    private let context: ControllerContext
    private let informer: Informer<ControllerRevision>
    private let written = WrittenRevisions()
    /// The label by which a revision carries the hash that ends its name.
    private let hashLabel: String

    /// Bytes of the owner's name that a revision's begins with.
    private static let prefixLimit = 223
    /// Other templates of the same hash that are stepped over before giving up until later.
    private static let collisionLimit = 10

    init(_ context: ControllerContext, hashLabel: String) {
        self.context = context
        self.hashLabel = hashLabel
        informer = context.informers.informer(ControllerRevision.self, indexes: [Self.namespaceIndex: { [$0.key.namespace] }])
    }

    private static let namespaceIndex = "namespace"

    var source: any Syncable { informer }

    func isCovered(_ key: ObjectKey) -> Bool { written.isCovered(key, by: informer.revision, now: context.now()) }

    /// Adds owners of a kind to a queue when their revisions change.
    func follow(_ kind: String, into queue: WorkQueue<ObjectKey>) {
        informer.onChange { change in
            for revision in [change.object, change.oldObject].compactMap({ $0 }) {
                guard let owner = revision.metadata.controllerOwner, owner.kind == kind else { continue }
                queue.add(ObjectKey(namespace: revision.namespace, name: owner.name))
            }
        }
    }

    /// The owner's revisions, after adopting orphans it selects.
    func history<Owner: Resource>(of owner: Owner, selector: LabelSelector) async throws -> RevisionHistory {
        var mine: [ControllerRevision] = []
        var orphans: [ControllerRevision] = []
        for record in informer.records(index: Self.namespaceIndex, key: owner.namespace) {
            let revision = record.view(ControllerRevision.self)
            if let controller = revision.metadata.controllerOwner {
                if controller.uid == owner.uid { mine.append(revision) }
            } else if selector.matches(record.labels), !revision.isBeingDeleted {
                orphans.append(revision)
            }
        }
        guard !orphans.isEmpty, !owner.isBeingDeleted, try await context.client.mayAdopt(owner) else { return RevisionHistory(mine) }
        for orphan in orphans {
            let patch = Patch.adopt(orphan.uid, by: owner.controllerReference)
            guard let revision = try await context.client.patchOwnership(ControllerRevision.type, orphan.key, patch) else { continue }
            written.note(owner.key, revision, now: context.now())
            mine.append(orphan)
        }
        return RevisionHistory(mine)
    }

    /// The revision of the owner's template, made when there is none, with a number above all others.
    /// - Parameter collisions: counted up when another template has the hash already.
    func current<Owner: Resource>(
        of owner: Owner, template: PodTemplateSpec, _ history: RevisionHistory, collisions: inout Int
    ) async throws -> ControllerRevision {
        let found = history.revision(of: template)
        let number = history.number(above: found)
        if let found {
            guard found.revision < number else { return found }
            let raised = try await context.client.patch(
                ControllerRevision.self, namespace: found.namespace, name: found.name,
                .merge(["metadata": ["uid": .string(found.uid)], "revision": .int(Int64(number))]))
            written.note(owner.key, raised.resourceVersion, now: context.now())
            return raised
        }
        for _ in 0..<Self.collisionLimit {
            let revision = make(owner, template, number: number, collisions: collisions)
            do {
                let created = try await context.client.create(revision)
                written.note(owner.key, created.resourceVersion, now: context.now())
                return created
            } catch let error as APIError where error.isAlreadyExists {
                let existing = try await context.client.get(ControllerRevision.self, namespace: owner.namespace, name: revision.name)
                let isSame = PodTemplateHash.canonical(existing.data) == PodTemplateHash.canonical(revision.data)
                if isSame, existing.metadata.controllerOwner?.uid == owner.uid { return existing }
                collisions += 1
            }
        }
        throw APIError.alreadyExists(ControllerRevision.type, owner.name)
    }

    private func make<Owner: Resource>(
        _ owner: Owner, _ template: PodTemplateSpec, number: Int, collisions: Int
    ) -> ControllerRevision {
        let data = RevisionHistory.data(template)
        let hash = PodTemplateHash.compute(data, collisionCount: collisions)
        var revision = ControllerRevision(name: "\(owner.name.prefix(Self.prefixLimit))-\(hash)", namespace: owner.namespace)
        revision.metadata.labels = template.metadata.labels
        revision.metadata.labels[hashLabel] = hash
        revision.metadata.annotations = owner.annotations
        revision.metadata.ownerReferences = [owner.controllerReference]
        revision.data = data
        revision.revision = number
        return revision
    }

    func forget<Owner: Resource>(_ revisions: [ControllerRevision], of owner: Owner) async throws {
        for revision in revisions {
            _ = try await context.client.deleteExactly(ControllerRevision.type, revision.key, uid: revision.uid, propagation: nil)
        }
    }
}
