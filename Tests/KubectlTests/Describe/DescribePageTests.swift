import Document
import Resources
import Testing

@testable import Kubectl

@Suite struct DescribePageTests {
    private func page(_ write: (inout DescribePage) throws -> Void) rethrows -> String {
        var page = DescribePage(now: Timestamp(seconds: 1_700_000_000))
        try write(&page)
        return page.finish()
    }

    @Test func annotationsAreCutAndLastAppliedIsHidden() {
        let text = page { page in
            page.annotations(
                "Annotations",
                [
                    "kubectl.kubernetes.io/last-applied-configuration": "{}", "short": "value", "two": "lines\nhere\n",
                    "wide": .string(String(repeating: "x", count: 150)),
                ])
        }
        #expect(
            text == """
                Annotations:  short: value
                              two:
                                lines
                                here
                              wide:
                                \(String(repeating: "x", count: 138))...

                """)
    }

    @Test func events() {
        let event: JSON = [
            "type": "Warning", "reason": "BackOff", "message": "Back-off restarting\n", "count": 3,
            "firstTimestamp": "2023-11-14T22:03:20Z", "lastTimestamp": "2023-11-14T22:12:20Z", "source": ["component": "kubelet"],
            "involvedObject": ["fieldPath": "spec.containers{a}"],
        ]
        #expect(
            page { $0.events([event]) } == """
                Events:
                  Type     Reason   Age                From     Message
                  ----     ------   ----               ----     -------
                  Warning  BackOff  60s (x3 over 10m)  kubelet  spec.containers{a}: Back-off restarting

                """)
        #expect(page { $0.events([]) } == "Events:  <none>\n")
        #expect(page { $0.events(nil) } == "")
    }

    @Test(arguments: [
        ("leaseDurationSeconds", "Lease Duration Seconds"), ("apiVersion", "API Version"), ("clusterIP", "Cluster IP"),
        ("foo.bar", "foo.bar"), ("uid", "UID"), ("x", "X"), ("kube-dns", "Kube - Dns"),
    ]) func memberTitles(_ name: String, _ title: String) {
        #expect(MemberTitle.text(name) == title)
    }

    @Test func probes() {
        let probe: JSON = [
            "httpGet": ["path": "/healthz?full=1", "port": "web", "scheme": "HTTP"], "timeoutSeconds": 1, "periodSeconds": 10,
            "successThreshold": 1, "failureThreshold": 3,
        ]
        #expect(
            ProbeText.describe(probe) == "http-get http://:web/healthz%3Ffull=1 delay=0s timeout=1s period=10s #success=1 #failure=3")
        #expect(ProbeText.describe(["exec": ["command": ["ls", "/tmp"]]]).hasPrefix("exec [ls /tmp] delay=0s"))
        #expect(ProbeText.describe(["tcpSocket": ["port": 80]]).hasPrefix("tcp-socket :80 "))
    }

    @Test func endpointsOfAService() {
        func slice(_ addresses: [String], port: Int = 8080) -> JSON {
            [
                "ports": [["name": "web", "port": .int(Int64(port))]],
                "endpoints": .array(addresses.map { ["addresses": [.string($0)], "conditions": ["ready": true]] }),
            ]
        }
        #expect(EndpointsText.describe([], port: "web") == "<none>")
        #expect(EndpointsText.describe([slice(["10.0.0.1", "10.0.0.2"])], port: "web") == "10.0.0.1:8080,10.0.0.2:8080")
        #expect(EndpointsText.describe([slice(["10.0.0.1"])], port: "other") == "")
        #expect(
            EndpointsText.describe([slice(["1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4", "5.5.5.5"], port: 1)], port: "web")
                == "1.1.1.1:1,2.2.2.2:1,3.3.3.3:1 + 2 more...")
    }

    @Test func rulesOfARole() {
        let role: JSON = [
            "metadata": ["name": "r"],
            "rules": [
                ["apiGroups": ["", "apps"], "resources": ["pods/log"], "verbs": ["get"]],
                ["apiGroups": [""], "resources": ["pods/log"], "verbs": ["list"]],
                ["nonResourceURLs": ["/healthz"], "verbs": ["get"]],
            ],
        ]
        #expect(
            page { $0.role(role) } == """
                Name:         r
                Labels:       <none>
                Annotations:  <none>
                PolicyRule:
                  Resources      Non-Resource URLs  Resource Names  Verbs
                  ---------      -----------------  --------------  -----
                  pods/log       []                 []              [get list]
                                 [/healthz]         []              [get]
                  pods.apps/log  []                 []              [get]

                """)
    }

    @Test func aVolumeOfEachSort() {
        let volumes: [JSON] = [
            ["name": "a", "emptyDir": ["sizeLimit": "1Gi"]], ["name": "b", "hostPath": ["path": "/x"]],
            ["name": "c", "csi": ["driver": "d", "volumeAttributes": ["k": "v", "l": "w"]]], ["name": "d"],
        ]
        #expect(
            page { $0.volumes(volumes, nested: false) } == """
                Volumes:
                  a:
                    Type:       EmptyDir (a temporary directory that shares a pod's lifetime)
                    Medium:     
                    SizeLimit:  1Gi
                  b:
                    Type:          HostPath (bare host directory volume)
                    Path:          /x
                    HostPathType:  <none>
                  c:
                    Type:              CSI (a Container Storage Interface (CSI) volume source)
                    Driver:            d
                    FSType:            
                    ReadOnly:          false
                    VolumeAttributes:      k=v
                                           l=w
                  d:
                  <unknown>

                """)
    }

    @Test func completedIndexes() {
        #expect(DescribePage.cut("") == "<none>")
        #expect(DescribePage.cut("1-5") == "1-5")
        let long = (0..<40).map { String($0 * 3) }.joined(separator: ",")
        #expect(DescribePage.cut(long).hasSuffix(",..."))
    }

    @Test func podPhases() {
        func pod(_ phase: String, _ uid: String) -> JSON {
            ["metadata": ["ownerReferences": [["controller": true, "uid": .string(uid)]]], "status": ["phase": .string(phase)]]
        }
        let counts = PodPhaseCounts([pod("Running", "a"), pod("Running", "b"), pod("Pending", "a"), pod("Failed", "a")], uid: "a")
        #expect(counts.text == "1 Running / 1 Waiting / 0 Succeeded / 1 Failed")
    }

    @Test func replicaSetsOfADeployment() {
        func set(_ name: String, _ image: String, _ created: String) -> JSON {
            [
                "metadata": [
                    "name": .string(name), "creationTimestamp": .string(created), "ownerReferences": [["controller": true, "uid": "d"]],
                ],
                "spec": ["template": ["metadata": ["labels": ["pod-template-hash": .string(name)]], "spec": ["image": .string(image)]]],
            ]
        }
        let deployment: JSON = ["metadata": ["uid": "d"], "spec": ["template": ["metadata": [:], "spec": ["image": "v2"]]]]
        let sets = DeploymentReplicaSets(
            deployment, [set("new", "v2", "2024-01-02T00:00:00Z"), set("old", "v1", "2024-01-01T00:00:00Z")])
        #expect(sets.new?["metadata"]["name"] == "new")
        #expect(sets.old.map { $0["metadata"]["name"] } == ["old"])
    }

    @Test func resourcesOfAPod() {
        let pod: JSON = [
            "spec": [
                "containers": [
                    ["name": "a", "resources": ["requests": ["cpu": "100m"]]], ["name": "b", "resources": ["requests": ["cpu": "50m"]]],
                ],
                "initContainers": [
                    ["name": "s", "restartPolicy": "Always", "resources": ["requests": ["cpu": "10m"]]],
                    ["name": "i", "resources": ["requests": ["cpu": "500m"]]],
                ],
                "overhead": ["cpu": "5m"],
            ]
        ]
        #expect(PodResourceSums(pod, usesStatus: false).requests["cpu"]?.description == "515m")
    }
}
