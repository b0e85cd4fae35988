internal import Resources

/// Whether the processes and certificates of a cluster are as they should be.
package enum PartsCheck {
    /// Certificates are renewed by themselves a month before their end.
    static let renewalSeconds: Int64 = 30 * 86_400

    package static func server(pid: Int32?, restart: String) -> Finding {
        pid.map { Finding(.parts, .good, "server process", "runs (\($0))") }
            ?? Finding(.parts, .bad, "server process", "does not run", fix: restart)
    }

    /// - Parameter failure: why it does not answer; nil when it does.
    package static func answer(_ what: String, _ result: String, failure: String?, fix: String) -> Finding {
        guard let failure else { return Finding(.parts, .good, what, result) }
        return Finding(.parts, .bad, what, failure.split(separator: "\n").first.map(String.init) ?? "no answer", fix: fix)
    }

    package static func certificates(_ entries: [(name: String, secondsLeft: Int64)], unreadable: [String]) -> [Finding] {
        var findings = unreadable.map {
            Finding(
                .certificates, .bad, $0, "cannot be read as a certificate",
                fix: "remove the file and start anew: coxswain down; coxswain up makes another")
        }
        for (name, left) in entries where left < renewalSeconds {
            let fix =
                name == "ca.crt"
                ? "the authority is never renewed by itself: back up (coxswain backup), make the cluster anew, restore"
                : "coxswain down; coxswain up renews it"
            findings.append(
                left <= 0
                    ? Finding(.certificates, .bad, name, "is over since \(span(-left))", fix: fix)
                    : Finding(.certificates, .warning, name, "is good for \(span(left)) only, and should have been renewed", fix: fix))
        }
        if findings.isEmpty {
            let first = entries.min { $0.secondsLeft < $1.secondsLeft }
            findings.append(
                first.map {
                    Finding(
                        .certificates, .good, "\(entries.count) certificates",
                        "the first to end, \($0.name), is good for \(span($0.secondsLeft))")
                } ?? Finding(.certificates, .bad, "certificates", "there are none", fix: "coxswain down; coxswain up makes them"))
        }
        return findings
    }

    /// How far nodes' clocks are ahead of this machine's, by what they wrote into their leases, in seconds.
    package static func clocks(_ ahead: [(node: String, seconds: Double)]) -> Finding {
        let wrong = ahead.filter { $0.seconds > 5 }
        guard let worst = wrong.max(by: { $0.seconds < $1.seconds }) else {
            return Finding(.nodes, .good, "clocks", ahead.isEmpty ? "no node to compare with" : "no node's is ahead of this machine's")
        }
        return Finding(
            .nodes, .bad, "clocks",
            "that of \(worst.node) is \(Int(worst.seconds)) seconds ahead: certificates and leases are taken for wrong",
            fix: "keep all machines' clocks by NTP: timedatectl set-ntp true")
    }

    package static func nodes(_ diagnoses: [Diagnosis]) -> [Finding] {
        if diagnoses.isEmpty {
            return [Finding(.nodes, .bad, "nodes", "there is none", fix: "coxswain down; coxswain up, without --no-node")]
        }
        return diagnoses.map { found in
            let state: Finding.State = found.isHealthy ? .good : found.cause == .cordoned ? .warning : .bad
            let evidence = found.isHealthy ? "" : found.evidence.first.map { ": " + $0 } ?? ""
            return Finding(.nodes, state, found.subject, found.reason + evidence, fix: found.isHealthy ? "" : found.fix)
        }
    }

    static func span(_ seconds: Int64) -> String {
        switch seconds {
        case (2 * 86_400)...: "\(seconds / 86_400) days"
        case (2 * 3600)...: "\(seconds / 3600) hours"
        default: "\(seconds / 60) minutes"
        }
    }
}
