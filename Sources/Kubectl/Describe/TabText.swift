/// Text whose tab-ended cells are aligned to columns with spaces, as Go's `text/tabwriter` does it.
///
/// A column is a run of neighbouring lines that all have a cell there, so a line without tabs ends all columns above it. What follows the last
/// tab of a line belongs to no column.
struct TabText: Sendable {
    /// Spaces between the widest cell of a column and the next one.
    let padding: Int
    private var finished = ""
    private var lines: [[String]] = [[""]]

    init(padding: Int = 2) { self.padding = padding }

    mutating func write(_ text: String) {
        var cell = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\t":
                append(cell)
                lines[lines.count - 1].append("")
                cell = ""
            case "\n":
                append(cell)
                lines.append([""])
                cell = ""
            default: cell.unicodeScalars.append(scalar)
            }
        }
        append(cell)
    }

    /// Ends all columns: what is written later is aligned for itself.
    mutating func flush() {
        var widths: [Int] = []
        var output = ""
        format(0..<lines.count, &widths, &output)
        finished += output
        lines = [[""]]
    }

    /// All that was written.
    mutating func finish() -> String {
        flush()
        return finished
    }

    private mutating func append(_ text: String) {
        if text.isEmpty { return }
        let line = lines.count - 1
        lines[line][lines[line].count - 1] += text
    }

    /// Lays out `range`, of which the columns left of `widths.count` are known.
    private func format(_ range: Range<Int>, _ widths: inout [Int], _ output: inout String) {
        let column = widths.count
        var start = range.lowerBound
        var line = range.lowerBound
        while line < range.upperBound {
            guard column < lines[line].count - 1 else {
                line += 1
                continue
            }
            emit(start..<line, widths, &output)
            start = line
            var width = 0
            while line < range.upperBound, column < lines[line].count - 1 {
                width = max(width, lines[line][column].unicodeScalars.count + padding)
                line += 1
            }
            widths.append(width)
            format(start..<line, &widths, &output)
            widths.removeLast()
            start = line
        }
        emit(start..<range.upperBound, widths, &output)
    }

    private func emit(_ range: Range<Int>, _ widths: [Int], _ output: inout String) {
        for index in range {
            for (column, cell) in lines[index].enumerated() {
                output += cell
                if column < widths.count { output += String(repeating: " ", count: max(0, widths[column] - cell.unicodeScalars.count)) }
            }
            if index + 1 < lines.count { output += "\n" }
        }
    }
}
