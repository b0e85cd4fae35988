import Document
import Resources
import Testing

@testable import Schema

@Suite struct ManagedFieldsTests {
    private func manager(_ name: String, _ operation: ManagedFields.Operation = .update, _ apiVersion: String = "v1", _ sub: String = "")
        -> ManagedFields.Manager
    {
        ManagedFields.Manager(name: name, operation: operation, apiVersion: apiVersion, subresource: sub)
    }

    private func change(_ touched: String, _ removed: String = "{}", ignoring: String = "{}") throws -> ManagedFields.Change {
        let comparison = FieldComparison(touched: try fields(touched), removed: try fields(removed))
        let ignored = try fields(ignoring)
        return ManagedFields.Change({ $0 == "v0" ? nil : comparison }, ignoring: { _ in ignored })
    }

    private func text(_ managed: ManagedFields) -> [String] {
        managed.entries.map { "\($0.manager.name)/\($0.manager.operation.rawValue) \($0.time ?? "") \($0.fields.json.text)" }.sorted()
    }

    @Test func readsAndWrites() throws {
        let json = try JSON.parse(
            text:
                #"[{"manager":"a","operation":"Apply","apiVersion":"v1","time":"2026-01-01T00:00:00Z","fieldsType":"FieldsV1","fieldsV1":{"f:data":{}}},{"manager":"b","operation":"Update","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:x":{}},"subresource":"status"}]"#
        )
        #expect(try #require(ManagedFields(json: json)).json.text == json.text)
        #expect(try #require(ManagedFields(json: .array((json.array ?? []).reversed()))).json.text == json.text)
        #expect(ManagedFields(json: .null)?.isEmpty ?? false)
        #expect(ManagedFields(json: [[:]]) == nil)
        for broken: JSON in [
            ["operation": "Patch"], ["apiVersion": ""], ["fieldsType": "FieldsV2"], ["fieldsV1": ["x": [:]]], ["fieldsV1": 1],
        ] {
            var entry = json[0]
            for (key, value) in broken.object ?? JSONObject() { entry[key] = value }
            #expect(ManagedFields(json: [entry]) == nil)
        }
    }

    @Test func anUpdateTakesWhatItChanges() throws {
        var managed = ManagedFields()
        var first = try change(
            #"{"f:metadata":{".":{},"f:uid":{},"f:labels":{"f:a":{}}},"f:spec":{"f:a":{},"f:b":{}},"f:status":{"f:x":{}}}"#,
            ignoring: #"{"f:status":{}}"#)
        managed.update(by: manager("one"), &first, now: "t1")
        #expect(text(managed) == [#"one/Update t1 {"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:a":{},"f:b":{}}}"#])
        var second = try change(#"{"f:spec":{"f:b":{}}}"#, #"{"f:metadata":{"f:labels":{"f:a":{}}}}"#)
        managed.update(by: manager("two"), &second, now: "t2")
        #expect(text(managed) == [#"one/Update t1 {"f:spec":{"f:a":{}}}"#, #"two/Update t2 {"f:spec":{"f:b":{}}}"#])
        var nothing = try change("{}")
        managed.update(by: manager("two"), &nothing, now: "t3")
        #expect(text(managed).last == #"two/Update t2 {"f:spec":{"f:b":{}}}"#)
        // What only goes is nobody's doing.
        var removal = try change("{}", #"{"f:spec":{"f:a":{}}}"#)
        managed.update(by: manager("three"), &removal, now: "t4")
        #expect(text(managed) == [#"two/Update t2 {"f:spec":{"f:b":{}}}"#])
    }

    @Test func managersDifferByWayAndVersion() throws {
        var managed = ManagedFields()
        for one in [manager("m"), manager("m", .update, "v2"), manager("m", .update, "v1", "status"), manager("m", .apply)] {
            var change = try change(#"{"f:\#(one.apiVersion)\#(one.subresource)\#(one.operation.rawValue)":{}}"#)
            managed.update(by: one, &change, now: "t")
        }
        #expect(managed.entries.count == 4)
        #expect(manager("m", .apply).isSame(as: manager("m", .apply, "v2")))
    }

    @Test func versionsThatAreGoneAreForgotten() throws {
        var managed = ManagedFields([.init(manager("old", .update, "v0"), time: nil, fields: try fields(#"{"f:x":{}}"#))])
        var change = try change(#"{"f:y":{}}"#)
        managed.update(by: manager("new"), &change, now: "t")
        #expect(managed.entries.map(\.manager.name) == ["new"])
    }

    @Test func oldUpdatesBecomeOne() throws {
        var managed = ManagedFields()
        for index in 10..<24 {
            var change = try change(#"{"f:f\#(index)":{}}"#)
            managed.update(by: manager("m\(index)"), &change, now: "t\(index)")
        }
        let updates = managed.entries
        #expect(updates.count == 10)
        let old = try #require(updates.first { $0.manager.name == "ancient-changes" })
        #expect(old.fields.json.text == #"{"f:f10":{},"f:f11":{},"f:f12":{},"f:f13":{},"f:f14":{}}"#)
        #expect(old.time == "t14")
    }

    @Test func applyingOwnsJustWhatItSays() throws {
        var managed = ManagedFields([
            .init(manager("a", .apply), time: "t0", fields: try fields(#"{"f:x":{},"f:y":{}}"#)),
            .init(manager("u"), time: "t0", fields: try fields(#"{"f:z":{},"f:w":{}}"#)),
        ])
        var one = try change(#"{"f:z":{}}"#, #"{"f:y":{}}"#)
        let conflicts = managed.conflicts(by: manager("a", .apply), &one)
        #expect(conflicts.map { "\($0.managerText) \($0.pathText)" } == [#""u" using v1 .z"#])
        managed.apply(try fields(#"{"f:x":{},"f:z":{}}"#), by: manager("a", .apply, "v2"), &one, now: "t1")
        #expect(text(managed) == [#"a/Apply t1 {"f:x":{},"f:z":{}}"#, #"u/Update t0 {"f:w":{}}"#])
        #expect(managed.entries.first { $0.manager.operation == .apply }?.manager.apiVersion == "v2")
        // The same value is owned together and no conflict.
        var none = try change("{}")
        #expect(managed.conflicts(by: manager("b", .apply), &none).isEmpty)
        managed.apply(try fields(#"{"f:x":{}}"#), by: manager("b", .apply), &none, now: "t2")
        #expect(text(managed).count == 3)
        var last = try change("{}")
        managed.apply(FieldSet(), by: manager("b", .apply), &last, now: "t3")
        #expect(text(managed).count == 2)
    }
}
