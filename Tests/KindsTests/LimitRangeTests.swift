import Testing

@testable import Kinds

@Suite struct LimitRangeTests {
    /// Of limits from `min` to `max`, what is said of a greatest ratio.
    @Test(arguments: [
        ("1", "4", "4", ""), ("1", "4", "5", "ratio 5 is greater than max/min = 4.000000"),
        ("300m", "1", "4", "ratio 4 is greater than max/min = 3.333333"), ("1", "1", "500m", "ratio 500m is less than 1"),
        // Amounts beyond 64 bits count as nothing.
        ("200m", "1e30", "4", "ratio 4 is greater than max/min = 0.000000"), ("200m", "4", "1e30", ""),
        // The digits of the limit need more than 64 bits.
        ("1", "9e15", "9007199254740992", "ratio 9007199254740992 is greater than max/min = 9000000000000000.000000"),
    ])
    func ratios(low: String, high: String, ratio: String, fault: String) throws {
        let errors = try Fixture("v1", "LimitRange").errors(
            "{spec: {limits: [{type: Pod, min: {cpu: '\(low)'}, max: {cpu: '\(high)'}, maxLimitRequestRatio: {cpu: '\(ratio)'}}]}}")
        let place = "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "
        #expect(errors.allSatisfy { $0.hasPrefix(place) && $0.hasSuffix(": " + fault) } && errors.isEmpty == fault.isEmpty, "\(errors)")
    }
}
