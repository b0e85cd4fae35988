internal import Client
internal import Document
internal import Resources

/// `rollout status`: how far a rollout is, in words, until it is done.
enum RolloutStatus {
    private static let flags: [Flag] = [
        .bool("watch", "w", true, "Follow until it is done."), .int("revision", "Only this revision; 0 is the newest."),
        .duration("timeout", "Give up after this time; 0 never does."), RolloutCommand.selectorFlag,
    ]

    static let command = Command(
        "status", usage: RolloutCommand.usage, summary: "Show how far a rollout is",
        examples: [("For example", "kubectl rollout status deployment/kubia")], flags: ResourceSelection.fileFlags("to follow") + flags,
        arguments: .resources, run: run)

    static func run(_ invocation: Invocation) async throws {
        let infos = try await RolloutCommand.objects(invocation, "required resource not specified")
        let revision = invocation.flags.int("revision")
        if revision < 0 { throw Failure("revision must be a positive integer: \(revision)") }
        let timeout = invocation.flags.duration("timeout")
        let deadline = ContinuousClock.now + (timeout == .zero ? .seconds(7 * 86_400) : timeout)
        for info in infos {
            guard ["Deployment", "DaemonSet", "StatefulSet"].contains(info.type.kind) else {
                throw Failure("no status viewer has been implemented for \(info.type.kind)")
            }
            let console = invocation.console
            let first = try RolloutProgress.of(info.object, revision: revision)
            console.out(first.text)
            console.flush()
            if first.isDone || !invocation.flags.bool("watch") { continue }
            do {
                try await ObjectWait(invocation.session, info).until(deadline: deadline) { object in
                    guard let object else { throw Failure("object has been deleted") }
                    if object["metadata"]["resourceVersion"] == info.object["metadata"]["resourceVersion"] { return false }
                    let progress = try RolloutProgress.of(object, revision: revision)
                    console.out(progress.text)
                    console.flush()
                    return progress.isDone
                }
            } catch let failure as Failure where failure.description.hasPrefix("timed out") {
                throw Failure("timed out waiting for the condition")
            }
        }
    }
}

/// How far a rollout is, read from its workload.
struct RolloutProgress: Equatable {
    var text: String
    var isDone: Bool

    static let revisionAnnotation = "deployment.kubernetes.io/revision"

    static func of(_ object: JSON, revision: Int = 0) throws(Failure) -> RolloutProgress {
        switch object["kind"].string {
        case "Deployment": return try deployment(object, revision)
        case "DaemonSet": return try daemonSet(object)
        default: return try statefulSet(object)
        }
    }

    private static func number(_ value: JSON) -> Int { value.int ?? 0 }

    private static func deployment(_ object: JSON, _ revision: Int) throws(Failure) -> RolloutProgress {
        let name = (object["metadata"]["name"].string ?? "").goQuoted
        if revision > 0 {
            let actual = object["metadata"]["annotations"][revisionAnnotation].string.flatMap { Int($0) } ?? 0
            if actual != revision { throw Failure("desired revision (\(revision)) is different from the running revision (\(actual))") }
        }
        let status = object["status"]
        guard number(object["metadata"]["generation"]) <= number(status["observedGeneration"]) else {
            return RolloutProgress(text: "Waiting for deployment spec update to be observed...\n", isDone: false)
        }
        let progressing = status["conditions"].array?.first { $0["type"].string == "Progressing" }
        if progressing?["reason"].string == "ProgressDeadlineExceeded" {
            throw Failure("deployment \(name) exceeded its progress deadline")
        }
        let wanted = object["spec"]["replicas"].int ?? 1
        let (updated, all, available) = (number(status["updatedReplicas"]), number(status["replicas"]), number(status["availableReplicas"]))
        let prefix = "Waiting for deployment \(name) rollout to finish: "
        if updated < wanted {
            return RolloutProgress(text: prefix + "\(updated) out of \(wanted) new replicas have been updated...\n", isDone: false)
        }
        if all > updated {
            return RolloutProgress(text: prefix + "\(all - updated) old replicas are pending termination...\n", isDone: false)
        }
        if available < updated {
            return RolloutProgress(text: prefix + "\(available) of \(updated) updated replicas are available...\n", isDone: false)
        }
        return RolloutProgress(text: "deployment \(name) successfully rolled out\n", isDone: true)
    }

    private static func daemonSet(_ object: JSON) throws(Failure) -> RolloutProgress {
        let name = (object["metadata"]["name"].string ?? "").goQuoted
        if object["spec"]["updateStrategy"]["type"].string == "OnDelete" {
            throw Failure("rollout status is only available for RollingUpdate strategy type")
        }
        let status = object["status"]
        guard number(object["metadata"]["generation"]) <= number(status["observedGeneration"]) else {
            return RolloutProgress(text: "Waiting for daemon set spec update to be observed...\n", isDone: false)
        }
        let wanted = number(status["desiredNumberScheduled"])
        let (updated, available) = (number(status["updatedNumberScheduled"]), number(status["numberAvailable"]))
        let prefix = "Waiting for daemon set \(name) rollout to finish: "
        if updated < wanted {
            return RolloutProgress(text: prefix + "\(updated) out of \(wanted) new pods have been updated...\n", isDone: false)
        }
        if available < wanted {
            return RolloutProgress(text: prefix + "\(available) of \(wanted) updated pods are available...\n", isDone: false)
        }
        return RolloutProgress(text: "daemon set \(name) successfully rolled out\n", isDone: true)
    }

    private static func statefulSet(_ object: JSON) throws(Failure) -> RolloutProgress {
        if object["spec"]["updateStrategy"]["type"].string == "OnDelete" {
            throw Failure("rollout status is only available for RollingUpdate strategy type")
        }
        let status = object["status"]
        let observed = number(status["observedGeneration"])
        if observed == 0 || number(object["metadata"]["generation"]) > observed {
            return RolloutProgress(text: "Waiting for statefulset spec update to be observed...\n", isDone: false)
        }
        let wanted = object["spec"]["replicas"].int ?? 1
        let (ready, updated) = (number(status["readyReplicas"]), number(status["updatedReplicas"]))
        if ready < wanted { return RolloutProgress(text: "Waiting for \(wanted - ready) pods to be ready...\n", isDone: false) }
        if let partition = object["spec"]["updateStrategy"]["rollingUpdate"]["partition"].int, partition > 0 {
            let goal = wanted - partition
            if updated < goal {
                return RolloutProgress(
                    text: "Waiting for partitioned roll out to finish: \(updated) out of \(goal) new pods have been updated...\n",
                    isDone: false)
            }
            return RolloutProgress(text: "partitioned roll out complete: \(updated) new pods have been updated...\n", isDone: true)
        }
        let (update, current) = (status["updateRevision"].string ?? "", status["currentRevision"].string ?? "")
        if update != current {
            return RolloutProgress(
                text: "waiting for statefulset rolling update to complete \(updated) pods at revision \(update)...\n", isDone: false)
        }
        return RolloutProgress(
            text: "statefulset rolling update complete \(number(status["currentReplicas"])) pods at revision \(current)...\n", isDone: true)
    }
}
