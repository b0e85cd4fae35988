import Document
import Resources
import Testing

@testable import Kinds

@Suite struct ServiceRulesTests {
    let services = Fixture("v1", "Service")

    @Test func defaults() throws {
        let service = try services.create("{spec: {type: LoadBalancer, clusterIP: 10.96.0.7, selector: {a: b}, ports: [{port: 80}]}}")
        #expect(service["spec"]["ports"] == [["port": 80, "protocol": "TCP", "targetPort": 80]])
        #expect(service["spec"]["sessionAffinity"] == "None")
        #expect(service["spec"]["clusterIPs"] == ["10.96.0.7"])
        #expect(service["spec"]["externalTrafficPolicy"] == "Cluster")
        #expect(service["spec"]["internalTrafficPolicy"] == "Cluster")
        #expect(service["spec"]["allocateLoadBalancerNodePorts"] == true)
        #expect(service["spec"]["ipFamilies"] == ["IPv4"])
        #expect(service["status"] == ["loadBalancer": [:]])
        let sticky = try services.create("{spec: {sessionAffinity: ClientIP, ports: [{port: 80}]}}")
        #expect(sticky["spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds"] == 10800)
    }

    @Test(arguments: [
        ("{spec: {}}", ["spec.ports: Required value"]),
        ("{spec: {clusterIP: None}}", []),
        ("{spec: {type: ExternalName, externalName: a.b}}", []),
        ("{spec: {type: ExternalName}}", ["spec.externalName: Required value"]),
        (
            "{spec: {ports: [{port: 80, nodePort: 30000}]}}",
            ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"]
        ),
        (
            "{spec: {ports: [{port: 80}, {port: 81}]}}", ["spec.ports[0].name: Required value", "spec.ports[1].name: Required value"]
        ),
        (
            "{spec: {ports: [{port: 0}]}}",
            [
                "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
                "spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive",
            ]
        ),
        (
            "{spec: {type: Weird, ports: [{port: 80}]}}",
            ["spec.type: Unsupported value: \"Weird\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\""]
        ),
    ])
    func checks(text: String, messages: [String]) throws { #expect(try services.errors(text) == messages) }

    @Test func addressesAreSaidInBothWays() throws {
        #expect(
            try services.errors("{spec: {clusterIPs: [10.96.0.7], ports: [{port: 80}]}}") == [
                "spec.clusterIPs: Invalid value: [\"10.96.0.7\"]: must be empty when `clusterIP` is not specified"
            ])
    }

    @Test func theAddressStays() throws {
        let text = "{spec: {clusterIP: 10.96.0.7, ports: [{port: 80}]}}"
        let errors = try services.updateErrors(text) {
            $0["spec"]["clusterIP"] = "10.96.0.8"
            $0["spec"]["clusterIPs"] = ["10.96.0.8"]
        }
        #expect(errors == ["spec.clusterIPs[0]: Invalid value: [\"10.96.0.8\"]: may not change once set"])
    }

    @Test func leavingATypeTakesItsFieldsAway() throws {
        let errors = try services.updateErrors(
            "{spec: {type: NodePort, clusterIP: 10.96.0.7, ports: [{port: 80, nodePort: 30000}]}}"
        ) { $0["spec"]["type"] = "ClusterIP" }
        #expect(errors == [])
    }

    @Test(arguments: [
        (
            "{spec: {type: NodePort, clusterIPs: [10.96.0.7], selector: {b: c, a: b}, ports: [{port: 80, nodePort: 30001, protocol: TCP}, {port: 53, protocol: UDP}]}}",
            ["it", "NodePort", "10.96.0.7", "<none>", "80:30001/TCP,53/UDP", "5m", "a=b,b=c"]
        ),
        (
            "{spec: {type: LoadBalancer, clusterIPs: [10.96.0.7]}}",
            ["it", "LoadBalancer", "10.96.0.7", "<pending>", "<none>", "5m", "<none>"]
        ),
        (
            "{spec: {type: LoadBalancer, clusterIPs: [10.96.0.7]}, status: {loadBalancer: {ingress: [{ip: 1.2.3.4}]}}}",
            ["it", "LoadBalancer", "10.96.0.7", "1.2.3.4", "<none>", "5m", "<none>"]
        ),
        ("{spec: {type: ExternalName, externalName: a.b}}", ["it", "ExternalName", "<none>", "a.b", "<none>", "5m", "<none>"]),
    ])
    func rows(text: String, row: [String]) throws { #expect(try services.row(text) == row) }
}
