/// Metrics in Prometheus' text form (exposition format 0.0.4), as kubelets and pods tell them. OpenMetrics text is read as far as
/// the two agree. Lines that cannot be read are left out.
struct PrometheusText: Sendable {
    struct Sample: Sendable, Equatable {
        var name: String
        var labels: [String: String]
        var value: Double
        /// Milliseconds since 1970, where the text says when it was measured.
        var milliseconds: Int64?
    }

    /// Samples read from one text; the rest is left out.
    static let sampleLimit = 20_000

    private(set) var samples: [Sample] = []
    /// The type of each metric that says so: `counter`, `gauge`, `histogram`, `summary`, `untyped`.
    private(set) var types: [String: String] = [:]

    init(_ bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if line.first == UInt8(ascii: "#") {
                readType(line)
            } else if samples.count < Self.sampleLimit, let sample = Self.sample(line) {
                samples.append(sample)
            }
        }
    }

    private mutating func readType(_ line: ArraySlice<UInt8>) {
        let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        if words.count == 4, words[1] == "TYPE", types.count < Self.sampleLimit { types[words[2]] = words[3].filter { $0 != "\r" } }
    }

    private static func sample(_ line: ArraySlice<UInt8>) -> Sample? {
        var cursor = Cursor(bytes: line)
        cursor.skipBlanks()
        let name = cursor.word()
        guard !name.isEmpty, let labels = cursor.labels() else { return nil }
        cursor.skipBlanks()
        guard let value = number(cursor.word()) else { return nil }
        cursor.skipBlanks()
        return Sample(name: name, labels: labels, value: value, milliseconds: Int64(cursor.word()))
    }

    private static func number(_ text: String) -> Double? {
        switch text {
        case "+Inf", "Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: Double(text)
        }
    }

    /// Whether a metric only ever grows, so that its rate is what tells something.
    func isCounter(_ name: String) -> Bool {
        if let type = types[name] { return type == "counter" }
        for suffix in ["_total", "_count", "_sum", "_bucket"] where name.hasSuffix(suffix) {
            switch types[String(name.dropLast(suffix.count))] {
            case "counter", "histogram", "summary": return true
            case nil where suffix == "_total": return true
            default: break
            }
        }
        return false
    }

    private struct Cursor {
        var bytes: ArraySlice<UInt8>

        mutating func skipBlanks() {
            bytes = bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r") }
        }

        /// Up to the next blank, brace or sign that ends a name or number.
        mutating func word() -> String {
            let end = bytes.firstIndex { byte in " \t\r{=,}".utf8.contains(byte) } ?? bytes.endIndex
            defer { bytes = bytes[end...] }
            return String(decoding: bytes[..<end], as: UTF8.self)
        }

        mutating func take(_ byte: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: byte) else { return false }
            bytes = bytes.dropFirst()
            return true
        }

        /// Nil when what begins like labels does not end like them.
        mutating func labels() -> [String: String]? {
            guard take("{") else { return [:] }
            var labels: [String: String] = [:]
            while true {
                skipBlanks()
                if take("}") { return labels }
                let key = word()
                skipBlanks()
                guard !key.isEmpty, take("=") else { return nil }
                skipBlanks()
                guard take("\""), let value = quoted() else { return nil }
                labels[key] = value
                skipBlanks()
                _ = take(",")
            }
        }

        private mutating func quoted() -> String? {
            var text: [UInt8] = []
            while let byte = bytes.popFirst() {
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let escaped = bytes.popFirst() else { return nil }
                    text.append(escaped == UInt8(ascii: "n") ? UInt8(ascii: "\n") : escaped)
                default: text.append(byte)
                }
            }
            return nil
        }
    }
}
