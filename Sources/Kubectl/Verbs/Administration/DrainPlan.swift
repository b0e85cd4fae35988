internal import Document
internal import Resources

/// Which pods of a node a drain removes, which it leaves, and why it may not begin.
struct DrainPlan: Sendable, Equatable {
    struct Options: Sendable {
        var force = false
        var ignoresDaemonSets = false
        var deletesEmptyDirData = false
        /// Pods deleted longer ago than so many seconds are passed over; 0 passes over none.
        var skipsDeletedAfterSeconds = 0
    }

    private enum Verdict: Equatable {
        case delete
        case skip
        case warn(String, deletes: Bool)
        case refuse(String)
    }

    private(set) var pods: [JSON] = []
    /// What is told before it begins, one text for each sort.
    private(set) var warnings: [(text: String, pods: [String])] = []
    private(set) var refusals: [(text: String, pods: [String])] = []

    static func == (a: DrainPlan, b: DrainPlan) -> Bool {
        a.pods == b.pods && a.warningText == b.warningText && a.refusalTexts == b.refusalTexts
    }

    /// - Parameter daemonSets: of each pod that a daemon set made the error with which that could not be read; nil when it is there.
    init(_ candidates: [JSON], _ options: Options, now: Timestamp, missingDaemonSets: [String: String] = [:]) {
        for pod in candidates {
            let title = pod["metadata"]["namespace"].words + "/" + pod["metadata"]["name"].words
            var deletes = true
            var warning: String?
            var refusal: String?
            for verdict in Self.verdicts(pod, options, now, missingDaemonSets[title]) {
                switch verdict {
                case .delete: continue
                case .skip: deletes = false
                case .warn(let text, let stays):
                    warning = text
                    deletes = stays
                case .refuse(let text):
                    refusal = text
                    deletes = false
                }
                if !deletes { break }
            }
            if let refusal { Self.add(title, refusal, &refusals) } else if let warning { Self.add(title, warning, &warnings) }
            if deletes { pods.append(pod) }
        }
    }

    private static func add(_ title: String, _ text: String, _ list: inout [(text: String, pods: [String])]) {
        if let index = list.firstIndex(where: { $0.text == text }) { list[index].pods.append(title) } else { list.append((text, [title])) }
    }

    var warningText: String { warnings.map { "\($0.text): \($0.pods.joined(separator: ", "))" }.joined(separator: "; ") }
    var refusalTexts: [String] { refusals.map { "cannot delete \($0.text): \($0.pods.joined(separator: ", "))" } }

    static func isDeletedLongAgo(_ pod: JSON, _ seconds: Int, _ now: Timestamp) -> Bool {
        guard seconds > 0, let time = pod["metadata"]["deletionTimestamp"].timestamp else { return false }
        return Int(now.secondsSince(time)) > seconds
    }

    private static func verdicts(_ pod: JSON, _ options: Options, _ now: Timestamp, _ missing: String?) -> [Verdict] {
        let metadata = pod["metadata"]
        let phase = pod["status"]["phase"].words
        let isOver = phase == "Succeeded" || phase == "Failed"
        let owner = metadata["ownerReferences"].items.first { $0["controller"].bool == true }
        var verdicts: [Verdict] = []
        if isDeletedLongAgo(pod, options.skipsDeletedAfterSeconds, now) { verdicts.append(.skip) }
        if let owner, owner["kind"].words == "DaemonSet", owner["apiVersion"].words == "apps/v1", !isOver {
            if let missing {
                verdicts.append(options.force ? .warn(missing, deletes: true) : .refuse(missing))
            } else if options.ignoresDaemonSets {
                verdicts.append(.warn("ignoring DaemonSet-managed Pods", deletes: false))
            } else {
                verdicts.append(.refuse("DaemonSet-managed Pods (use --ignore-daemonsets to ignore)"))
            }
        }
        if metadata["annotations"]["kubernetes.io/config.mirror"].isPresent { verdicts.append(.skip) }
        if !isOver, pod["spec"]["volumes"].items.contains(where: { $0["emptyDir"].isPresent }) {
            verdicts.append(
                options.deletesEmptyDirData
                    ? .warn("deleting Pods with local storage", deletes: true)
                    : .refuse("Pods with local storage (use --delete-emptydir-data to override)"))
        }
        if !isOver, owner == nil {
            verdicts.append(
                options.force
                    ? .warn("deleting Pods that declare no controller", deletes: true)
                    : .refuse("Pods that declare no controller (use --force to override)"))
        }
        return verdicts
    }
}
