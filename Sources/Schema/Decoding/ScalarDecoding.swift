internal import Document
internal import Resources

/// Canonical forms of quantities, times and bytes.
enum ScalarDecoding {
    /// Brings a quantity to its canonical text; returns what is wrong, nil when all is well.
    static func quantity(_ json: inout JSON) -> String? {
        let text: String
        switch json {
        case .string(let string):
            if isCanonicalAmount(string) { return nil }
            text = string.trimmedOfSpaces
        case .int, .double: text = json.text
        default: return Quantity.ParseError.format.description
        }
        do throws(Quantity.ParseError) {
            json = .string(try Quantity(text).description)
            return nil
        } catch {
            return error.description
        }
    }

    /// True for what nearly every quantity is: one to three digits, not beginning with 0, and at most one suffix.
    /// Such an amount is in canonical form already.
    private static func isCanonicalAmount(_ text: String) -> Bool {
        var digits = 0
        var letters = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if letters > 0 || (digits == 0 && byte == UInt8(ascii: "0")) { return false }
                digits += 1
            case UInt8(ascii: "m"), UInt8(ascii: "k"), UInt8(ascii: "M"), UInt8(ascii: "G"), UInt8(ascii: "T"), UInt8(ascii: "K"):
                letters += 1
                if letters > 1 { return false }
                if byte == UInt8(ascii: "K") && text.utf8.last != UInt8(ascii: "i") { return false }
            case UInt8(ascii: "i"):
                letters += 1
                if letters != 2 || text.utf8.contains(UInt8(ascii: "m")) || text.utf8.contains(UInt8(ascii: "k")) { return false }
            default: return false
            }
        }
        return (1...3).contains(digits)
    }

    /// The canonical text of a time, nil when `text` is canonical already.
    static func time(_ text: String, micro: Bool) -> Result<String?, DecodingFailure> {
        guard let time = Timestamp(text), !micro || hasSixDigits(text) else {
            return .failure(DecodingFailure(message: timeProblem(text, micro: micro)))
        }
        let canonical = micro ? time.microText : time.description
        return .success(canonical == text ? nil : canonical)
    }

    /// Times with microseconds are read with all six digits of them.
    private static func hasSixDigits(_ text: String) -> Bool {
        guard let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return false }
        return text.utf8[text.utf8.index(after: point)...].prefix { (0x30...0x39).contains($0) }.count == 6
    }

    /// The parts of the layout that times are read by, in order.
    private static let layout = ["2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05", "Z07:00"]
    private static let microLayout = Array(layout.dropLast()) + [".000000", "Z07:00"]

    private static func timeProblem(_ text: String, micro: Bool) -> String {
        let name = micro ? "2006-01-02T15:04:05.000000Z07:00" : "2006-01-02T15:04:05Z07:00"
        var rest = text[...]
        for part in micro ? microLayout : layout {
            let isNumber = part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            let piece = rest.prefix(part.count)
            let fits = isNumber ? piece.count == part.count && piece.utf8.allSatisfy { (0x30...0x39).contains($0) } : piece == part
            if part == "Z07:00" || !fits || part == ".000000" {
                return "parsing time \(text.goQuoted) as \(name.goQuoted): cannot parse \(String(rest).goQuoted) as \(part.goQuoted)"
            }
            rest = rest.dropFirst(part.count)
        }
        return "parsing time \(text.goQuoted): out of range"
    }

    /// What is wrong with base64 text (RFC 4648 §4, padded), nil when nothing is.
    static func base64Problem(_ text: String) -> String? {
        var count = 0
        var padding = 0
        for (position, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): continue
            case UInt8(ascii: "="):
                padding += 1
                if padding > 2 || count % 4 < 2 { return "illegal base64 data at input byte \(position)" }
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "+"), UInt8(ascii: "/"):
                if padding > 0 { return "illegal base64 data at input byte \(position)" }
            default: return "illegal base64 data at input byte \(position)"
            }
            count += 1
        }
        return count % 4 == 0 ? nil : "illegal base64 data at input byte \(text.utf8.count - text.utf8.count % 4)"
    }
}

extension String {
    fileprivate var trimmedOfSpaces: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
