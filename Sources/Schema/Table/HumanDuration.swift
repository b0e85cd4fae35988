/// Durations as people read them in tables: at most two units, the finer one only while it matters ("5m3s", "47h", "2y45d").
/// The steps are those of upstream's table printers, because scripts read these columns.
package enum HumanDuration {
    private static let minute = 60
    private static let hour = 3_600
    private static let day = 86_400
    private static let year = 365 * 86_400

    /// - Parameter seconds: whole seconds, fractions cut off. Down to -1 counts as clock skew and shows "0s"; less is "<invalid>".
    package static func text(seconds: Int) -> String {
        switch seconds {
        case ..<(-1): "<invalid>"
        case -1: "0s"
        case ..<(2 * minute): "\(seconds)s"
        case ..<(10 * minute): two(seconds, minute, "m", 1, "s")
        case ..<(3 * hour): "\(seconds / minute)m"
        case ..<(8 * hour): two(seconds, hour, "h", minute, "m")
        case ..<(2 * day): "\(seconds / hour)h"
        case ..<(8 * day): two(seconds, day, "d", hour, "h")
        case ..<(2 * year): "\(seconds / day)d"
        case ..<(8 * year): two(seconds, year, "y", day, "d")
        default: "\(seconds / year)y"
        }
    }

    /// The form with one unit only, rounded down ("5m", "2d"), as event series and autoscalers print it.
    package static func shortText(seconds: Int) -> String {
        switch seconds {
        case ..<(-1): "<invalid>"
        case -1: "0s"
        case ..<minute: "\(seconds)s"
        case ..<hour: "\(seconds / minute)m"
        case ..<day: "\(seconds / hour)h"
        case ..<year: "\(seconds / day)d"
        default: "\(seconds / year)y"
        }
    }

    /// The time from `since` to `now`, both in seconds since 1970; "<unknown>" when there is no beginning.
    package static func age(since: Int?, now: Int) -> String {
        since.map { text(seconds: now - $0) } ?? "<unknown>"
    }

    private static func two(_ seconds: Int, _ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        let rest = seconds % large / small
        return rest == 0 ? "\(seconds / large)\(largeUnit)" : "\(seconds / large)\(largeUnit)\(rest)\(smallUnit)"
    }
}
