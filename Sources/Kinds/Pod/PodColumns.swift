internal import Document
internal import Resources
internal import Schema

/// The row of a pod. STATUS sums up phase, containers and deletion in one word, as scripts expect it.
enum PodColumns {
    static let all: [TableColumn] = [
        .name, TableColumn("Ready", description: "Containers that pass their readiness checks, of all."),
        TableColumn("Status", description: "What the pod is doing, in one word."),
        TableColumn("Restarts", description: "How often its containers were started again, and how long ago the last time."), .age,
        TableColumn("IP", description: "The pod's own address.", priority: 1),
        TableColumn("Node", description: "The node it runs on.", priority: 1),
        TableColumn("Nominated Node", description: "The node where room is being made for it.", priority: 1),
        TableColumn("Readiness Gates", description: "Conditions, beyond the containers', that have to be true.", priority: 1),
    ]

    static func cells(_ pod: JSON, now: Timestamp) -> [JSON] {
        let summary = PodSummary(pod)
        var restarts = String(summary.restarts)
        if summary.restarts != 0, let last = summary.lastRestart { restarts += " (\(JSON.string(last).age(now: now)) ago)" }
        return [
            pod.nameCell, .string("\(summary.ready)/\(summary.total)"), .string(summary.reason), .string(restarts), pod.ageCell(now: now),
            orNone(pod["status"]["podIPs"][0]["ip"].string ?? pod["status"]["podIP"].string), orNone(pod["spec"]["nodeName"].string),
            orNone(pod["status"]["nominatedNodeName"].string), .string(gates(pod)),
        ]
    }

    private static func orNone(_ text: String?) -> JSON { .string(text.flatMap { $0.isEmpty ? nil : $0 } ?? "<none>") }

    private static func gates(_ pod: JSON) -> String {
        guard let gates = pod["spec"]["readinessGates"].array, !gates.isEmpty else { return "<none>" }
        let conditions = pod["status"]["conditions"].array ?? []
        let open = gates.filter { gate in
            conditions.first { $0["type"] == gate["conditionType"] }?["status"].string == "True"
        }
        return "\(open.count)/\(gates.count)"
    }
}

/// What a pod's statuses come to.
private struct PodSummary {
    var reason: String
    var restarts = 0
    var ready = 0
    var total: Int
    var lastRestart: String?
    private var sidecarRestarts = 0
    private var lastSidecarRestart: String?

    init(_ pod: JSON) {
        let status = pod["status"]
        let phase = status["phase"].string ?? ""
        reason = phase
        if let given = status["reason"].string, !given.isEmpty { reason = given }
        let conditions = status["conditions"].array ?? []
        if conditions.contains(where: { $0["type"].string == "PodScheduled" && $0["reason"].string == "SchedulingGated" }) {
            reason = "SchedulingGated"
        }
        let initContainers = pod["spec"]["initContainers"].array ?? []
        let sidecars = Set(initContainers.filter { $0["restartPolicy"].string == "Always" }.compactMap { $0["name"].string })
        total = (pod["spec"]["containers"].array ?? []).count + sidecars.count
        let initializing = readInit(status["initContainerStatuses"].array ?? [], sidecars, count: initContainers.count)
        if !initializing || Self.isTrue(conditions, "Initialized") {
            readMain(status["containerStatuses"].array ?? [], isReady: Self.isTrue(conditions, "Ready"))
        }
        if !pod["metadata"]["deletionTimestamp"].isNull {
            if status["reason"].string == "NodeLost" {
                reason = "Unknown"
            } else if phase != "Succeeded" && phase != "Failed" {
                reason = "Terminating"
            }
        }
    }

    private static func isTrue(_ conditions: [JSON], _ type: String) -> Bool {
        conditions.contains { $0["type"].string == type && $0["status"].string == "True" }
    }

    private static func later(_ a: String?, _ b: String?) -> String? {
        guard let a else { return b }
        guard let b else { return a }
        return max(a, b)
    }

    /// Returns true while init containers still run or have failed.
    private mutating func readInit(_ statuses: [JSON], _ sidecars: Set<String>, count: Int) -> Bool {
        for (index, status) in statuses.enumerated() {
            let isSidecar = sidecars.contains(status["name"].string ?? "")
            let finished = status["lastState", "terminated", "finishedAt"].string
            restarts += status["restartCount"].int ?? 0
            lastRestart = Self.later(lastRestart, finished)
            if isSidecar {
                sidecarRestarts += status["restartCount"].int ?? 0
                lastSidecarRestart = Self.later(lastSidecarRestart, finished)
            }
            let terminated = status["state"]["terminated"]
            let waiting = status["state", "waiting", "reason"].string ?? ""
            if !terminated.isNull, (terminated["exitCode"].int ?? 0) == 0 { continue }
            if isSidecar, status["started"].bool == true {
                if status["ready"].bool == true { ready += 1 }
                continue
            }
            if !terminated.isNull {
                reason = "Init:" + Self.end(terminated)
            } else if !waiting.isEmpty, waiting != "PodInitializing" {
                reason = "Init:" + waiting
            } else {
                reason = "Init:\(index)/\(count)"
            }
            return true
        }
        return false
    }

    private static func end(_ terminated: JSON) -> String {
        if let reason = terminated["reason"].string, !reason.isEmpty { return reason }
        if let signal = terminated["signal"].int, signal != 0 { return "Signal:\(signal)" }
        return "ExitCode:\(terminated["exitCode"].int ?? 0)"
    }

    private mutating func readMain(_ statuses: [JSON], isReady: Bool) {
        (restarts, lastRestart) = (sidecarRestarts, lastSidecarRestart)
        var hasRunning = false
        var errorReason = ""
        for status in statuses.reversed() {
            restarts += status["restartCount"].int ?? 0
            lastRestart = Self.later(lastRestart, status["lastState", "terminated", "finishedAt"].string)
            let terminated = status["state"]["terminated"]
            if let waiting = status["state", "waiting", "reason"].string, !waiting.isEmpty {
                reason = waiting
            } else if !terminated.isNull {
                reason = Self.end(terminated)
                if (terminated["exitCode"].int ?? 0) != 0 { errorReason = reason }
            } else if status["ready"].bool == true, !status["state"]["running"].isNull {
                hasRunning = true
                ready += 1
            }
        }
        guard reason == "Completed" else { return }
        if hasRunning && isReady {
            reason = "Running"
        } else if !errorReason.isEmpty {
            reason = errorReason
        } else if hasRunning {
            reason = "NotReady"
        }
    }
}
