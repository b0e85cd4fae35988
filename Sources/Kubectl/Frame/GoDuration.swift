/// Durations as flags take them (`1h15m30s`, `1.5s`, `300ms`, `0`), and as messages print them.
enum GoDuration {
    static func parse(_ text: String) -> Duration? {
        var rest = text[...]
        let negative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        if rest == "0" { return .zero }
        guard !rest.isEmpty else { return nil }
        var nanoseconds = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let number = Double(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !($0.isNumber || $0 == ".") }
            guard let factor = units[String(unit)] else { return nil }
            rest = rest.dropFirst(unit.count)
            nanoseconds += number * factor
        }
        return .nanoseconds(Int64(negative ? -nanoseconds : nanoseconds))
    }

    private static let units: [String: Double] = [
        "ns": 1, "us": 1e3, "µs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9,
    ]

    /// `30s`, `1m0s`, `1h0m0s`.
    static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        if seconds == 0, attoseconds != 0 { return "\(attoseconds / 1_000_000_000_000_000)ms" }
        let tail = "\(seconds % 60)s"
        if seconds >= 3600 { return "\(seconds / 3600)h\(seconds % 3600 / 60)m" + tail }
        return seconds >= 60 ? "\(seconds / 60)m" + tail : tail
    }
}
