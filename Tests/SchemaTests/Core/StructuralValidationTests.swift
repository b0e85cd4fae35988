import Document
import Resources
import Testing

@testable import Schema

@Suite struct StructuralValidationTests {
    let pod = Catalogue.builtin.type(GroupVersionKind(apiVersion: "v1", kind: "Pod"))

    @Test func closedSetsOfStrings() throws {
        let json: JSON = [
            "spec": ["restartPolicy": "Sometimes", "containers": [["name": "a", "imagePullPolicy": "x"]]], "status": ["phase": "?"],
        ]
        let errors = StructuralValidation.validate(json, type: try #require(pod))
        #expect(
            errors.map(\.description) == [
                #"spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never""#,
                #"spec.containers[0].imagePullPolicy: Unsupported value: "x": supported values: "Always", "IfNotPresent", "Never""#,
            ])
    }

    @Test func requiredFields() throws {
        let json: JSON = ["spec": ["containers": [["image": "i"]]]]
        let errors = StructuralValidation.validate(json, type: try #require(pod), checksRequired: true)
        #expect(errors.map(\.description) == ["spec.containers[0].name: Required value"])
        #expect(StructuralValidation.validate(json, type: try #require(pod)).isEmpty)
    }
}
