import Document
import Testing

@testable import Kinds

@Suite struct FeaturesOffTests {
    private static let sources: JSON = [
        "containers": [["name": "c", "image": "i"]],
        "volumes": [
            [
                "name": "v",
                "projected": [
                    "sources": [
                        ["clusterTrustBundle": ["name": "b", "path": "p"]], ["configMap": ["name": "m"]],
                        ["podCertificate": ["signerName": "a.b/c", "keyType": "ED25519", "keyPath": "k"]],
                    ]
                ],
            ]
        ],
    ]

    private func sources(_ spec: JSON) -> JSON { spec["volumes"][0]["projected"]["sources"] }

    @Test(arguments: [
        ("", "Pod", ["spec"]), ("", "PodTemplate", ["template", "spec"]),
        ("batch", "CronJob", ["spec", "jobTemplate", "spec", "template", "spec"]), ("batch", "Job", ["spec", "template", "spec"]),
        ("apps", "Deployment", ["spec", "template", "spec"]), ("apps", "StatefulSet", ["spec", "template", "spec"]),
    ])
    func sourcesAreLeftOutUnlessTheyWereThere(group: String, kind: String, path: [String]) {
        var old = JSON.object(JSONObject())
        old.set(Self.sources, at: path)
        func spec(_ object: JSON) -> JSON { path.reduce(object) { $0[$1] } }
        var new = old
        FeaturesOff.drop(&new, old: .null, group: group, kind: kind)
        #expect(sources(spec(new)) == [[:], ["configMap": ["name": "m"]], [:]])
        new = old
        FeaturesOff.drop(&new, old: old, group: group, kind: kind)
        #expect(new == old)
        // Each feature by itself.
        var before = old
        before.set([:], at: path + ["volumes"])
        before.set(.array([["projected": ["sources": [["clusterTrustBundle": ["name": "x"]]]]]]), at: path + ["volumes"])
        FeaturesOff.drop(&new, old: before, group: group, kind: kind)
        #expect(sources(spec(new)) == [["clusterTrustBundle": ["name": "b", "path": "p"]], ["configMap": ["name": "m"]], [:]])
    }

    @Test func oneReplicaOfAStatefulSetAtATime() {
        let old: JSON = ["spec": ["updateStrategy": ["rollingUpdate": ["partition": 0, "maxUnavailable": 2]]]]
        var new = old
        FeaturesOff.drop(&new, old: .null, group: "apps", kind: "StatefulSet")
        #expect(new == ["spec": ["updateStrategy": ["rollingUpdate": ["partition": 0]]]])
        new = old
        FeaturesOff.drop(&new, old: old, group: "apps", kind: "StatefulSet")
        #expect(new == old)
    }

    @Test func othersStayAsTheyAre() {
        let object: JSON = ["spec": Self.sources]
        for (group, kind) in [
            ("", "ConfigMap"), ("apps", "Deployment"), ("apps", "StatefulSet"), ("batch", "CronJob"), ("example.com", "Pod"),
        ] {
            var new = object
            FeaturesOff.drop(&new, old: .null, group: group, kind: kind)
            #expect(new == object)
        }
    }
}
