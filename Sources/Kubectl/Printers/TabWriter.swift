/// Columns of text, as wide as their widest cell and three spaces more, as kubectl prints tables.
struct TabWriter: Sendable {
    static let minimumWidth = 6
    static let padding = 3

    private var rows: [[String]] = []
    /// Widths of tables printed before, which later rows of a watch keep to.
    private(set) var widths: [Int]

    init(widths: [Int] = []) { self.widths = widths }

    mutating func add(_ row: [String]) { rows.append(row) }
    var isEmpty: Bool { rows.isEmpty }

    /// The rows as lines; they are forgotten, their widths are not.
    mutating func text() -> String {
        for row in rows {
            for (index, cell) in row.dropLast().enumerated() {
                if index == widths.count { widths.append(Self.minimumWidth) }
                widths[index] = max(widths[index], Self.width(cell) + Self.padding)
            }
        }
        var text = ""
        for row in rows {
            for (index, cell) in row.enumerated() {
                text += cell
                if index < row.count - 1 { text += String(repeating: " ", count: widths[index] - Self.width(cell)) }
            }
            text += "\n"
        }
        rows = []
        return text
    }

    private static func width(_ cell: String) -> Int {
        cell.utf8.count == cell.unicodeScalars.count ? cell.utf8.count : cell.unicodeScalars.count
    }
}
