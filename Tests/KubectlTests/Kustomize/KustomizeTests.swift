import Document
import FoundationEssentials
import Testing

@testable import Kubectl

@Suite struct KustomizeTests {
    private static let samples = String(#filePath.dropLast("Tests/KubectlTests/Kustomize/KustomizeTests.swift".count)) + "samples/kustomize"

    private func build(_ files: [String: String], _ folder: String = ".") async throws -> KubectlRun {
        try await withFolder(files) { root in
            var run = await KubectlRun.of(["kustomize", root + "/" + folder])
            run.errors = run.errors.replacing(root, with: "ROOT")
            return run
        }
    }

    /// What the stock kubectl makes of the samples.
    @Test func theSamplesComeOutAsUpstreams() async throws {
        let run = await KubectlRun.of(["kustomize", Self.samples + "/overlay"])
        let wanted = try String(contentsOfFile: Self.samples + "/built.yaml", encoding: .utf8)
        let (ours, theirs) = (run.output.split(separator: "---\n"), wanted.split(separator: "---\n"))
        for (our, their) in zip(ours, theirs) { #expect(our == their) }
        #expect(ours.count == theirs.count)
        #expect(run.errors.contains("# Warning: 'commonLabels' is deprecated. Please use 'labels' instead."))
    }

    private static let pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a}, {name: b}], nodeSelector: {x: y}}\n"
    private static let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"

    @Test func aBaseUsedTwiceKeepsItsReferencesApart() async throws {
        let base = """
            apiVersion: v1
            kind: Pod
            metadata: {name: p}
            spec: {volumes: [{name: v, configMap: {name: cm}}], containers: [{name: a}]}
            """
        let run = try await build(
            [
                "base/kustomization.yaml": "resources: [p.yaml]\nconfigMapGenerator: [{name: cm, literals: [a=1]}]", "base/p.yaml": base,
                "a/kustomization.yaml": "namePrefix: a-\nresources: [../base]",
                "b/kustomization.yaml": "nameSuffix: -b\nresources: [../base]\nnamespace: nb",
                "kustomization.yaml": "resources: [a, b]\nnamePrefix: x-",
            ])
        let names = run.output.split(separator: "\n").filter { $0.contains("name: x-") }.map { $0.drop { $0 == " " } }
        #expect(
            names == [
                "name: x-cm-b-h29d89cmmt", "name: x-a-cm-h29d89cmmt", "name: x-p-b", "name: x-cm-b-h29d89cmmt", "name: x-a-p",
                "name: x-a-cm-h29d89cmmt",
            ], "\(run.errors)")
    }

    @Test func patchesNameWhatTheyChange() async throws {
        let patch = """
            {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: b, image: i}, {name: n, env: null}], \
            nodeSelector: {$patch: delete}, securityContext: {$patch: replace, runAsUser: 2}}}
            """
        let run = try await build(
            ["kustomization.yaml": "resources: [p.yaml]\npatches:\n- patch: '\(patch)'\n", "p.yaml": Self.pod])
        #expect(
            run.output
                == """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: p
                spec:
                  containers:
                  - image: i
                    name: b
                  - name: "n"
                  - name: a
                  securityContext:
                    runAsUser: 2

                """, "\(run.errors)")
    }

    @Test func theNamespaceOfANamespace() async throws {
        let run = try await build([
            "kustomization.yaml": "resources: [n.yaml]\nnamespace: new\nnameSuffix: -s",
            "n.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: old}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: m}\n",
        ])
        #expect(
            run.output
                == "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: new\n---\napiVersion: v1\nkind: Node\nmetadata:\n  name: m-s\n")
    }

    @Test func longSecretsAreWrapped() async throws {
        let run = try await build([
            "kustomization.yaml":
                "secretGenerator: [{name: s, literals: [x=\(String(repeating: "a", count: 107))], type: kubernetes.io/tls}]"
        ])
        #expect(run.output.contains("name: s-ttgmg6dd26\n"), "\(run.output)\(run.errors)")
    }

    @Test func replacementsCopyValues() async throws {
        let kustomization = """
            resources: [a.yaml]
            namePrefix: p-
            replacements:
            - source: {kind: ConfigMap, name: conf, fieldPath: data.image}
              targets:
              - select: {kind: Deployment}
                fieldPaths: ["spec.template.spec.containers.[name=web].image"]
                options: {delimiter: ":", index: 1}
            - source: {kind: ConfigMap, name: conf}
              targets:
              - select: {kind: Deployment, name: web}
                fieldPaths: ["metadata.annotations.a\\\\.b/c", "spec.template.spec.containers.*.env.[name=X].value"]
                options: {create: true}
            - source: {kind: ConfigMap, name: conf, fieldPath: data.count}
              targets: [{select: {kind: Deployment}, fieldPaths: [spec.replicas]}]
            """
        let objects = """
            {apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {image: v7, count: "3"}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {replicas: 1, template: {spec: {containers: [{name: web, image: "w:1", env: [{name: X, value: y}]}]}}}
            """
        let run = try await build(["kustomization.yaml": kustomization, "a.yaml": objects])
        #expect(run.errors.isEmpty)
        let deployment = try #require(try YAML.parse(run.output).last)
        #expect(deployment["metadata"] == ["annotations": ["a.b/c": "p-conf"], "name": "p-web"])
        #expect(
            deployment["spec"] == [
                "replicas": 3,
                "template": ["spec": ["containers": [["name": "web", "image": "w:v7", "env": [["name": "X", "value": "p-conf"]]]]]],
            ])
        let missing = kustomization.replacing("spec.replicas", with: "spec.nothing.at.all")
        let refused = try await build(["kustomization.yaml": missing, "a.yaml": objects])
        #expect(refused.errors == "error: unable to find field \"spec.nothing.at.all\" in replacement target\n")
    }

    @Test func fifoKeepsTheOrder() async throws {
        let files = ["o.yaml": Self.pod + "---\n" + Self.map]
        let sorted = try await build(files.merging(["kustomization.yaml": "resources: [o.yaml]"]) { a, _ in a })
        let fifo = try await build(
            files.merging(["kustomization.yaml": "resources: [o.yaml]\nsortOptions: {order: fifo}"]) { a, _ in a })
        #expect(sorted.output.hasPrefix("apiVersion: v1\nkind: ConfigMap"))
        #expect(fifo.output.hasPrefix("apiVersion: v1\nkind: Pod"))
    }

    @Test(arguments: [
        ("foo: 1", "invalid Kustomization: json: unknown field \"foo\""),
        ("vars: []", "invalid Kustomization: the field \"vars\" is not supported"),
        ("helmCharts: []", "invalid Kustomization: the field \"helmCharts\" is not supported"),
        ("{}", "kustomization.yaml is empty"),
        (
            "resources: [a.yaml, a.yaml]",
            "accumulating resources: merging resources from 'a.yaml': may not add resource with an already registered id: "
                + "ConfigMap.v1.[noGrp]/a.[noNs]"
        ),
        (
            "resources: ['https://example.com/x']",
            "accumulating resources: accumulating resources from 'https://example.com/x': remote resources are not supported"
        ),
        ("configMapGenerator: [{literals: [x=1]}]", "a configmap must have a name"),
        (
            "configMapGenerator: [{name: a, literals: [x]}]",
            "loading KV pairs: literal sources [x]: invalid literal source x, expected key=value"
        ),
        ("configMapGenerator: [{name: a, literals: [x=1, x=2]}]", "configmap a illegally repeats the key `x`"),
        (
            "{resources: [a.yaml], patches: [{patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}'}]}",
            "no resource matches strategic merge patch \"ConfigMap.v1.[noGrp]/b.[noNs]\": no matches for Id "
                + "ConfigMap.v1.[noGrp]/b.[noNs]; failed to find unique target for patch ConfigMap.v1.[noGrp]/b.[noNs]"
        ),
        (
            "{resources: [a.yaml], replicas: [{name: x, count: 1}]}",
            "resource with name x does not match a config with the following GVK [Deployment.[noVer].[noGrp] "
                + "StatefulSet.[noVer].[noGrp] ReplicaSet.[noVer].[noGrp] ReplicationController.[noVer].[noGrp]]"
        ),
        (
            "resources: [a.yaml, ../out.yaml]",
            "accumulating resources: accumulating resources from '../out.yaml': security; file 'ROOT/out.yaml' is not in or below 'ROOT/k'"
        ),
        (
            "resources: [../k]",
            "accumulating resources: cycle detected: candidate root 'ROOT/k' contains visited root 'ROOT/k'"
        ),
    ])
    func whatIsWrong(kustomization: String, reason: String) async throws {
        let run = try await build(
            ["k/kustomization.yaml": kustomization, "k/a.yaml": Self.map, "out.yaml": Self.map.replacing("name: a", with: "name: b")], "k")
        #expect(run.status == 1)
        #expect(run.errors == "error: \(reason)\n")
    }

    @Test func aFolderWithoutOne() async throws {
        let run = try await build([:])
        #expect(
            run.errors
                == "error: unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory 'ROOT'\n")
    }

    @Test(arguments: [
        ("nginx", "nginx", "my/nginx:v2"), ("nginx", "nginx:1", "my/nginx:v2"), ("nginx", "nginx@sha256:abc", "my/nginx:v2"),
        ("nginx", "nginx-extra:1", "nginx-extra:1"), ("nginx", "a/nginx:1", "a/nginx:1"), ("host", "host:5000/image", "host:5000/image"),
        ("host:5000/image", "host:5000/image:1", "my/nginx:v2"),
    ])
    func images(name: String, image: String, wanted: String) throws {
        let change = try KustomizeImage(["name": .string(name), "newName": "my/nginx", "newTag": "v2"])
        #expect(change.renamed(image) == wanted)
    }

    @Test func appliedNamesCarryAHashOfTheContent() {
        var map: JSON = ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "m"], "data": ["a": "1"]]
        ContentHash.append(to: &map)
        #expect(map["metadata"]["name"] == "m-6h6t2ccm85")
    }
}
