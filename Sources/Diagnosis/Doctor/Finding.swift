package import Document

/// What one check of the doctor has tried, with which result, and what to do.
package struct Finding: Sendable, Hashable {
    package enum State: String, Sendable, Hashable {
        case good = "ok"
        /// Works, but not for long, or not well.
        case warning
        case bad = "FAILED"
        /// Not tried, because something it needs is not there.
        case skipped
    }

    /// From the ground up: what is named later stands on what is named before.
    package enum Area: String, Sendable, Hashable, CaseIterable {
        case machine
        case parts
        case certificates
        case nodes
        case images
        case pods
        case names
        case services
        case outside
    }

    package var area: Area
    package var state: State
    /// What was tried.
    package var what: String
    package var result: String
    /// Empty when there is nothing to do.
    package var fix: String

    package init(_ area: Area, _ state: State, _ what: String, _ result: String, fix: String = "") {
        (self.area, self.state, self.what, self.result, self.fix) = (area, state, what, result, fix)
    }

    package var json: JSON {
        [
            "area": .string(area.rawValue), "state": .string(state == .bad ? "failed" : state.rawValue), "check": .string(what),
            "result": .string(result), "fix": .string(fix),
        ]
    }
}

/// All findings of one examination.
package struct Checkup: Sendable, Hashable {
    package private(set) var findings: [Finding]

    package init(_ findings: [Finding] = []) { self.findings = findings }

    package mutating func add(_ finding: Finding) { findings.append(finding) }
    package mutating func add(_ more: [Finding]) { findings += more }

    package var hasFailed: Bool { findings.contains { $0.state == .bad } }

    /// The failure that others may come from: the first one, from the ground up.
    package var firstBroken: Finding? {
        for area in Finding.Area.allCases {
            if let found = findings.first(where: { $0.area == area && $0.state == .bad }) { return found }
        }
        return nil
    }

    private var ordered: [Finding] { Finding.Area.allCases.flatMap { area in findings.filter { $0.area == area } } }

    /// For people: areas from the ground up, a line a check, what to do below it.
    package var text: String {
        let width = findings.map(\.what.count).max() ?? 0
        var lines: [String] = []
        var area: Finding.Area?
        for finding in ordered {
            if finding.area != area {
                lines.append(finding.area.rawValue)
                area = finding.area
            }
            let state = finding.state.rawValue.padded(to: 8)
            lines.append("  \(state) \(finding.what.padded(to: width))  \(finding.result)")
            if !finding.fix.isEmpty { lines.append("           fix: " + finding.fix) }
        }
        return lines.joined(separator: "\n") + "\n\n" + summary + "\n"
    }

    package var summary: String {
        let (tried, bad) = (findings.filter { $0.state != .skipped }.count, findings.filter { $0.state == .bad }.count)
        let skipped = findings.count - tried
        let rest = skipped > 0 ? "; \(skipped) could not be tried" : ""
        guard let broken = firstBroken else { return "All \(tried) checks are well\(rest)." }
        return "\(bad) of \(tried) checks failed\(rest). Begin with: \(broken.what): \(broken.result)."
    }

    package var json: JSON {
        [
            "healthy": .bool(!hasFailed), "summary": .string(summary), "firstBroken": firstBroken?.json ?? .null,
            "findings": .array(ordered.map(\.json)),
        ]
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
}
