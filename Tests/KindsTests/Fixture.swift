import Document
import Resources
import Schema

@testable import Kinds

/// A kind with its schema and rules, run as the API server runs them.
struct Fixture {
    static let now = Timestamp("2024-05-01T12:00:00Z") ?? Timestamp(seconds: 0)

    let gvk: GroupVersionKind
    var rules: any KindRules { KindRegistry.rules(for: gvk) }

    init(_ apiVersion: String, _ kind: String) { gvk = GroupVersionKind(apiVersion: apiVersion, kind: kind) }

    /// Decoded, defaulted and made ready to be created, with a name and a namespace where there are none.
    func create(_ text: String) throws -> JSON { try create(YAML.parseOne(text)) }

    func create(_ object: JSON) throws -> JSON {
        var json = try decoded(object)
        rules.prepareForCreate(&json)
        return json
    }

    /// Decoded and defaulted, as a change of an object comes.
    func decoded(_ object: JSON) throws -> JSON {
        var json = named(object)
        guard let type = Catalogue.builtin.type(gvk) else { throw APIError.internalError("no type") }
        _ = try type.decode(&json, as: gvk)
        Defaulter.apply(&json, type: type)
        rules.applyDefaults(&json)
        return json
    }

    func errors(_ text: String) throws -> [String] { rules.validate(try create(text)).map(\.description) }

    /// What is wrong with changing the object by `change`.
    func updateErrors(_ text: String, _ change: (inout JSON) -> Void) throws -> [String] {
        let old = try create(text)
        var new = old
        change(&new)
        rules.prepareForUpdate(&new, old: old, subresource: nil)
        return rules.validateUpdate(new, old: old, subresource: nil).map(\.description)
    }

    func row(_ text: String) throws -> [String] {
        rules.cells(try named(YAML.parseOne(text)), now: Self.now).map { $0.string ?? $0.text }
    }

    private func named(_ json: JSON) -> JSON {
        var json = json
        if json["metadata"]["name"].isNull { json["metadata"]["name"] = "it" }
        if json["metadata"]["namespace"].isNull, Catalogue.builtin.resource(gvk)?.type.namespaced ?? true {
            json["metadata"]["namespace"] = "default"
        }
        if json["metadata"]["creationTimestamp"].isNull { json["metadata"]["creationTimestamp"] = "2024-05-01T11:55:00Z" }
        return json
    }
}
