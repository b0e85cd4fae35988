internal import Document
import FoundationEssentials
internal import Resources
internal import Schema

#if canImport(Glibc)
    import Glibc
#endif

/// Values as Go's `%v` shows them, in which upstream's descriptions are written.
extension JSON {
    var goText: String {
        switch self {
        case .null: "<nil>"
        case .string(let text): text
        case .array(let elements): "[" + elements.map(\.goText).joined(separator: " ") + "]"
        case .object(let object):
            "map[" + object.sorted { $0.key < $1.key }.map { $0.key + ":" + $0.value.goText }.joined(separator: " ") + "]"
        default: text
        }
    }

    /// The string, or the empty one.
    var words: String { string ?? "" }
    var items: [JSON] { array ?? [] }
    /// The number, or 0.
    var count: Int { int ?? 0 }
    var isPresent: Bool { !isNull }

    /// An int-or-string as it was written.
    var intOrString: String { string ?? int.map { String($0) } ?? "" }

    /// A quantity in its canonical form; 0 for what is absent.
    var quantityText: String { Quantity(field: self)?.description ?? "0" }
    var quantity: Quantity { Quantity(field: self) ?? .zero }

    /// A time as RFC 1123 has it, with the zone as a number, in the machine's own zone.
    var localTime: String { timestamp.map(GoTime.rfc1123) ?? GoTime.zero }
    var timestamp: Timestamp? { string.flatMap { Timestamp($0) } }

    /// The time since this one in words ("5m3s"), or `<unknown>`.
    func age(_ now: Timestamp) -> String {
        guard let timestamp else { return "<unknown>" }
        return HumanDuration.text(seconds: Int(now.secondsSince(timestamp)))
    }

    /// A set of labels as `a=1,b=2`, or `<none>`.
    var labelsText: String {
        let labels = stringMap.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }
        return labels.isEmpty ? "<none>" : labels.joined(separator: ",")
    }

    /// A label selector in the notation of the command line; empty for none.
    var selectorText: String { (try? LabelSelector(json: self))?.description ?? "" }
    var selectorOrNone: String {
        guard let selector = try? LabelSelector(json: self) else { return "<error>" }
        let text = selector.description
        return text.isEmpty ? "<none>" : text
    }

    var trueOrFalse: String { bool.map { $0 ? "True" : "False" } ?? "<unset>" }
}

extension String {
    var orNone: String { isEmpty ? "<none>" : self }
}

enum GoTime {
    static let zero = "Mon, 01 Jan 0001 00:00:00 +0000"
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Mon, 02 Jan 2006 15:04:05 -0700`, in the machine's zone.
    static func rfc1123(_ time: Timestamp) -> String {
        let parts = local(time)
        return "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(Int(parts.tm_year) + 1900) "
            + "\(clock(parts)) \(offset(parts))"
    }

    /// `2006-01-02 15:04:05 -0700 MST`, in the machine's zone.
    static func plain(_ time: Timestamp) -> String {
        let parts = local(time)
        let zone = parts.tm_zone.map { String(cString: $0) } ?? "UTC"
        let name = zone == "GMT" ? "UTC" : zone
        return "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) \(clock(parts)) \(offset(parts)) \(name)"
    }

    private static func local(_ time: Timestamp) -> tm {
        var seconds = time_t(time.seconds)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return parts
    }

    private static func clock(_ parts: tm) -> String { "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))" }

    private static func offset(_ parts: tm) -> String {
        let minutes = abs(parts.tm_gmtoff) / 60
        return (parts.tm_gmtoff < 0 ? "-" : "+") + two(Int32(minutes / 60)) + two(Int32(minutes % 60))
    }

    private static func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

enum Base64Bytes {
    /// The bytes of a field in base 64; none when it is not in base 64.
    static func decode(_ text: String) -> [UInt8] { Data(base64Encoded: text).map(Array.init) ?? [] }
}
