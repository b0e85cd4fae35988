internal import Document

/// What a refused change would have changed: a unified diff of both values' JSON, in upstream's form. Members are named as clients write
/// them, in the order of their names.
enum SpecDifference {
    /// Lines around a change that are told with it.
    private static let context = 3

    static func text(_ new: JSON, _ old: JSON) -> String {
        var (before, after): ([String], [String]) = ([], [])
        write(old, indent: "", prefix: "", suffix: "", to: &before)
        write(new, indent: "", prefix: "", suffix: "", to: &after)
        let runs = LineComparison.runs(before, after)
        return hunks(runs).map { hunk($0, before, after) }.joined()
    }

    // MARK: Lines

    /// JSON, a line for each member and element, indented by one space.
    private static func write(_ json: JSON, indent: String, prefix: String, suffix: String, to lines: inout [String]) {
        switch json {
        case .object(let object) where !object.isEmpty:
            lines.append(indent + prefix + "{")
            let members = object.sorted { $0.key < $1.key }
            for (index, member) in members.enumerated() {
                let name = JSON.string(member.key).text + ": "
                write(member.value, indent: indent + " ", prefix: name, suffix: index == members.count - 1 ? "" : ",", to: &lines)
            }
            lines.append(indent + "}" + suffix)
        case .array(let array) where !array.isEmpty:
            lines.append(indent + prefix + "[")
            for (index, element) in array.enumerated() {
                write(element, indent: indent + " ", prefix: "", suffix: index == array.count - 1 ? "" : ",", to: &lines)
            }
            lines.append(indent + "]" + suffix)
        default: lines.append(indent + prefix + json.text + suffix)
        }
    }

    // MARK: Hunks

    /// Runs that stand near each other, with as many of the equal lines around them as are told.
    private static func hunks(_ runs: [LineComparison.Run]) -> [[LineComparison.Run]] {
        var hunks: [[LineComparison.Run]] = []
        var hunk: [LineComparison.Run] = []
        for (index, run) in runs.enumerated() {
            guard run.isEqual else {
                hunk.append(run)
                continue
            }
            let (isFirst, isLast) = (index == 0, index == runs.count - 1)
            if !isFirst, isLast || run.old.count > 2 * context {
                hunk.append(run.prefix(context))
                hunks.append(hunk)
                hunk = []
            }
            if isFirst || !isLast && run.old.count > 2 * context {
                hunk.append(run.suffix(context))
            } else if !isLast {
                hunk.append(run)
            }
        }
        if hunk.contains(where: { !$0.isEqual }) { hunks.append(hunk) }
        return hunks
    }

    private static func hunk(_ runs: [LineComparison.Run], _ old: [String], _ new: [String]) -> String {
        guard let first = runs.first, let last = runs.last else { return "" }
        func range(_ start: Int, _ end: Int) -> String {
            switch end - start {
            case 1: "\(start + 1)"
            case 0: "\(start),0"
            case let count: "\(start + 1),\(count)"
            }
        }
        var text =
            "@@ -\(range(first.old.lowerBound, last.old.upperBound)) +\(range(first.new.lowerBound, last.new.upperBound)) @@\n"
        for run in runs {
            if run.isEqual {
                for line in old[run.old] { text += " " + line + "\n" }
            } else {
                for line in old[run.old] { text += "-" + line + "\n" }
                for line in new[run.new] { text += "+" + line + "\n" }
            }
        }
        return text
    }
}
