import Document
import Resources
import Testing

@testable import APIServer

@Suite struct ServiceAllocationsTests {
    private let range = CIDR(IPv4Address(10, 0, 0, 0), prefix: 24)
    private let ports = 30_000...30_099

    private func hook(_ allocations: ServiceAllocations) -> ServiceAllocationHook {
        ServiceAllocationHook(allocations, range: range, ports: ports)
    }

    private func service(_ name: String, type: String = "ClusterIP", ip: String? = nil, nodePort: Int? = nil) -> JSON {
        [
            "metadata": ["name": .string(name), "namespace": "a"],
            "spec": [
                "type": .string(type), "clusterIP": JSON(ip), "ports": [["port": 80, "protocol": "TCP", "nodePort": JSON(nodePort)]],
            ],
        ]
    }

    private func isRefused(_ object: JSON, old: JSON, _ hook: ServiceAllocationHook) async -> Bool {
        var object = object
        return (try? await hook.prepare(&object, old: old, dryRun: true)) == nil
    }

    private func stored(_ service: JSON) -> ObjectRecord { ObjectRecord(document: service) }

    @Test func givesEachItsOwnAddressInTurn() async throws {
        let allocations = ServiceAllocations(range: range, ports: ports)
        var seen: Set<String> = []
        for index in 0..<200 {
            var object = service("s\(index)")
            let finish = try await hook(allocations).prepare(&object, old: .null, dryRun: true)
            allocations.update(stored(object).key, stored(object))
            finish()
            #expect(seen.insert(object["spec"]["clusterIP"].string ?? "").inserted)
        }
        #expect(!seen.contains("10.0.0.0") && !seen.contains("10.0.0.255"))
    }

    @Test func writesThatFailGiveBack() async throws {
        let allocations = ServiceAllocations(range: CIDR(IPv4Address(10, 0, 0, 0), prefix: 30), ports: ports)
        let small = ServiceAllocationHook(allocations, range: CIDR(IPv4Address(10, 0, 0, 0), prefix: 30), ports: ports)
        for _ in 0..<10 {
            var object = service("s")
            let finish = try await small.prepare(&object, old: .null, dryRun: true)
            finish()
        }
        var first = service("a"), second = service("b")
        let third = service("c")
        _ = try await small.prepare(&first, old: .null, dryRun: true)
        _ = try await small.prepare(&second, old: .null, dryRun: true)
        #expect(await isRefused(third, old: .null, small))
    }

    @Test func refusesWhatOthersHave() async throws {
        let allocations = ServiceAllocations(range: range, ports: ports)
        let owner = service("a", type: "NodePort", ip: "10.0.0.9", nodePort: 30_050)
        allocations.update(stored(owner).key, stored(owner))
        let sameIP = service("b", ip: "10.0.0.9")
        #expect(await isRefused(sameIP, old: .null, hook(allocations)))
        var samePort = service("b", type: "NodePort", nodePort: 30_050)
        do {
            _ = try await hook(allocations).prepare(&samePort, old: .null, dryRun: true)
            Issue.record("a port was given twice")
        } catch {
            #expect(error.message.contains("spec.ports[0].nodePort: Invalid value: 30050: provided port is already allocated"))
        }
        let outside = service("c", type: "NodePort", nodePort: 100)
        #expect(await isRefused(outside, old: .null, hook(allocations)))
        let again = owner
        #expect(await !isRefused(again, old: owner, hook(allocations)))
    }

    @Test func updatesKeepWhatWasGiven() {
        let old = service("a", type: "NodePort", ip: "10.0.0.9", nodePort: 30_050)
        var update = service("a", type: "NodePort")
        ServiceAllocationHook.keepAllocated(&update, old: old)
        #expect(update["spec"]["clusterIP"] == "10.0.0.9")
        #expect(update["spec"]["ports"][0]["nodePort"] == 30_050)
        var plain = service("a", ip: "10.0.0.9", nodePort: 30_050)
        ServiceAllocationHook.keepAllocated(&plain, old: old)
        #expect(plain["spec"]["ports"][0]["nodePort"].isNull)
    }

    @Test func deletedServicesGiveBack() async throws {
        let allocations = ServiceAllocations(range: range, ports: ports)
        let owner = service("a", ip: "10.0.0.9")
        allocations.update(stored(owner).key, stored(owner))
        allocations.update(stored(owner).key, nil)
        let next = service("b", ip: "10.0.0.9")
        #expect(await !isRefused(next, old: .null, hook(allocations)))
    }
}

@Suite struct ServiceAddressTests {
    private static let addresses = "/apis/networking.k8s.io/v1/ipaddresses"
    private static let ranges = "/apis/networking.k8s.io/v1/servicecidrs"
    private static let services = "/api/v1/namespaces/default/services"

    private func create(_ server: TestServer, _ name: String, ip: String? = nil, query: String = "") async throws -> (Int, JSON) {
        let address = ip.map { #","clusterIP":"\#($0)""# } ?? ""
        let answer = try await server.send(
            "POST", Self.services + query, #"{"metadata":{"name":"\#(name)"},"spec":{"ports":[{"port":80}]\#(address)}}"#)
        return (answer.status, answer.document)
    }

    @Test func everyAddressHasItsObject() async throws {
        let server = try await TestServer()
        let (_, service) = try await create(server, "a")
        let address = service["spec"]["clusterIP"].string ?? ""
        let object = try await server.send("GET", "\(Self.addresses)/\(address)").document
        #expect(object["spec"]["parentRef"] == ["resource": "services", "namespace": "default", "name": "a"])
        #expect(object["metadata"]["labels"]["ipaddress.kubernetes.io/managed-by"] == "ipallocator")
        #expect(object["metadata"]["uid"].string?.isEmpty == false)
        _ = try await create(server, "dry", query: "?dryRun=All")
        #expect(try await server.send("GET", Self.addresses).document["items"].array?.count == 1)
    }

    @Test func aDeletedServicesAddressIsFreeAtOnce() async throws {
        let server = try await TestServer()
        let address = try await create(server, "a").1["spec"]["clusterIP"].string ?? ""
        _ = try await server.send("DELETE", Self.services + "/a")
        #expect(try await create(server, "b", ip: address).0 == 201)
        let object = try await server.send("GET", "\(Self.addresses)/\(address)").document
        #expect(object["spec"]["parentRef"]["name"] == "b")
    }

    @Test func addressesOfOthersAreLeftAlone() async throws {
        let server = try await TestServer()
        for last in 1...3 {
            let parent = #"{"group":"gateway.networking.k8s.io","resource":"gateways","name":"g","namespace":"x"}"#
            let made = try await server.send(
                "POST", Self.addresses, #"{"metadata":{"name":"10.96.1.\#(last)"},"spec":{"parentRef":\#(parent)}}"#)
            #expect(made.status == 201)
        }
        let (status, refused) = try await create(server, "a", ip: "10.96.1.2")
        #expect(status == 422)
        #expect(refused["message"].string?.contains("failed to allocate IP 10.96.1.2: provided IP is already allocated") ?? false)
        var given: [String] = []
        for index in 0..<4 { given.append(try await create(server, "s\(index)").1["spec"]["clusterIP"].string ?? "") }
        #expect(Set(given).count == 4 && given.allSatisfy { !["10.96.1.1", "10.96.1.2", "10.96.1.3"].contains($0) }, "\(given)")
    }

    @Test func anotherRangeCountsOnceItIsReady() async throws {
        let server = try await TestServer()
        _ = try await server.send("POST", Self.ranges, #"{"metadata":{"name":"more"},"spec":{"cidrs":["10.200.0.0/28"]}}"#)
        #expect(try await create(server, "a", ip: "10.200.0.5").0 == 422)
        let ready =
            #"{"status":{"conditions":[{"type":"Ready","status":"True","reason":"","message":"","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}"#
        let patched = try await server.send("PATCH", Self.ranges + "/more/status", ready, type: "application/merge-patch+json")
        #expect(patched.status == 200)
        #expect(try await create(server, "a", ip: "10.200.0.5").0 == 201)
        #expect(try await create(server, "b", ip: "10.200.0.0").0 == 422, "the first address of a range is nobody's")
    }

    @Test func stepsPutThingsRight() {
        let (a, b) = (ObjectKey(namespace: "n", name: "a"), ObjectKey(namespace: "n", name: "b"))
        let object = IPAddress(IPAddress.held(IPv4Address(10, 0, 0, 1), by: a))
        func step(_ object: IPAddress?, _ owner: ObjectKey?, held: Bool = false, former: ObjectKey? = nil, age: Double = 0)
            -> ServiceAddressObjects.Step
        {
            ServiceAddressObjects.step(object, owner: owner, isHeld: held, former: former, ageSeconds: age)
        }
        #expect(step(nil, a) == .create(for: a))
        #expect(step(nil, nil) == .nothing)
        #expect(step(object, a) == .nothing)
        #expect(step(object, b) == .replace(for: b))
        #expect(step(object, nil, former: a) == .remove)
        #expect(step(object, nil, former: b) == .look(after: .seconds(60)), "somebody else may be about to write its Service")
        #expect(step(object, nil, age: 61) == .remove)
        #expect(step(object, nil, held: true, age: 61) == .look(after: .seconds(2)))
        var foreign = object
        foreign.json["metadata"]["labels"] = .null
        #expect(step(foreign, nil, age: 1_000) == .nothing)
    }
}
