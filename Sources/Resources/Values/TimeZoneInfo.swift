#if canImport(Glibc)
    import Glibc
#endif

/// How far the clocks of a place are from UTC at each moment, from the compiled files of the time zone database (RFC 8536).
package struct TimeZoneInfo: Sendable, Hashable {
    struct Change: Sendable, Hashable {
        /// Seconds since 1970 from which the offset holds.
        var start: Int64
        /// Seconds east of UTC.
        var offset: Int64
    }

    /// Before the first change.
    var firstOffset: Int64
    /// Sorted by their start.
    var changes: [Change]
    /// What holds after the last change.
    var rule: TimeZoneRule?

    package static let utc = TimeZoneInfo(firstOffset: 0, changes: [], rule: nil)
    private static let directory = "/usr/share/zoneinfo/"
    /// Bytes of the largest file that is read.
    private static let fileLimit = 1 << 20

    /// The zone of a name such as `Europe/Ljubljana`, read from the system's database; nil when it knows none of that name.
    package static func named(_ name: String) -> TimeZoneInfo? {
        if name.isEmpty || name == "UTC" { return utc }
        let isPlain = name.utf8.allSatisfy { byte in
            switch UInt8(byte) {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "_-+/".utf8.contains(byte)
            }
        }
        guard isPlain, !name.hasPrefix("/") else { return nil }
        guard let file = fopen(directory + name, "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: fileLimit)
        let count = fread(&bytes, 1, fileLimit, file)
        return TimeZoneInfo(file: Array(bytes[..<count]))
    }

    /// Seconds east of UTC at a moment.
    package func offset(at seconds: Int64) -> Int64 {
        guard let last = changes.last, seconds >= changes[0].start else {
            return changes.isEmpty ? rule?.offset(at: seconds) ?? firstOffset : firstOffset
        }
        if seconds >= last.start { return rule?.offset(at: seconds) ?? last.offset }
        var (low, high) = (0, changes.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if changes[middle].start <= seconds { low = middle } else { high = middle }
        }
        return changes[low].offset
    }

    /// The calendar and clock of the zone at a moment.
    func civil(_ seconds: Int64) -> (date: CivilDate, secondOfDay: Int64) {
        let local = seconds + offset(at: seconds)
        let days = local >= 0 ? local / 86_400 : -((-local + 86_399) / 86_400)
        return (CivilDate(daysSinceEpoch: days), local - days * 86_400)
    }

    /// The first moment of a day in the zone: midnight, or what comes for it where clocks skip midnight.
    func seconds(at date: CivilDate, notBefore: Int64) -> Int64 {
        let midnight = date.daysSinceEpoch * 86_400
        var guess = midnight - offset(at: midnight - offset(at: midnight))
        // Where midnight is skipped the guess is on the day before: the hour after it is the day's first.
        while civil(guess).date.daysSinceEpoch < date.daysSinceEpoch { guess += 1800 }
        return max(guess, notBefore)
    }

    /// A moment as its own clocks show it: `2024-07-01T12:00:00+02:00`.
    package func text(_ time: Timestamp) -> String {
        let offset = offset(at: time.seconds)
        if offset == 0 { return time.wholeSeconds.description }
        let local = Timestamp(seconds: time.seconds + offset).description.dropLast()
        let (sign, minutes) = (offset < 0 ? "-" : "+", abs(offset) / 60)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(local)\(sign)\(two(minutes / 60)):\(two(minutes % 60))"
    }
}

extension TimeZoneInfo {
    /// Reads a compiled file; nil when it is none.
    init?(file bytes: [UInt8]) {
        var reader = ZoneFileReader(bytes: bytes)
        guard var header = reader.header() else { return nil }
        var wide = false
        if header.version >= UInt8(ascii: "2") {
            // The first block has 32-bit times for old readers; the second repeats it with 64 bits.
            reader.position += header.bodyLength(timeSize: 4)
            guard let second = reader.header() else { return nil }
            header = second
            wide = true
        }
        var starts: [Int64] = []
        var kinds: [Int] = []
        var offsets: [(offset: Int64, isSummer: Bool)] = []
        for _ in 0..<header.times {
            guard let start = reader.number(wide ? 8 : 4) else { return nil }
            starts.append(start)
        }
        for _ in 0..<header.times {
            guard let kind = reader.byte() else { return nil }
            kinds.append(Int(kind))
        }
        for _ in 0..<header.kinds {
            guard let offset = reader.number(4), let isSummer = reader.byte(), reader.byte() != nil else { return nil }
            offsets.append((offset, isSummer != 0))
        }
        guard !offsets.isEmpty, kinds.allSatisfy({ $0 < offsets.count }) else { return nil }
        reader.position += header.characters + header.leaps * (wide ? 12 : 8) + header.standards + header.universals
        firstOffset = (offsets.first { !$0.isSummer } ?? offsets[0]).offset
        changes = zip(starts, kinds).map { Change(start: $0, offset: offsets[$1].offset) }
        rule = wide ? TimeZoneRule(reader.footer()) : nil
    }
}

private struct ZoneFileReader {
    struct Header {
        var version: UInt8
        var universals: Int
        var standards: Int
        var leaps: Int
        var times: Int
        var kinds: Int
        var characters: Int

        func bodyLength(timeSize: Int) -> Int {
            times * (timeSize + 1) + kinds * 6 + characters + leaps * (timeSize + 4) + standards + universals
        }
    }

    let bytes: [UInt8]
    var position = 0

    mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// A signed big-endian number.
    mutating func number(_ size: Int) -> Int64? {
        guard position + size <= bytes.count else { return nil }
        var value: UInt64 = bytes[position] & 0x80 != 0 ? ~0 : 0
        for byte in bytes[position..<position + size] { value = value << 8 | UInt64(byte) }
        position += size
        return Int64(bitPattern: value)
    }

    mutating func header() -> Header? {
        guard position + 44 <= bytes.count, Array(bytes[position..<position + 4]) == Array("TZif".utf8) else { return nil }
        let version = bytes[position + 4]
        position += 20
        var counts: [Int] = []
        for _ in 0..<6 {
            guard let count = number(4), count >= 0, count <= Int64(bytes.count) else { return nil }
            counts.append(Int(count))
        }
        return Header(
            version: version, universals: counts[0], standards: counts[1], leaps: counts[2], times: counts[3], kinds: counts[4],
            characters: counts[5])
    }

    /// The line between the last two line ends: the rule for times to come.
    func footer() -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else { return "" }
        return String(decoding: bytes[(position + 1)...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
