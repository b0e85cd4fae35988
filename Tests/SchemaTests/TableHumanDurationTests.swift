import Testing

@testable import Schema

@Suite struct TableHumanDurationTests {
    @Test(arguments: [
        (-2, "<invalid>"), (-1, "0s"), (0, "0s"), (1, "1s"), (70, "70s"), (119, "119s"), (120, "2m"), (190, "3m10s"), (599, "9m59s"),
        (600, "10m"), (605, "10m"), (10_799, "179m"), (10_800, "3h"), (11_000, "3h3m"), (28_799, "7h59m"), (28_800, "8h"),
        (172_799, "47h"), (172_800, "2d"), (176_400, "2d1h"), (691_199, "7d23h"), (691_200, "8d"), (63_071_999, "729d"),
        (63_072_000, "2y"), (63_158_400, "2y1d"), (252_288_000, "8y"), (260_000_000, "8y"),
    ])
    func text(seconds: Int, expected: String) {
        #expect(HumanDuration.text(seconds: seconds) == expected)
    }

    @Test(arguments: [(-5, "<invalid>"), (59, "59s"), (60, "1m"), (3_599, "59m"), (86_399, "23h"), (86_400, "1d"), (31_536_000, "1y")])
    func shortText(seconds: Int, expected: String) {
        #expect(HumanDuration.shortText(seconds: seconds) == expected)
    }

    @Test func ageOfNothingIsUnknown() {
        #expect(HumanDuration.age(since: nil, now: 5) == "<unknown>")
        #expect(HumanDuration.age(since: 5, now: 70) == "65s")
    }
}
