import Document
import Resources

@testable import Diagnosis

/// Documents for the deciders' tests, in YAML that says only what matters.
enum Worlds {
    static func world(_ type: ResourceType, _ object: String, _ lists: [ResourceType: [String]] = [:], logs: [String: [String]] = [:])
        throws -> Surroundings
    {
        var world = Surroundings(type: type, object: try YAML.parseOne(object), logs: logs)
        for (type, texts) in lists { world.lists[type.plural] = try texts.map { try YAML.parseOne($0) } }
        return world
    }

    static func why(_ type: ResourceType, _ object: String, _ lists: [ResourceType: [String]] = [:], logs: [String: [String]] = [:]) throws
        -> [Diagnosis]
    {
        Decider.diagnose(try world(type, object, lists, logs: logs))
    }

    static let node = """
        metadata: {name: n1, labels: {disk: hdd}}
        status: {allocatable: {cpu: "2", memory: 1Gi}, conditions: [{type: Ready, status: "True"}],
          nodeInfo: {operatingSystem: linux, architecture: amd64}}
        """

    static func pod(
        _ name: String = "web", labels: String = "{app: web}", spec: String = "", status: String = "phase: Running", metadata: String = ""
    ) -> String {
        "{metadata: {name: \(name), namespace: default, uid: u-\(name), labels: \(labels)\(metadata)}, "
            + "spec: {nodeName: n1, containers: [{name: c, "
            + "image: \"localhost:5000/kubia:1\", ports: [{name: http, containerPort: 8080}]}]\(spec)}, "
            + "status: {\(status)}}"
    }

    static let readyPod = pod(status: "phase: Running, conditions: [{type: Ready, status: \"True\"}]")

    static func event(_ kind: String, _ name: String, _ reason: String, _ message: String, type: String = "Warning") -> String {
        """
        metadata: {name: e, namespace: default}
        involvedObject: {kind: \(kind), name: \(name), namespace: default}
        type: \(type)
        reason: \(reason)
        message: '\(message)'
        """
    }
}
