import Document
import Resources
import Testing

@testable import Controllers

@Suite struct ServiceRangePlanTests {
    private let now = Timestamp(seconds: 0)

    private func range(finalizers: [String] = [], deleted: Bool = false, ready: String? = nil) -> ServiceCIDR {
        var json: JSON = ["metadata": ["name": "more", "finalizers": JSON(finalizers)], "spec": ["cidrs": ["10.1.0.0/24"]]]
        if deleted { json["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z" }
        if let ready { json["status"]["conditions"] = [["type": "Ready", "status": .string(ready), "reason": ""]] }
        return ServiceCIDR(json)
    }

    @Test func aNewRangeBecomesReady() {
        let plan = ServiceRangePlan.decide(range(), others: [], used: [], now: now)
        #expect(plan.object?["metadata"]["finalizers"] == [.string(ServiceCIDR.finalizer)])
        #expect(plan.status?["conditions"][0]["status"] == "True")
        let done = range(finalizers: [ServiceCIDR.finalizer], ready: "True")
        #expect(ServiceRangePlan.decide(done, others: [], used: ["10.1.0.5"], now: now) == ServiceRangePlan())
    }

    @Test func aRangeGoesWhenNobodyNeedsIt() {
        let leaving = range(finalizers: ["other", ServiceCIDR.finalizer], deleted: true, ready: "True")
        let waiting = ServiceRangePlan.decide(leaving, others: ["10.2.0.0/16"], used: ["10.1.0.5"], now: now)
        #expect(waiting.isWaiting && waiting.object == nil)
        #expect(waiting.status?["conditions"][0]["reason"] == "Terminating")
        for (others, used) in [(["10.1.0.0/16"], ["10.1.0.5"]), ([], ["10.2.0.5"]), ([], [])] as [([String], [String])] {
            let plan = ServiceRangePlan.decide(leaving, others: others, used: used, now: now)
            #expect(!plan.isWaiting && plan.object?["metadata"]["finalizers"] == ["other"])
        }
    }
}
