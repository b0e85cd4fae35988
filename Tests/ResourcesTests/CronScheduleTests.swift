import Resources
import Testing

@Suite struct CronScheduleTests {
    private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(text)) }

    @Test(arguments: [
        ("* * * * *", "2024-05-01T12:00:30Z", "2024-05-01T12:01:00Z"), ("*/15 * * * *", "2024-05-01T12:15:00Z", "2024-05-01T12:30:00Z"),
        ("0,15,30,45 * * * *", "2024-05-01T12:46:00Z", "2024-05-01T13:00:00Z"),
        ("0 0 1 jan *", "2024-05-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        ("30 9-17/4 * * mon-fri", "2024-05-03T18:00:00Z", "2024-05-06T09:30:00Z"),
        ("0 3 * * sun", "2024-05-01T00:00:00Z", "2024-05-05T03:00:00Z"),
        // Both days restricted: either is enough.
        ("0 0 13 * fri", "2024-05-01T00:00:00Z", "2024-05-03T00:00:00Z"), ("0 0 29 2 *", "2024-03-01T00:00:00Z", "2028-02-29T00:00:00Z"),
        ("59 23 31 12 ?", "2024-05-01T00:00:00Z", "2024-12-31T23:59:00Z"), ("@hourly", "2024-05-01T12:00:00Z", "2024-05-01T13:00:00Z"),
        ("@weekly", "2024-05-01T12:00:00Z", "2024-05-05T00:00:00Z"), ("@every 1h30m", "2024-05-01T12:00:10Z", "2024-05-01T13:30:10Z"),
    ])
    func theNextTime(schedule: String, after: String, next: String) throws {
        #expect(try CronSchedule(schedule).next(after: time(after))?.description == next)
    }

    @Test func aDayThatNeverComes() throws {
        #expect(try CronSchedule("0 0 30 2 *").next(after: time("2024-05-01T12:00:00Z")) == nil)
    }

    @Test(arguments: [
        ("", "empty spec string"), ("* * * *", "expected exactly 5 fields, found 4: [* * * *]"),
        ("60 * * * *", "end of range (60) above maximum (59): 60"), ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
        ("* * * * 5-2", "beginning of range (5) beyond end of range (2): 5-2"),
        ("*/0 * * * *", "step of range should be a positive number: */0"),
        ("1/2/3 * * * *", "too many slashes: 1/2/3"), ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
        ("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax"),
        ("@often", "unrecognized descriptor: @often"),
    ])
    func whatCannotBeRead(schedule: String, message: String) {
        #expect(throws: CronScheduleError.self) { try CronSchedule(schedule) }
        do { _ = try CronSchedule(schedule) } catch { #expect(error.description == message) }
    }

    @Test(arguments: [
        // Clocks go from 2 to 3 on the 31st of March, and from 3 to 2 on the 27th of October.
        ("30 2 * * *", "2024-03-30T12:00:00Z", "2024-04-01T00:30:00Z"), ("0 12 * * *", "2024-07-01T00:00:00Z", "2024-07-01T10:00:00Z"),
        ("0 12 * * *", "2024-12-01T00:00:00Z", "2024-12-01T11:00:00Z"), ("30 2 * * *", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"),
        ("0 0 1 * *", "2050-07-10T00:00:00Z", "2050-07-31T22:00:00Z"),
    ])
    func clocksOfAPlace(schedule: String, after: String, next: String) throws {
        let zone = try #require(TimeZoneInfo.named("Europe/Ljubljana"))
        #expect(try CronSchedule(schedule, zone: zone).next(after: time(after))?.description == next)
    }
}

@Suite struct TimeZoneInfoTests {
    @Test func placesAndTheirOffsets() throws {
        let summer = try #require(Timestamp("2024-07-01T12:00:00Z"))
        let far = try #require(Timestamp("2090-01-01T12:00:00Z"))
        #expect(TimeZoneInfo.named("America/New_York")?.text(summer) == "2024-07-01T08:00:00-04:00")
        #expect(TimeZoneInfo.named("America/New_York")?.text(far) == "2090-01-01T07:00:00-05:00")
        #expect(TimeZoneInfo.named("Asia/Kolkata")?.text(far) == "2090-01-01T17:30:00+05:30")
        #expect(TimeZoneInfo.named("Etc/UTC")?.text(summer) == "2024-07-01T12:00:00Z")
    }

    @Test(arguments: ["Nowhere/Atlantis", "../../etc/passwd", "/etc/localtime", "zone.tab", "Europe"])
    func whatIsNoPlace(name: String) { #expect(TimeZoneInfo.named(name) == nil) }
}

@Suite struct IndexRangesTests {
    @Test(arguments: [
        ("", ""), ("1", "1"), ("1,2", "1,2"), ("1-3,5", "1-3,5"), ("1,2,3", "1-3"), ("5,1", "1,5"), ("1-20", "1-9"), ("x,3", "3"),
    ])
    func textBothWays(text: String, written: String) { #expect(IndexRanges(text, below: 10).description == written) }

    @Test func setsOfIndexes() {
        let some = IndexRanges([0, 1, 2, 5, 7])
        #expect(some.description == "0-2,5,7" && some.count == 5)
        #expect(some.contains(5) && !some.contains(6) && !some.contains(8))
        #expect(some.union([3, 4]).description == "0-5,7")
        #expect(some.missing(3, below: 9) == [3, 4, 6] && some.missing(9, below: 9) == [3, 4, 6, 8])
        #expect(some.overlap(IndexRanges("2-6", below: 10)) == 2)
    }
}
