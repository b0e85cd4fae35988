import Resources
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0, 0), ("2024-02-29T23:59:59Z", 1_709_251_199, 0), ("1969-12-31T23:59:59Z", -1, 0),
        ("2024-01-02T03:04:05.5Z", 1_704_164_645, 500_000_000), ("2024-01-02T05:04:05+02:00", 1_704_164_645, 0),
        ("2024-01-01T22:34:05.000000001-04:30", 1_704_164_645, 1), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
        ("9999-12-31T23:59:59Z", 253_402_300_799, 0),
    ])
    func parses(text: String, seconds: Int64, nanoseconds: Int32) throws {
        let time = try #require(Timestamp(text))
        #expect(time == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        "", "2024-01-02", "2024-01-02T03:04:05", "2024-13-02T03:04:05Z", "2023-02-29T03:04:05Z", "2024-01-02T24:00:00Z",
        "2024-01-02 03:04:05Z", "2024-01-02T03:04:05.Z", "2024-01-02T03:04:05Zx", "24-01-02T03:04:05Z",
    ])
    func refuses(text: String) { #expect(Timestamp(text) == nil) }

    @Test func writesThreePrecisions() {
        let time = Timestamp(seconds: 1_704_164_645, nanoseconds: 123_456_700)
        #expect(time.description == "2024-01-02T03:04:05Z")
        #expect(time.microText == "2024-01-02T03:04:05.123456Z")
        #expect(time.nanoText == "2024-01-02T03:04:05.1234567Z")
        #expect(Timestamp(seconds: 0).nanoText == "1970-01-01T00:00:00Z")
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        for day in stride(from: Int64(-200_000), to: 200_000, by: 13) {
            let time = Timestamp(seconds: day * 86_400 + 86_399)
            #expect(Timestamp(time.description) == time)
        }
    }

    @Test func arithmetic() {
        let time = Timestamp(seconds: 10, nanoseconds: 900_000_000)
        #expect(time + .milliseconds(200) == Timestamp(seconds: 11, nanoseconds: 100_000_000))
        #expect(time + .milliseconds(-950) == Timestamp(seconds: 9, nanoseconds: 950_000_000))
        #expect(time - Timestamp(seconds: 9) == .milliseconds(1900))
        #expect(time.secondsSince(Timestamp(seconds: 9)) == 1.9)
    }

    @Test func knowsWeekdays() {
        #expect(CivilDate(year: 1970, month: 1, day: 1).weekday == 4)
        #expect(CivilDate(year: 2024, month: 2, day: 29).weekday == 4)
        #expect(CivilDate(year: 1969, month: 12, day: 28).weekday == 0)
    }
}
