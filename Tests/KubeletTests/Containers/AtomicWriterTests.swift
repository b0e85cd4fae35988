import Document
import Resources
import Testing

@testable import Kubelet

@Suite struct AtomicWriterTests {
    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = "/tmp/coxswain-volume-\(UInt64.random(in: 0 ... .max))"
        try FileSystem.makeDirectories(directory)
        defer { try? FileSystem.removeTree(directory) }
        try body(directory)
    }

    private func file(_ path: String, _ text: String) -> ProjectedFile { ProjectedFile(path: path, content: Array(text.utf8), mode: 0o644) }

    @Test func replacesTheWholeSetInOneStep() throws {
        try withDirectory { (directory: String) throws -> Void in
            #expect(try AtomicWriter.write([file("a", "1"), file("sub/b", "2")], to: directory, stamp: "first"))
            #expect(FileSystem.readText(directory + "/a") == "1")
            #expect(FileSystem.readText(directory + "/sub/b") == "2")
            #expect(FileSystem.linkTarget(directory + "/..data") == "..first")
            #expect(try !AtomicWriter.write([file("a", "1"), file("sub/b", "2")], to: directory, stamp: "second"))
            #expect(try AtomicWriter.write([file("a", "3")], to: directory, stamp: "third"))
            #expect(FileSystem.readText(directory + "/a") == "3")
            #expect(FileSystem.list(directory) == ["..data", "..third", "a"])
        }
    }

    @Test(arguments: ["../x", "/x", "a/../b", "..x", ""])
    func refusesPathsThatLeaveTheVolume(path: String) throws {
        try withDirectory { (directory: String) throws -> Void in
            #expect(throws: ConfigurationError.self) { try AtomicWriter.write([file(path, "")], to: directory, stamp: "s") }
        }
    }

    @Test func projectsKeysPathsAndModes() throws {
        let pod = Fixtures.pod(spec: [
            "volumes": [
                ["name": "c", "configMap": ["name": "c", "defaultMode": 0o600, "items": [["key": "k", "path": "dir/file"]]]],
                ["name": "s", "secret": ["secretName": "gone"]], ["name": "o", "secret": ["secretName": "gone", "optional": true]],
                ["name": "d", "downwardAPI": ["items": [["path": "labels", "fieldRef": ["fieldPath": "metadata.labels"]]]]],
            ]
        ])
        var labelled = pod
        labelled.metadata.labels = ["b": "2", "a": "\"1\""]
        var references = PodReferences()
        references.configMaps["c"] = ConfigMap(["metadata": ["name": "c"], "data": ["k": "v"]])
        let projector = VolumeProjector(
            pod: labelled, references: references,
            downward: DownwardAPI(pod: labelled, podAddresses: [], nodeName: "n", nodeAddress: "", nodeMilliCPU: 0, nodeMemory: 0),
            tokens: [:])
        let volumes = pod.spec.volumes
        #expect(try projector.files(of: volumes[0]) == [ProjectedFile(path: "dir/file", content: Array("v".utf8), mode: 0o600)])
        #expect(throws: ConfigurationError("secret \"gone\" not found")) { try projector.files(of: volumes[1]) }
        #expect(try projector.files(of: volumes[2]) == [])
        #expect(try projector.files(of: volumes[3]) == [file("labels", "a=\"\\\"1\\\"\"\nb=\"2\"")])
    }
}
