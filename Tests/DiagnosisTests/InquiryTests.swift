import Document
import Resources
import Testing

@testable import Diagnosis

@Suite struct InquiryTests {
    private static let apis: JSON = [
        "items": [
            [
                "metadata": ["name": "apps"],
                "versions": [
                    [
                        "version": "v1",
                        "resources": [
                            [
                                "resource": "deployments", "responseKind": ["kind": "Deployment"], "scope": "Namespaced",
                                "singularResource": "deployment",
                                "shortNames": ["deploy"],
                            ]
                        ],
                    ]
                ],
            ]
        ]
    ]

    @Test(arguments: ["deploy", "deployment", "Deployment", "deployments", "deployments.apps"]) func aWordNamesAKind(_ word: String) {
        #expect(ServedKinds([Self.apis]).type(word) == .deployments)
    }

    @Test func anotherWordNamesNone() { #expect(ServedKinds([Self.apis]).type("pood") == nil) }

    @Test func podsAreLookedAtWithTheirNodesAndClaims() {
        let looks = Inquiry.looks(at: .pods)
        #expect(looks.contains(.nodes) && looks.contains(.persistentVolumeClaims) && looks.contains(.events))
        #expect(Inquiry.looks(at: .configMaps) == [.events])
    }
}
