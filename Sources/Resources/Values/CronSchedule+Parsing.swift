/// A schedule that cannot be read, in the words users know from upstream.
package struct CronScheduleError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String
    init(_ description: String) { self.description = description }
}

extension CronSchedule {
    /// Reads `*/5 9-17 * * mon-fri`, `@hourly` and its like, or `@every 90m`.
    package init(_ text: String, zone: TimeZoneInfo = .utc) throws(CronScheduleError) {
        if text.isEmpty { throw CronScheduleError("empty spec string") }
        self.zone = zone
        if text.hasPrefix("@") {
            rule = try Self.descriptor(text)
            return
        }
        let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard parts.count == 5 else {
            throw CronScheduleError("expected exactly 5 fields, found \(parts.count): [\(parts.joined(separator: " "))]")
        }
        rule = .fields(
            Fields(
                minute: try CronRange.minutes.parse(parts[0]), hour: try CronRange.hours.parse(parts[1]),
                day: try CronRange.days.parse(parts[2]),
                month: try CronRange.months.parse(parts[3]), weekday: try CronRange.weekdays.parse(parts[4])))
    }

    private static func descriptor(_ text: String) throws(CronScheduleError) -> Rule {
        let every = "@every "
        if text.hasPrefix(every) {
            let interval = String(text.dropFirst(every.count))
            guard let seconds = IntervalText.seconds(interval) else {
                throw CronScheduleError("failed to parse duration \(text): time: invalid duration \(interval.goQuoted)")
            }
            return .interval(seconds: max(1, seconds))
        }
        let spelled: [String: String] = [
            "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0", "@daily": "0 0 * * *",
            "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
        ]
        guard let fields = spelled[text] else { throw CronScheduleError("unrecognized descriptor: \(text)") }
        return try CronSchedule(fields).rule
    }
}

/// The values a field may hold, and their names.
private struct CronRange {
    let bounds: ClosedRange<Int>
    var names: [String] = []

    /// A list of `*`, `n`, `n-m`, each with `/step` where wished.
    func parse(_ text: String) throws(CronScheduleError) -> CronSchedule.Field {
        var field = CronSchedule.Field(bits: 0, isAny: false)
        for part in text.split(separator: ",", omittingEmptySubsequences: true) {
            let one = try parseOne(String(part))
            field.bits |= one.bits
            field.isAny = field.isAny || one.isAny
        }
        return field
    }

    private func parseOne(_ text: String) throws(CronScheduleError) -> CronSchedule.Field {
        let stepped = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let ends = stepped[0].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        var isAny = false
        var (first, last) = (bounds.lowerBound, bounds.upperBound)
        if ends[0] == "*" || ends[0] == "?" {
            isAny = true
        } else {
            first = try number(ends[0])
            switch ends.count {
            case 1: last = stepped.count > 1 ? bounds.upperBound : first
            case 2: last = try number(ends[1])
            default: throw CronScheduleError("too many hyphens: \(text)")
            }
        }
        var step = 1
        if stepped.count == 2 {
            step = try plain(stepped[1])
            // Every second minute is a restriction, also when it is written with a star.
            if step > 1 { isAny = false }
        } else if stepped.count > 2 {
            throw CronScheduleError("too many slashes: \(text)")
        }
        if first < bounds.lowerBound {
            throw CronScheduleError("beginning of range (\(first)) below minimum (\(bounds.lowerBound)): \(text)")
        }
        if last > bounds.upperBound { throw CronScheduleError("end of range (\(last)) above maximum (\(bounds.upperBound)): \(text)") }
        if first > last { throw CronScheduleError("beginning of range (\(first)) beyond end of range (\(last)): \(text)") }
        if step == 0 { throw CronScheduleError("step of range should be a positive number: \(text)") }
        var bits: UInt64 = 0
        for value in stride(from: first, through: last, by: step) { bits |= 1 << UInt64(value) }
        return CronSchedule.Field(bits: bits, isAny: isAny)
    }

    private func number(_ text: String) throws(CronScheduleError) -> Int {
        if let index = names.firstIndex(of: text.lowercased()) { return index + bounds.lowerBound }
        return try plain(text)
    }

    private func plain(_ text: String) throws(CronScheduleError) -> Int {
        guard let value = Int(text) else {
            throw CronScheduleError("failed to parse int from \(text): strconv.Atoi: parsing \(text.goQuoted): invalid syntax")
        }
        if value < 0 { throw CronScheduleError("negative number (\(value)) not allowed: \(text)") }
        return value
    }

    static let minutes = CronRange(bounds: 0...59)
    static let hours = CronRange(bounds: 0...23)
    static let days = CronRange(bounds: 1...31)
    static let months = CronRange(
        bounds: 1...12, names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
    static let weekdays = CronRange(bounds: 0...6, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"])
}

/// Lengths of time as Go writes them: `1h30m`, `90s`.
private enum IntervalText {
    /// Whole seconds; nil when it cannot be read.
    static func seconds(_ text: String) -> Int64? {
        var rest = Substring(text)
        var nanoseconds = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            guard let amount = Double(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !$0.isNumber && $0 != "." }
            rest = rest.dropFirst(unit.count)
            switch unit {
            case "h": nanoseconds += amount * 3600e9
            case "m": nanoseconds += amount * 60e9
            case "s": nanoseconds += amount * 1e9
            case "ms": nanoseconds += amount * 1e6
            case "us", "µs": nanoseconds += amount * 1e3
            case "ns": nanoseconds += amount
            default: return nil
            }
        }
        return Int64(exactly: (nanoseconds / 1e9).rounded(.down))
    }
}
