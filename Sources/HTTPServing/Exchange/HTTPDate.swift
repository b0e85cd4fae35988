import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The Date header's value (RFC 9110 section 5.6.7), made once a second.
enum HTTPDate {
    private struct Cached {
        var second = -1
        var text = ""
    }
    private static let cached = Mutex(Cached())

    static func now() -> String {
        var clock = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &clock)
        let second = clock.tv_sec
        return cached.withLock { cached in
            if cached.second != second {
                cached.second = second
                cached.text = format(secondsSince1970: second)
            }
            return cached.text
        }
    }

    static func format(secondsSince1970 seconds: Int) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = seconds / 86_400
        let (year, month, dayOfMonth) = civil(fromDays: day)
        let rest = seconds % 86_400
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(days[day % 7]), \(two(dayOfMonth)) \(months[month - 1]) \(year) "
            + "\(two(rest / 3600)):\(two(rest % 3600 / 60)):\(two(rest % 60)) GMT"
    }

    /// The Gregorian date of a day number counted from 1970-01-01, by counting from 1 March so that leap days come last in the year.
    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
