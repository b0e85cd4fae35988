/// Why an object is not as wished: a cause, what shows it, and the nearest thing to do about it.
package struct Diagnosis: Sendable, Hashable {
    package var cause: Cause
    /// The object it is about, as commands name it: `pod/web`.
    package var subject: String
    /// One sentence without a full stop.
    package var reason: String
    /// What was seen: messages, log lines, numbers. Each is one line.
    package var evidence: [String]
    /// What to do; empty when there is nothing to do.
    package var fix: String

    package init(_ cause: Cause, _ subject: String, _ reason: String, evidence: [String] = [], fix: String = "") {
        self.cause = cause
        self.subject = subject
        self.reason = reason
        self.evidence = evidence.flatMap { $0.split(separator: "\n").map(String.init) }.filter { !$0.isEmpty }
        self.fix = fix
    }

    package enum Cause: String, Sendable, CaseIterable {
        case healthy, starting, finished, paused
        case resources, selector, affinity, taint, cordoned, hostPort, podLimit, volumePlacement, noNodes, noScheduler, gated, unschedulable
        case claimUnbound, claimMissing, classMissing, volumeFailed
        case imageMissing, imageName, imageNever, registryDown, architecture, pullDenied, pullFailed
        case configMissing, createFailed, sandboxFailed
        case outOfMemory, killed, terminated, segmentationFault, aborted, notExecutable, commandMissing, exited, probeKilled, evicted,
            failed
        case probeFailed, readinessGate, notReady
        case selectorMatchesNothing, noSelector, portMismatch, podsNotReady, noEndpoints, externalName, noAddress
        case nothingListens, loopbackOnly, endpointSilent
        case ingressClass, backendMissing, backendPort, backendEmpty, secretMissing
        case quota, refused, noController, progress, deadline, backoffLimit, suspended, missedSchedule
        case nodeSilent, nodeNotReady, nodePressure
        case finalizer, namespaceContent, deleting
    }

    /// Whether nothing needs to be done.
    package var isHealthy: Bool { [.healthy, .starting, .finished, .externalName].contains(cause) }

    /// For people: the sentence, the evidence indented, the fix last.
    package var text: String {
        var lines = ["\(subject): \(reason)."]
        lines += evidence.map { "    " + $0 }
        if !fix.isEmpty { lines.append("  fix: " + fix) }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// `3 pods`, `1 pod`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension [String: String] {
    /// `a=1,b=2`, as selectors are written on a command line.
    var selectorText: String { sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }
}

extension [String] {
    /// The first few, and how many more there are.
    func few(_ limit: Int = 3) -> String {
        count <= limit ? joined(separator: ", ") : prefix(limit).joined(separator: ", ") + " and \(count - limit) more"
    }
}
