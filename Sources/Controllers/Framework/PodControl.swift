internal import Client
internal import Resources

/// In what words a kind of owner tells about its pods.
struct PodWords: Sendable {
    var created: @Sendable (_ pod: String, _ owner: String) -> String
    var notCreated: @Sendable (_ pod: String, _ owner: String, _ why: String) -> String
    var deleted: @Sendable (_ pod: String, _ owner: String) -> String
    var notDeleted: @Sendable (_ pod: String, _ owner: String, _ why: String) -> String

    static let usual = PodWords(
        created: { pod, _ in "Created pod: \(pod)" }, notCreated: { _, _, why in "Error creating: \(why)" },
        deleted: { pod, _ in "Deleted pod: \(pod)" }, notDeleted: { _, _, why in "Error deleting: \(why)" })
}

/// The hands of an owner of pods: makes, deletes, adopts and releases them, tells about it in events, and remembers what was written,
/// so that the owner does not decide again before its informer shows it.
struct PodControl: Sendable {
    /// What became of a number of pods; `failure` is the first server's refusal in words.
    struct Outcome: Sendable {
        var succeeded: Int
        var failure: String?
    }

    private let context: ControllerContext
    private let written = WrittenRevisions()
    private let departures = Departures()
    /// Carried by every pod of the owners, so that none goes uncounted; nil for owners that do not count.
    private let finalizer: String?
    private let words: PodWords

    init(_ context: ControllerContext, finalizer: String? = nil, words: PodWords = .usual) {
        self.context = context
        self.finalizer = finalizer
        self.words = words
    }

    // MARK: What was written

    /// Whether the informer shows all that was written for the owner.
    func isCovered(_ key: ObjectKey) -> Bool { written.isCovered(key, by: context.pods.revision, now: context.now()) }
    func forget(_ key: ObjectKey) { _ = departures.remaining(key, of: []) }
    /// Those of `living` that have not been asked to go.
    func remaining(_ key: ObjectKey, of living: [PodSummary]) -> [PodSummary] { departures.remaining(key, of: living) }
    func note(_ owner: ObjectKey, _ revision: String) { written.note(owner, revision, now: context.now()) }

    // MARK: Pods

    func create<Owner: Resource>(_ count: Int, for owner: Owner, _ make: @escaping @Sendable (Int) -> Pod) async -> Outcome {
        let (succeeded, failure) = await slowStart(count) { [context, words] index in
            let pod = make(index)
            do {
                let created = try await context.client.create(pod)
                note(owner.key, created.resourceVersion)
                context.events.record(owner, .normal, reason: "SuccessfulCreate", message: words.created(created.name, owner.name))
            } catch {
                let refusal = error as? APIError
                // A namespace that is going away takes no pods, and a pod of that name that is there already is a matter of time.
                if refusal?.isNamespaceTerminating ?? false || refusal?.isAlreadyExists ?? false { throw error }
                let message = words.notCreated(pod.name, owner.name, Self.words(error))
                context.events.record(owner, .warning, reason: "FailedCreate", message: message)
                throw error
            }
        }
        if (failure as? APIError)?.isNamespaceTerminating ?? false { return Outcome(succeeded: succeeded) }
        return Outcome(succeeded: succeeded, failure: failure.map(Self.words))
    }

    /// - Parameter withFinalizer: whether the owner's finalizer goes with them: they will not be counted.
    func delete<Owner: Resource>(_ doomed: [PodSummary], of owner: Owner, withFinalizer: Bool = false) async -> Outcome {
        let (succeeded, failure) = await slowStart(doomed.count, first: slowStartLimit) { [context, departures, words] index in
            let (pod, name) = (doomed[index], doomed[index].key.name)
            departures.note(owner.key, pod.uid)
            do {
                if withFinalizer { try await removeFinalizer(pod, for: owner.key) }
                guard try await context.client.deleteExactly(.pods, pod.key, uid: pod.uid) else { return }
            } catch {
                departures.cancel(owner.key, pod.uid)
                let message = words.notDeleted(name, owner.name, Self.words(error))
                context.events.record(owner, .warning, reason: "FailedDelete", message: message)
                throw error
            }
            context.events.record(owner, .normal, reason: "SuccessfulDelete", message: words.deleted(name, owner.name))
        }
        return Outcome(succeeded: succeeded, failure: failure.map(Self.words))
    }

    /// A pod that has gone by now has lost its finalizer too.
    func removeFinalizer(_ pod: PodSummary, for owner: ObjectKey) async throws {
        guard let finalizer else { return }
        if let revision = try await context.client.patchOwnership(.pods, pod.key, .removeFinalizer(pod.uid, finalizer)) {
            note(owner, revision)
        }
    }

    // MARK: Ownership

    /// Releases and adopts; the adopted pods as they were before.
    func settle<Owner: Resource>(_ claims: PodClaims, _ owner: Owner) async throws -> [PodSummary] {
        for pod in claims.release { _ = try await own(pod, .release(pod.uid, from: owner.uid, finalizer: finalizer), owner) }
        guard !claims.adopt.isEmpty, try await context.client.mayAdopt(owner) else { return [] }
        var adopted: [PodSummary] = []
        for pod in claims.adopt where try await own(pod, .adopt(pod.uid, by: owner.controllerReference, finalizer: finalizer), owner) {
            adopted.append(pod)
        }
        return adopted
    }

    private func own<Owner: Resource>(_ pod: PodSummary, _ patch: Patch, _ owner: Owner) async throws -> Bool {
        guard let revision = try await context.client.patchOwnership(.pods, pod.key, patch) else { return false }
        note(owner.key, revision)
        return true
    }

    static func words(_ error: any Error) -> String { (error as? APIError)?.message ?? "\(error)" }
}
