package import Document
internal import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// A moment in UTC. The API writes most times to the second (RFC 3339), some to the microsecond (meta/v1 MicroTime).
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    package var seconds: Int64
    /// 0 ..< 1,000,000,000.
    package var nanoseconds: Int32

    package init(seconds: Int64, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// As container runtimes tell times.
    package init(nanosecondsSince1970 nanoseconds: Int64) {
        self.init(seconds: nanoseconds / 1_000_000_000, nanoseconds: Int32(nanoseconds % 1_000_000_000))
    }

    package static func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
    }

    package static func < (a: Timestamp, b: Timestamp) -> Bool {
        a.seconds == b.seconds ? a.nanoseconds < b.nanoseconds : a.seconds < b.seconds
    }

    /// The moment without its fraction, as it comes back after it was written to the second.
    package var wholeSeconds: Timestamp { Timestamp(seconds: seconds) }

    package func adding(seconds delta: Int) -> Timestamp { Timestamp(seconds: seconds + Int64(delta), nanoseconds: nanoseconds) }

    package static func + (time: Timestamp, duration: Duration) -> Timestamp {
        let (whole, atto) = duration.components
        var seconds = time.seconds + whole
        var nanoseconds = Int64(time.nanoseconds) + atto / 1_000_000_000
        if nanoseconds < 0 {
            nanoseconds += 1_000_000_000
            seconds -= 1
        } else if nanoseconds >= 1_000_000_000 {
            nanoseconds -= 1_000_000_000
            seconds += 1
        }
        return Timestamp(seconds: seconds, nanoseconds: Int32(nanoseconds))
    }

    package static func - (a: Timestamp, b: Timestamp) -> Duration {
        .seconds(a.seconds - b.seconds) + .nanoseconds(Int64(a.nanoseconds) - Int64(b.nanoseconds))
    }

    /// Seconds from `earlier` until this moment, fraction included.
    package func secondsSince(_ earlier: Timestamp) -> Double {
        Double(seconds - earlier.seconds) + Double(nanoseconds - earlier.nanoseconds) / 1e9
    }
}

extension Timestamp: CustomStringConvertible {
    /// To the second: `2024-01-02T03:04:05Z`. The same moment is told again and again: the last one is kept.
    package var description: String {
        if let last = Self.last.withLock({ $0 }), last.seconds == seconds { return last.text }
        let text = text(fractionDigits: 0)
        Self.last.withLock { $0 = (seconds, text) }
        return text
    }

    private static let last = Mutex<(seconds: Int64, text: String)?>(nil)

    /// To the microsecond: `2024-01-02T03:04:05.000678Z`.
    package var microText: String { text(fractionDigits: 6) }

    /// To the nanosecond without trailing zeros, as container logs are written (Go's RFC3339Nano).
    package var nanoText: String {
        if nanoseconds == 0 { return description }
        var text = text(fractionDigits: 9)
        text.removeLast()
        while text.hasSuffix("0") { text.removeLast() }
        return text + "Z"
    }

    private func text(fractionDigits: Int) -> String {
        let days = seconds >= 0 ? seconds / 86_400 : -((-seconds + 86_399) / 86_400)
        let secondOfDay = seconds - days * 86_400
        let date = CivilDate(daysSinceEpoch: days)
        return String(unsafeUninitializedCapacity: 30) { buffer in
            var count = 0
            func put(_ byte: UInt8) {
                buffer[count] = byte
                count += 1
            }
            func number(_ value: Int64, digits: Int) {
                var divisor: Int64 = 1
                for _ in 1..<digits { divisor *= 10 }
                while divisor > 0 {
                    put(UInt8(ascii: "0") + UInt8(value / divisor % 10))
                    divisor /= 10
                }
            }
            number(min(max(date.year, 0), 9999), digits: 4)
            put(UInt8(ascii: "-"))
            number(date.month, digits: 2)
            put(UInt8(ascii: "-"))
            number(date.day, digits: 2)
            put(UInt8(ascii: "T"))
            number(secondOfDay / 3600, digits: 2)
            put(UInt8(ascii: ":"))
            number(secondOfDay / 60 % 60, digits: 2)
            put(UInt8(ascii: ":"))
            number(secondOfDay % 60, digits: 2)
            if fractionDigits > 0 {
                var fraction = Int64(nanoseconds)
                for _ in fractionDigits..<9 { fraction /= 10 }
                put(UInt8(ascii: "."))
                number(fraction, digits: fractionDigits)
            }
            put(UInt8(ascii: "Z"))
            return count
        }
    }
}

extension Timestamp: FieldValue {
    package init?(field: JSON) {
        guard let text = field.string, let time = Timestamp(text) else { return nil }
        self = time
    }
    package var field: JSON { .string(description) }
    package static var zero: Timestamp { Timestamp(seconds: 0) }
}
