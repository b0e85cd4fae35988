import Document
import Resources
import Testing

@testable import APIServer

@Suite struct DeviceAdminAccessTests {
    private static let claims = ResourceType(group: "resource.k8s.io", version: "v1", plural: "resourceclaims", kind: "ResourceClaim")
    private static let templates = ResourceType(
        group: "resource.k8s.io", version: "v1", plural: "resourceclaimtemplates", kind: "ResourceClaimTemplate")

    private static func claim(_ adminAccess: JSON) -> JSON {
        ["devices": ["requests": [["name": "a", "exactly": [:]], ["name": "b", "exactly": ["adminAccess": adminAccess]]]]]
    }

    private let plugin = DeviceAdminAccess(
        caches: CachesFixture([
            (.namespaces, named("plain")), (.namespaces, named("admin", labels: ["resource.kubernetes.io/admin-access": "true"])),
            (.namespaces, named("other", labels: ["resource.kubernetes.io/admin-access": "yes"])),
        ]).caches)

    @Test(arguments: [
        ("plain", true, true), ("other", true, true), ("nowhere", true, true), ("admin", true, false), ("plain", false, false),
    ])
    func claimsNeedALabelledNamespace(namespace: String, asks: Bool, isRefused: Bool) async {
        let specs: [(ResourceType, JSON)] = [
            (Self.claims, Self.claim(.bool(asks))), (Self.templates, ["spec": Self.claim(.bool(asks))]),
        ]
        for (type, spec) in specs {
            let object = named("c", namespace: namespace).with(["spec": spec])
            let refusal = await Admit.refusal(plugin, object, Admit.request(.create, type, namespace: namespace))
            #expect((refusal != nil) == isRefused)
            if let refusal {
                #expect(refusal.contains("spec.devices.requests[1].adminAccess: Forbidden: admin access to devices requires the"))
            }
        }
    }

    @Test func allocationsNeedItOnce() async {
        let result: JSON = ["allocation": ["devices": ["results": [["adminAccess": true]]]]]
        let (old, new) = (named("c", namespace: "plain"), named("c", namespace: "plain").with(["status": result]))
        let first = Admit.request(.update, Self.claims, namespace: "plain", name: "c", subresource: "status", old: old)
        #expect(
            await Admit.refusal(plugin, new, first)?.contains("status.allocation.devices.results[0].adminAccess: Forbidden: ") == true)
        let again = Admit.request(.update, Self.claims, namespace: "plain", name: "c", subresource: "status", old: new)
        #expect(await Admit.refusal(plugin, new, again) == nil)
        let spec = Admit.request(.update, Self.claims, namespace: "plain", name: "c", old: old)
        #expect(await Admit.refusal(plugin, new, spec) == nil)
    }
}
