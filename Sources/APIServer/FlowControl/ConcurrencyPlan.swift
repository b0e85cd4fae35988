/// How the server's seats are shared among priority levels, and lent between them (KEP-1040).
struct ConcurrencyPlan: Sendable {
    /// What a level is configured to have.
    struct Level: Sendable, Hashable {
        var name: String
        var shares: Int
        /// Part of its seats that others may use while it does not, in percent.
        var lendablePercent: Int
        /// Seats it may borrow, in percent of its own; nil is as many as there are.
        var borrowingPercent: Int?
    }

    /// Bounds of the seats a level has at a time.
    struct Bounds: Sendable, Hashable {
        var nominal: Int
        var lowest: Int
        var highest: Int
    }

    /// - Parameter total: seats of the whole server.
    static func bounds(_ levels: [Level], total: Int) -> [String: Bounds] {
        let shares = levels.reduce(0) { $0 + $1.shares }
        var result: [String: Bounds] = [:]
        for level in levels {
            let nominal = shares == 0 ? 0 : (total * level.shares + shares - 1) / shares
            let lendable = Int((Double(nominal) * Double(level.lendablePercent) / 100).rounded())
            let borrowing = level.borrowingPercent.map { Int((Double(nominal) * Double($0) / 100).rounded()) }
            result[level.name] = Bounds(
                nominal: nominal, lowest: max(0, nominal - lendable), highest: borrowing.map { nominal + $0 } ?? nominal + total)
        }
        return result
    }

    /// The seats each level gets for the time to come. Whoever needs no more than it keeps anyway lends the rest; what is then there is
    /// shared by those who need more, each in proportion to its nominal seats and up to its bounds.
    /// - Parameter demands: the most seats each has had use for of late.
    static func limits(_ bounds: [String: Bounds], demands: [String: Int]) -> [String: Int] {
        let names = bounds.keys.sorted()
        let total = bounds.values.reduce(0) { $0 + $1.nominal }
        func wanted(_ name: String) -> Int {
            guard let bound = bounds[name] else { return 0 }
            return min(max(demands[name] ?? 0, bound.lowest), bound.highest)
        }
        let needed = names.reduce(0) { $0 + wanted($1) }
        var result: [String: Int] = [:]
        for name in names { result[name] = wanted(name) }
        if needed < total {
            // Enough for everybody: what is left over goes back to those it belongs to.
            for name in names { result[name] = max(wanted(name), bounds[name]?.nominal ?? 0) }
            return result
        }
        // Too little for everybody: the same part of each level's nominal seats, between its lowest and what it wants. The part is found by
        // halving, to within a thousandth.
        var (low, high) = (0.0, Double(total) + 1)
        func seats(_ name: String, _ factor: Double) -> Int {
            guard let bound = bounds[name] else { return 0 }
            return min(max(Int(Double(bound.nominal) * factor), bound.lowest), wanted(name))
        }
        for _ in 0..<64 where high - low > 0.001 {
            let middle = (low + high) / 2
            if names.reduce(0, { $0 + seats($1, middle) }) <= total { low = middle } else { high = middle }
        }
        for name in names { result[name] = seats(name, low) }
        return result
    }
}
