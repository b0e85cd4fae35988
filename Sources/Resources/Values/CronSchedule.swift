/// When something recurs: five fields (minute, hour, day of month, month, day of week) or a fixed interval.
package struct CronSchedule: Sendable, Hashable {
    /// The values of one field that match, as bits; `isAny` when it was written `*` or `?`.
    package struct Field: Sendable, Hashable {
        var bits: UInt64
        var isAny: Bool

        func contains(_ value: Int64) -> Bool { bits & (1 << UInt64(value)) != 0 }
    }

    package struct Fields: Sendable, Hashable {
        var minute: Field
        var hour: Field
        var day: Field
        var month: Field
        var weekday: Field

        /// With both days restricted either is enough; with one of them open the other decides.
        func matchesDay(_ date: CivilDate) -> Bool {
            let (ofMonth, ofWeek) = (day.contains(date.day), weekday.contains(date.weekday))
            return day.isAny || weekday.isAny ? ofMonth && ofWeek : ofMonth || ofWeek
        }
    }

    package enum Rule: Sendable, Hashable {
        case fields(Fields)
        /// `@every`: whole seconds, at least one.
        case interval(seconds: Int64)
    }

    package let rule: Rule
    package let zone: TimeZoneInfo

    /// Years that are searched for a match before it is said that there is none, such as for the 30th of February.
    static let searchYears: Int64 = 5

    /// The first moment after `time` that matches, by the clocks of the zone: hours that are skipped in spring do not match, hours that
    /// come twice in autumn match twice. Nil when nothing matches within five years.
    package func next(after time: Timestamp) -> Timestamp? {
        switch rule {
        case .interval(let seconds): return Timestamp(seconds: time.seconds + seconds)
        case .fields(let fields): return next(fields, after: time)
        }
    }

    private func next(_ fields: Fields, after time: Timestamp) -> Timestamp? {
        var seconds = (time.seconds >= 0 ? time.seconds / 60 : (time.seconds - 59) / 60) * 60 + 60
        let lastYear = zone.civil(seconds).date.year + Self.searchYears
        while true {
            let local = zone.civil(seconds)
            if local.date.year > lastYear { return nil }
            if !fields.month.contains(local.date.month) {
                let december = local.date.month == 12
                let first = CivilDate(
                    year: local.date.year + (december ? 1 : 0), month: december ? 1 : local.date.month + 1, day: 1)
                seconds = zone.seconds(at: first, notBefore: seconds + 60)
            } else if !fields.matchesDay(local.date) {
                seconds = zone.seconds(at: CivilDate(daysSinceEpoch: local.date.daysSinceEpoch + 1), notBefore: seconds + 60)
            } else if !fields.hour.contains(local.secondOfDay / 3600) {
                seconds += 3600 - local.secondOfDay % 3600
            } else if !fields.minute.contains(local.secondOfDay / 60 % 60) {
                seconds += 60 - local.secondOfDay % 60
            } else {
                return Timestamp(seconds: seconds)
            }
        }
    }
}
