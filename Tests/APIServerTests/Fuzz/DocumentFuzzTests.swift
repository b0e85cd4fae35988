import Document
import Resources
import Schema
import Testing

@testable import APIServer

/// Whatever is read from outside is read without crash or hang, and what was read comes out again as it went in.
@Suite struct DocumentFuzzTests {
    private let run = FuzzRun()

    @Test func json() {
        let findings = run.walk(FuzzRun.corpus("json")) { input in
            var duplicates: [String] = []
            guard let value = try? JSON.parse(input, duplicates: &duplicates) else { return nil }
            guard let again = try? JSON.parse(value.encoded()) else { return "what was written cannot be read" }
            if again.encoded() != value.encoded() { return "what was read again differs" }
            _ = value.prettyText
            return (try? YAML.parseOne(YAML.write(value))) == nil ? "its YAML cannot be read" : nil
        }
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func yaml() {
        let words = [
            "&a ", "*a", "!!str ", "- ", "? ", ": ", "|\n ", ">-\n ", "---\n", "...\n", "%YAML 1.2\n", "<<: ", "{", "[", "# ", "'", "~",
        ]
        let findings = run.walk(FuzzRun.corpus("yaml"), words: words) { input in
            guard let values = try? YAML.parse(String(decoding: input, as: UTF8.self)) else { return nil }
            for value in values where (try? JSON.parse(value.encoded())) == nil && !Self.hasStrangeNumber(value) {
                return "what was written cannot be read"
            }
            return nil
        }
        #expect(findings.isEmpty, "\(findings)")
    }

    /// YAML knows infinities, JSON does not.
    private static func hasStrangeNumber(_ value: JSON) -> Bool {
        switch value {
        case .double(let number): !number.isFinite
        case .array(let elements): elements.contains(where: hasStrangeNumber)
        case .object(let object): object.contains { hasStrangeNumber($0.value) }
        default: false
        }
    }

    @Test func patches() throws {
        let targets = FuzzRun.corpus("json").compactMap { try? JSON.parse($0) }
        let deployment = try #require(targets.first { $0["kind"] == "Deployment" })
        let schema = try #require(Catalogue.builtin.type(GroupVersionKind(apiVersion: "apps/v1", kind: "Deployment")))
        let words = [
            "\"op\":\"copy\"", "\"op\":\"move\"", "\"from\":\"\"", "\"path\":\"/a/b\"", "\"$patch\":\"delete\"", "\"$patch\":\"replace\"",
            "/-",
        ]
        let corpus = FuzzRun.corpus("json-patches") + FuzzRun.corpus("merge-patches")
        let findings = run.walk(corpus, words: words) { input in
            guard let patch = try? JSON.parse(input) else { return nil }
            var results = [MergePatch.apply(patch, to: deployment)]
            if let result = try? JSONPatch.apply(patch, to: deployment) { results.append(result) }
            if let result = try? StrategicMergePatch.apply(patch: patch, to: deployment, type: schema) { results.append(result) }
            for result in results where (try? JSON.parse(result.encoded())) == nil { return "the result cannot be read" }
            return nil
        }
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func copiesOfCopiesEnd() throws {
        let double: [JSON] = (0..<40).map { ["op": "copy", "from": "", "path": .string("/a\($0)")] }
        #expect(throws: JSONPatch.Failure.self) {
            try JSONPatch.apply(.array(double), to: ["x": .string(String(repeating: "x", count: 1_000))])
        }
        let deep: [JSON] = (0..<600).map { _ in ["op": "copy", "from": "", "path": "/a"] }
        #expect(throws: JSONPatch.Failure.self) { try JSONPatch.apply(.array(deep), to: [:]) }
        let path = String(repeating: "/a", count: 300)
        let nested = (0..<300).reduce(JSON.object(JSONObject())) { value, _ in ["a": value] }
        #expect(throws: JSONPatch.Failure.self) {
            try JSONPatch.apply([["op": "add", "path": .string(path), "value": nested]], to: nested)
        }
    }

    @Test func pathsFindOnlySoMuch() throws {
        let deep = (0..<20).reduce(JSON.object(JSONObject())) { value, _ in ["a": value, "b": [value]] as JSON }
        #expect(throws: JSONPath.SyntaxError.self) {
            try JSONPath("{.." + String(repeating: "..", count: 10) + "a}").render(["x": deep["a"]["a"]["a"]["a"]["a"]["a"]])
        }
    }

    @Test func protobuf() throws {
        let documents = FuzzRun.corpus("json").compactMap { try? JSON.parse($0) }.filter { $0["kind"].string != nil }
        let corpus = documents.compactMap { try? ProtobufEncoder().encode($0) }
        #expect(corpus.count == documents.count)
        let findings = run.walk(corpus, words: ["k8s\0", "\u{1}", "\u{7F}\u{7F}\u{7F}\u{7F}", "\n\u{2}", "\u{12}\u{0}"]) { input in
            guard let value = try? ProtobufDecoder.decode(input) else { return nil }
            guard let text = try? JSON.parse(value.encoded()) else { return "what was decoded cannot be written as JSON" }
            _ = try? ProtobufEncoder().encode(text)
            return nil
        }
        #expect(findings.isEmpty, "\(findings)")
    }

    @Test func selectorsPathsAndQuantities() {
        let words = [
            "=", "==", "!=", ",", "(", ")", " in ", " notin ", "!", ">", "<", "\\,", "{", "}", "[*]", "..", "?(@.", "range", "end", "Ki",
            "m",
        ]
        for file in ["label-selectors.txt", "field-selectors.txt", "jsonpaths.txt", "quantities.txt"] {
            let document = FuzzRun.corpus("json").lazy.compactMap { try? JSON.parse($0) }.first ?? .null
            let findings = run.walk(FuzzRun.corpus(file), words: words) { input in
                let text = String(decoding: input.prefix(2_000), as: UTF8.self)
                if let selector = try? LabelSelector.parse(text) {
                    _ = selector.matches([("app", "web"), ("x", "6")])
                    if (try? LabelSelector.parse(selector.description)) == nil { return "a selector's own text is none" }
                }
                if let selector = try? FieldSelector.parse(text) { _ = selector.matches { _ in "web" } }
                if let path = try? JSONPath(text) { _ = try? path.render(document) }
                if let quantity = try? Quantity(text) { _ = (quantity.description, quantity.value, quantity.milliValue) }
                _ = (Timestamp(text), CIDR(text), IPv4Address(text), CronSchedule.parsed(text))
                return nil
            }
            #expect(findings.isEmpty, "\(file): \(findings)")
        }
    }
}

extension CronSchedule {
    fileprivate static func parsed(_ text: String) -> CronSchedule? { try? CronSchedule(text) }
}
