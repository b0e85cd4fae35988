/// One transaction on a table: chains to make, elements to take out, elements to put in, in this order, because an element may only
/// name a chain that exists, and an element with a new value must first go.
package struct TableChange: Sendable {
    package let table: String
    /// Chains that come into use, with their rules.
    var newChains: [(name: String, rules: [String])] = []
    private(set) var removed: [MapElement] = []
    private(set) var added: [MapElement] = []
    /// UDP flows that would keep going where they no longer should.
    package var staleFlows: [StaleFlow] = []

    /// Elements in one command: keeps lines readable and the parser's work even.
    static let elementsPerCommand = 500

    init(table: String) { self.table = table }

    package var isEmpty: Bool { newChains.isEmpty && removed.isEmpty && added.isEmpty }
    package var elementCount: Int { removed.count + added.count }

    mutating func add(_ element: MapElement) { added.append(element) }
    mutating func remove(_ element: MapElement) { removed.append(element) }

    /// The difference between two lists of elements.
    mutating func replace(_ old: [MapElement], with new: [MapElement]) {
        guard !old.isEmpty else { return added += new }
        let before = Set(old)
        let after = Set(new)
        removed += old.filter { !after.contains($0) }
        added += new.filter { !before.contains($0) }
    }

    /// The transaction in the nft language.
    package var text: String {
        var text = ""
        for chain in newChains {
            text += "add chain ip \(table) \(chain.name)\n"
            for rule in chain.rules { text += "add rule ip \(table) \(chain.name) \(rule)\n" }
        }
        Self.write("delete", removed, table, withValues: false, into: &text)
        Self.write("add", added, table, withValues: true, into: &text)
        return text
    }

    private static func write(_ verb: String, _ elements: [MapElement], _ table: String, withValues: Bool, into text: inout String) {
        var order: [String] = []
        var groups: [String: [MapElement]] = [:]
        for element in elements {
            if groups[element.map] == nil { order.append(element.map) }
            groups[element.map, default: []].append(element)
        }
        for map in order {
            let group = groups[map] ?? []
            for start in stride(from: 0, to: group.count, by: elementsPerCommand) {
                text += "\(verb) element ip \(table) \(map) { "
                for (index, element) in group[start..<min(start + elementsPerCommand, group.count)].enumerated() {
                    if index > 0 { text += ", " }
                    text += element.key
                    if withValues, !element.value.isEmpty { text += " : \(element.value)" }
                }
                text += " }\n"
            }
        }
    }
}
