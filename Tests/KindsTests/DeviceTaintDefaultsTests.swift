import Document
import Resources
import Testing

@testable import Kinds

@Suite struct DeviceTaintDefaultsTests {
    private static let now = Timestamp(seconds: 1_700_000_000)

    @Test func aTaintCountsFromWhenItWasWritten() {
        var taint: JSON = ["key": "k", "effect": "NoExecute"]
        DeviceTaintDefaults.apply(&taint, now: Self.now)
        #expect(taint["timeAdded"] == "2023-11-14T22:13:20Z")
        DeviceTaintDefaults.apply(&taint, now: Timestamp(seconds: 0))
        #expect(taint["timeAdded"] == "2023-11-14T22:13:20Z", "what is said stays")
        var nothing: JSON = "none"
        DeviceTaintDefaults.apply(&nothing, now: Self.now)
        #expect(nothing == "none")
    }

    @Test func devicesWithoutSuchTaintsStayTheSame() {
        let whole: JSON = [["name": "a"], ["name": "b", "taints": [["key": "k", "timeAdded": "2020-01-01T00:00:00Z"]]], "none"]
        var devices = whole
        DeviceTaintDefaults.apply(toDevices: &devices, now: Self.now)
        #expect(devices.isIdentical(to: whole))
        devices[1]["taints"] = [["key": "k", "timeAdded": "2020-01-01T00:00:00Z"], ["key": "l"]]
        DeviceTaintDefaults.apply(toDevices: &devices, now: Self.now)
        #expect(devices[1]["taints"][0]["timeAdded"] == "2020-01-01T00:00:00Z")
        #expect(devices[1]["taints"][1]["timeAdded"] == "2023-11-14T22:13:20Z")
        #expect(devices[0] == ["name": "a"])
    }
}
