import Document
import Resources
import Testing

@testable import APIServer

@Suite struct DeletionPlanTests {
    private let now = Timestamp(seconds: 1_700_000_000)

    private func pod(node: String = "n1", grace: Int = 30, phase: String = "Running", finalizers: [String] = []) -> JSON {
        var pod: JSON = [
            "metadata": ["name": "p", "namespace": "a", "uid": "u", "resourceVersion": "5"],
            "spec": ["terminationGracePeriodSeconds": JSON(grace)], "status": ["phase": .string(phase)],
        ]
        if !node.isEmpty { pod["spec"]["nodeName"] = .string(node) }
        if !finalizers.isEmpty { pod["metadata"]["finalizers"] = JSON(finalizers) }
        return pod
    }

    private func decide(_ object: JSON, _ type: ResourceType = .pods, _ options: DeletionOptions = DeletionOptions()) throws -> DeletionPlan
    {
        try DeletionPlan.decide(object, type: type, options: options, now: now)
    }

    private func marked(_ plan: DeletionPlan) -> ObjectMeta? {
        if case .mark(let object) = plan { ObjectMeta(object["metadata"]) } else { nil }
    }

    @Test func podsOnANodeGetTheirGrace() throws {
        let metadata = try #require(marked(try decide(pod())))
        #expect(metadata.deletionGracePeriodSeconds == 30)
        #expect(metadata.deletionTimestamp == now.adding(seconds: 30))
        let shorter = try #require(marked(try decide(pod(), .pods, DeletionOptions(gracePeriodSeconds: 5))))
        #expect(shorter.deletionGracePeriodSeconds == 5)
    }

    @Test func podsWithoutANodeOrAtTheirEndGoAtOnce() throws {
        #expect(try decide(pod(node: "")) == .remove)
        #expect(try decide(pod(phase: "Succeeded")) == .remove)
        #expect(try decide(pod(phase: "Failed")) == .remove)
        #expect(try decide(pod(), .pods, DeletionOptions(gracePeriodSeconds: 0)) == .remove)
    }

    @Test func graceOnlyGetsShorter() throws {
        guard case .mark(let deleting) = try decide(pod()) else {
            Issue.record("the pod was not marked")
            return
        }
        #expect(try decide(deleting) == .nothing)
        #expect(try decide(deleting, .pods, DeletionOptions(gracePeriodSeconds: 60)) == .nothing)
        let shorter = try #require(marked(try decide(deleting, .pods, DeletionOptions(gracePeriodSeconds: 10))))
        #expect(shorter.deletionTimestamp == now.adding(seconds: 10))
        #expect(try decide(deleting, .pods, DeletionOptions(gracePeriodSeconds: 0)) == .remove)
    }

    @Test func finalizersHoldTheObject() throws {
        let metadata = try #require(marked(try decide(pod(node: "", finalizers: ["x/y"]))))
        #expect(metadata.deletionGracePeriodSeconds == 0)
        #expect(metadata.deletionTimestamp == now)
        let config: JSON = ["metadata": ["name": "c", "generation": 3, "finalizers": ["x/y"]]]
        #expect(try #require(marked(try decide(config, .configMaps))).generation == 4)
    }

    @Test func propagationBecomesAFinalizer() throws {
        var options = DeletionOptions()
        options.propagation = .foreground
        let object: JSON = ["metadata": ["name": "d"]]
        #expect(try #require(marked(try decide(object, .deployments, options))).finalizers == ["foregroundDeletion"])
        options.propagation = .orphan
        #expect(try #require(marked(try decide(object, .deployments, options))).finalizers == ["orphan"])
        options.propagation = .background
        #expect(try decide(object, .deployments, options) == .remove)
        #expect(try decide(object, .deployments) == .remove)
    }

    @Test func preconditionsMustHold() {
        var options = DeletionOptions()
        options.preconditionUID = "other"
        #expect(throws: APIError.self) { try decide(pod(), .pods, options) }
        options.preconditionUID = "u"
        options.preconditionResourceVersion = "4"
        #expect(throws: APIError.self) { try decide(pod(), .pods, options) }
    }

    @Test func namespacesTerminateFirst() throws {
        let active: JSON = ["metadata": ["name": "n"], "spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"]]
        guard case .mark(let terminating) = try decide(active, .namespaces) else {
            Issue.record("the namespace was not marked")
            return
        }
        #expect(terminating["status"]["phase"] == "Terminating")
        #expect(!terminating["metadata"]["deletionTimestamp"].isNull)
        #expect(try decide(terminating, .namespaces) == .nothing)
        var finalized = terminating
        finalized["spec"]["finalizers"] = .null
        #expect(try decide(finalized, .namespaces) == .remove)
        #expect(DeletionPlan.isCompleted(finalized, old: terminating, type: .namespaces))
        #expect(!DeletionPlan.isCompleted(terminating, old: terminating, type: .namespaces))
    }
}
