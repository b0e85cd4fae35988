import CRI
import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct SandboxBuilderTests {
    private var builder: SandboxBuilder {
        var configuration = KubeletConfiguration(nodeName: "node-1", nodeAddress: "192.0.2.1", rootDirectory: "/r", version: "v1.36.0")
        configuration.clusterDNS = ["10.96.0.10"]
        return SandboxBuilder(
            configuration: configuration, nodeDNS: DNSSettings(resolverFile: "nameserver 192.0.2.53\nsearch example.org\n# x\n"))
    }

    @Test(arguments: [
        (
            "ClusterFirst", false, ["10.96.0.10"], ["default.svc.cluster.local", "svc.cluster.local", "cluster.local", "example.org"],
            ["ndots:5"]
        ),
        ("ClusterFirst", true, ["192.0.2.53"], ["example.org"], []),
        (
            "ClusterFirstWithHostNet", true, ["10.96.0.10"],
            ["default.svc.cluster.local", "svc.cluster.local", "cluster.local", "example.org"], ["ndots:5"]
        ),
        ("Default", false, ["192.0.2.53"], ["example.org"], []), ("None", false, [], [], []),
    ])
    func resolverSettingsFollowThePolicy(policy: String, hostNetwork: Bool, servers: [String], searches: [String], options: [String]) {
        let dns = builder.dns(Fixtures.pod(spec: ["dnsPolicy": .string(policy), "hostNetwork": .bool(hostNetwork)]))
        #expect(dns.servers == servers)
        #expect(dns.searches == searches)
        #expect(dns.options == options)
    }

    @Test func ownSettingsComeOnTop() {
        let dns = builder.dns(
            Fixtures.pod(spec: [
                "dnsConfig": ["nameservers": ["1.1.1.1"], "searches": ["a.b"], "options": [["name": "ndots", "value": "2"]]]
            ]))
        #expect(dns.servers == ["10.96.0.10", "1.1.1.1"])
        #expect(dns.searches.last == "a.b")
        #expect(dns.options == ["ndots:2"])
    }

    @Test func cgroupsFollowTheQualityOfService() {
        let none = Fixtures.pod()
        let some = Fixtures.pod(containers: [["name": "a", "image": "x", "resources": ["requests": ["cpu": "1"]]]])
        let limits: JSON = ["cpu": "1", "memory": "1Gi"]
        let all = Fixtures.pod(containers: [["name": "a", "image": "x", "resources": ["requests": limits, "limits": limits]]])
        #expect(SandboxBuilder.cgroupParent(none, root: "/kubepods") == "/kubepods/besteffort/poduid-web")
        #expect(SandboxBuilder.cgroupParent(some, root: "/kubepods") == "/kubepods/burstable/poduid-web")
        #expect(SandboxBuilder.cgroupParent(all, root: "/kubepods") == "/kubepods/poduid-web")
    }

    @Test func hostNamesAreCutToWhatAHostMayBeCalled() {
        let long = String(repeating: "a", count: 62) + "-bcd"
        #expect(builder.hostname(Fixtures.pod(long)) == String(repeating: "a", count: 62))
        #expect(builder.hostname(Fixtures.pod(spec: ["hostname": "own"])) == "own")
    }

    @Test func resourcesBecomeControlGroupSettings() {
        let pod = Fixtures.pod(containers: [
            ["name": "a", "image": "x", "resources": ["requests": ["cpu": "250m"], "limits": ["cpu": "500m", "memory": "64Mi"]]]
        ])
        let settings = ResourceSettings.container(pod.spec.containers[0], pod: pod.spec, nodeMemory: 1 << 30)
        #expect(settings.cpuShares == 256)
        #expect(settings.cpuQuota == 50_000)
        #expect(settings.cpuPeriod == 100_000)
        #expect(settings.memoryLimitBytes == 64 << 20)
        #expect(ResourceSettings.shares(milliCPU: 0) == 2)
        #expect(ResourceSettings.quota(milliCPU: 1) == 1000)
    }

    @Test func theHostsFileNamesThePod() {
        let text = HostsFile.text(
            addresses: ["10.244.0.5"], hostname: "web-0", domain: "web.default.svc.cluster.local",
            aliases: [HostAlias(["ip": "192.0.2.7", "hostnames": ["foo", "bar"]])])
        #expect(text.hasPrefix("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n"))
        #expect(text.contains("10.244.0.5\tweb-0.web.default.svc.cluster.local\tweb-0\n"))
        #expect(text.hasSuffix("\n# Entries added by HostAliases.\n192.0.2.7\tfoo\tbar\n"))
    }
}
