/// The rule by which a zone's clocks go on for ever: POSIX `TZ` text such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct TimeZoneRule: Sendable, Hashable {
    enum Day: Sendable, Hashable {
        /// `Mm.w.d`: the w-th weekday d of month m, the fifth being the last.
        case weekday(month: Int64, week: Int64, weekday: Int64)
        /// `Jn`: 1 ... 365, the 29th of February never counted.
        case ordinal(Int64)
        /// `n`: 0 ... 365.
        case zeroBased(Int64)
    }

    struct Switch: Sendable, Hashable {
        var day: Day
        /// Seconds after midnight by the clocks before the switch; may be negative or beyond a day.
        var second: Int64
    }

    /// Seconds east of UTC.
    var standard: Int64
    var summer: (offset: Int64, begin: Switch, end: Switch)?

    static func == (a: TimeZoneRule, b: TimeZoneRule) -> Bool {
        a.standard == b.standard && a.summer?.offset == b.summer?.offset && a.summer?.begin == b.summer?.begin
            && a.summer?.end == b.summer?.end
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(standard)
        hasher.combine(summer?.offset)
    }

    func offset(at seconds: Int64) -> Int64 {
        guard let summer else { return standard }
        let local = seconds + standard
        let days = local >= 0 ? local / 86_400 : -((-local + 86_399) / 86_400)
        let year = CivilDate(daysSinceEpoch: days).year
        let begin = Self.start(of: summer.begin, year) - standard
        let end = Self.start(of: summer.end, year) - summer.offset
        let isSummer = begin < end ? seconds >= begin && seconds < end : !(seconds >= end && seconds < begin)
        return isSummer ? summer.offset : standard
    }

    /// Seconds since 1970 by the clocks that are left.
    private static func start(of change: Switch, _ year: Int64) -> Int64 {
        let newYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
        let day: Int64
        switch change.day {
        case .zeroBased(let number): day = newYear + number
        case .ordinal(let number): day = newYear + number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0)
        case .weekday(let month, let week, let weekday):
            let first = CivilDate(year: year, month: month, day: 1)
            var date = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
            while date > CivilDate.days(inMonth: month, of: year) { date -= 7 }
            day = first.daysSinceEpoch + date - 1
        }
        return day * 86_400 + change.second
    }

    init?(_ text: String) {
        var reader = RuleReader(bytes: Array(text.utf8))
        guard reader.name(), let west = reader.time() else { return nil }
        standard = -west
        guard !reader.isAtEnd else { return }
        guard reader.name() else { return nil }
        var offset = standard + 3600
        if !reader.isAtEnd, reader.peek != UInt8(ascii: ",") {
            guard let west = reader.time() else { return nil }
            offset = -west
        }
        guard let begin = reader.change(), let end = reader.change() else { return nil }
        summer = (offset, begin, end)
    }
}

private struct RuleReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position >= bytes.count }
    var peek: UInt8 { isAtEnd ? 0 : bytes[position] }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    /// Letters, or anything in angle brackets.
    mutating func name() -> Bool {
        let start = position
        if take("<") {
            while !isAtEnd, peek != UInt8(ascii: ">") { position += 1 }
            return take(">")
        }
        while (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(peek & 0xDF) { position += 1 }
        return position > start
    }

    mutating func number() -> Int64? {
        let start = position
        var value: Int64 = 0
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(peek), position - start < 4 {
            value = value * 10 + Int64(peek - UInt8(ascii: "0"))
            position += 1
        }
        return position > start ? value : nil
    }

    /// `[+-]h[:m[:s]]` in seconds.
    mutating func time() -> Int64? {
        let sign: Int64 = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard var seconds = number().map({ $0 * 3600 }) else { return nil }
        if take(":") {
            guard let minutes = number() else { return nil }
            seconds += minutes * 60
            if take(":") {
                guard let rest = number() else { return nil }
                seconds += rest
            }
        }
        return sign * seconds
    }

    mutating func change() -> TimeZoneRule.Switch? {
        guard take(",") else { return nil }
        let day: TimeZoneRule.Day
        if take("M") {
            guard let month = number(), take("."), let week = number(), take("."), let weekday = number(), (1...12).contains(month),
                (1...5).contains(week), (0...6).contains(weekday)
            else { return nil }
            day = .weekday(month: month, week: week, weekday: weekday)
        } else if take("J") {
            guard let value = number(), (1...365).contains(value) else { return nil }
            day = .ordinal(value)
        } else {
            guard let value = number(), (0...365).contains(value) else { return nil }
            day = .zeroBased(value)
        }
        var second: Int64 = 7200
        if take("/") {
            guard let time = time() else { return nil }
            second = time
        }
        return .init(day: day, second: second)
    }
}
