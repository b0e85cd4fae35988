import Client
import Document
import Resources
import Testing

@testable import APIServer

/// A server in memory that serves custom resources until the test lets go of it.
final class CustomServer: Sendable {
    let server: TestServer
    private let task: Task<Void, Never>

    static let definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
    static let crontabs = "/apis/stable.example.com/v1/namespaces/default/crontabs"

    init(_ server: TestServer) {
        self.server = server
        let resources = server.core.customResources
        task = Task { await resources.run() }
    }

    convenience init() async throws { self.init(try await TestServer()) }

    deinit { task.cancel() }

    func send(
        _ method: String, _ path: String, _ body: JSON = .null, type: String = "application/json", accept: String? = nil
    ) async throws -> (status: Int, document: JSON, headers: [(name: String, value: String)]) {
        try await server.send(method, path, body.isNull ? "" : body.text, type: type, accept: accept)
    }

    /// Creates a definition and waits until its kind is served.
    func define(_ definition: JSON) async throws {
        let made = try await send("POST", Self.definitions, definition)
        #expect(made.status == 201, "\(made.document.text)")
        try await until("Established", "True", of: definition["metadata"]["name"].string ?? "")
    }

    /// Waits until a condition of a definition has a status.
    func until(_ type: String, _ status: String, of name: String) async throws {
        try await eventually {
            let found = try await self.send("GET", Self.definitions + "/" + name).document["status"]["conditions"].array ?? []
            return found.contains { $0["type"].string == type && $0["status"].string == status }
        }
    }

    func eventually(_ holds: () async throws -> Bool) async throws {
        for _ in 0..<500 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("what was waited for did not come")
    }

    static let schema: JSON = [
        "type": "object",
        "properties": [
            "spec": [
                "type": "object", "required": ["cron"],
                "properties": [
                    "cron": ["type": "string", "pattern": "^[*0-9 ]+$"], "replicas": ["type": "integer", "minimum": 1, "default": 1],
                    "color": ["type": "string", "enum": ["red", "blue"]],
                    "bars": [
                        "type": "array",
                        "items": ["type": "object", "required": ["name"], "properties": ["name": ["type": "string"]]],
                    ],
                ],
            ],
            "status": ["type": "object", "properties": ["replicas": ["type": "integer"], "selector": ["type": "string"]]],
        ],
    ]

    /// A definition of crontabs in stable.example.com.
    static func definition(
        versions: [String] = ["v1"], storage: String = "v1", schema: JSON = CustomServer.schema, change: (inout JSON) -> Void = { _ in }
    ) -> JSON {
        var definition: JSON = [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": ["name": "crontabs.stable.example.com"],
            "spec": [
                "group": "stable.example.com", "scope": "Namespaced",
                "names": ["plural": "crontabs", "kind": "CronTab", "shortNames": ["ct"], "categories": ["all"]],
            ],
        ]
        definition["spec"]["versions"] = .array(
            versions.map { name in
                [
                    "name": .string(name), "served": true, "storage": .bool(name == storage), "schema": ["openAPIV3Schema": schema],
                    "subresources": [
                        "status": [:],
                        "scale": [
                            "specReplicasPath": ".spec.replicas", "statusReplicasPath": ".status.replicas",
                            "labelSelectorPath": ".status.selector",
                        ],
                    ],
                    "additionalPrinterColumns": [["name": "Cron", "type": "string", "jsonPath": ".spec.cron"]],
                ]
            })
        change(&definition)
        return definition
    }

    static func crontab(_ name: String, version: String = "v1", _ spec: JSON = ["cron": "* * * * *"]) -> JSON {
        [
            "apiVersion": .string("stable.example.com/" + version), "kind": "CronTab", "metadata": ["name": .string(name)], "spec": spec,
        ]
    }
}
