import Document
import Resources
import Testing

@testable import APIServer

@Suite struct ConversionWebhookTests {
    private static let object: JSON = [
        "apiVersion": "g.example.com/v1", "kind": "K", "metadata": ["name": "a", "uid": "u", "resourceVersion": "5", "labels": ["l": "1"]],
        "spec": ["hostPort": "h:1"],
    ]

    private static func answer(_ objects: [JSON], _ change: (inout JSON) -> Void = { _ in }) -> JSON {
        var answer: JSON = [
            "kind": "ConversionReview", "apiVersion": "apiextensions.k8s.io/v1",
            "response": ["uid": "r", "result": ["status": "Success"], "convertedObjects": .array(objects)],
        ]
        change(&answer)
        return answer
    }

    private static func converted(_ change: (inout JSON) -> Void = { _ in }) -> JSON {
        var converted = object
        converted["apiVersion"] = "g.example.com/v2"
        converted["spec"] = ["host": "h", "port": "1"]
        change(&converted)
        return converted
    }

    private func read(_ answer: JSON) throws -> [JSON] {
        try ConversionWebhook.read(answer, [Self.object], to: "g.example.com/v2", uid: "r", isV1: true)
    }

    @Test func labelsAreConvertedAlongAndNothingElseOfMetadata() throws {
        let result = try read(
            Self.answer([
                Self.converted {
                    $0["metadata"]["labels"] = ["l": "2"]
                    $0["metadata"]["resourceVersion"] = "9"
                }
            ]))
        #expect(result == [Self.converted { $0["metadata"]["labels"] = ["l": "2"] }])
    }

    @Test func answersMustFitTheQuestion() {
        let bad: [(JSON, String)] = [
            ([:], "no response provided"), (Self.answer([]), "webhook returned 0 objects, expected 1"),
            (Self.answer([Self.converted()]) { $0["response"]["uid"] = "other" }, #"expected response.uid="r", got "other""#),
            (
                Self.answer([Self.converted()]) { $0["response"]["result"] = ["status": "Failed", "message": "cannot"] }, "cannot"
            ),
            (
                Self.answer([Self.object]),
                "invalid groupVersion (g.example.com/v1) in converted object at index 0, expected g.example.com/v2"
            ),
            (Self.answer([Self.converted { $0["metadata"]["uid"] = "x" }]), "must have the same uid: \"x\" != \"u\""),
            (
                Self.answer([Self.converted()]) { $0["apiVersion"] = "apiextensions.k8s.io/v1beta1" },
                "expected webhook response of apiextensions.k8s.io/v1, Kind=ConversionReview, got "
                    + "apiextensions.k8s.io/v1beta1, Kind=ConversionReview"
            ),
        ]
        for (answer, why) in bad {
            #expect {
                try read(answer)
            } throws: {
                "\($0)" == why
            }
        }
    }
}
