import Document
import Resources
import Testing

@testable import Schema

/// How packages of the schema text share types.
@Suite struct SharedTypesTests {
    private static let texts: [StaticString] = [
        """
        package toys.v1
        type Ball kind=toys.example/v1/Ball ~ Rolls.
          size *int32 1 default=7
          spec BallSpec 2 !
        type BallSpec
          colour string 1 go=.Colour
          shape string 2
        type Kite
          tail string 1
        """,
        """
        package toys.v1beta1 of=old.example
        same toys.v1 Ball* -Kite
        type Ball same
          size *int32 1 default=3
        type BallSpec same
          hue string 1
          shape -
        """,
        """
        package toys.v1alpha1
        same toys.v1beta1
        """,
    ]

    private let types = Dictionary(uniqueKeysWithValues: SchemaParser.types(of: texts).map { ($0.name, $0) })

    @Test func onlyWhatIsNamedIsShared() {
        #expect(types["toys.v1beta1.Ball"] != nil)
        #expect(types["toys.v1beta1.Kite"] == nil)
        #expect(types["toys.v1alpha1.BallSpec"]?.origin == "toys.v1.BallSpec")
    }

    @Test func kindsTakeTheVersionAndGroup() {
        #expect(types["toys.v1beta1.Ball"]?.kinds == [GroupVersionKind(group: "old.example", version: "v1beta1", kind: "Ball")])
        #expect(types["toys.v1alpha1.Ball"]?.kinds == [GroupVersionKind(group: "old.example", version: "v1alpha1", kind: "Ball")])
        #expect(types["toys.v1beta1.Ball"]?.description == "Rolls.")
    }

    @Test func fieldsMayDiffer() throws {
        #expect(types["toys.v1.Ball"]?.field("size")?.defaultValue == 7)
        #expect(types["toys.v1beta1.Ball"]?.field("size")?.defaultValue == 3)
        let spec = try #require(types["toys.v1alpha1.BallSpec"])
        #expect(spec.fields.map(\.name) == ["colour", "hue"])
        #expect(types["toys.v1alpha1.Ball"]?.field("spec")?.type.object === spec)
    }

    @Test func namesInErrorsAreOfTheOwnVersion() {
        #expect(types["toys.v1.BallSpec"]?.field("colour")?.goType == "v1.Colour")
        #expect(types["toys.v1alpha1.BallSpec"]?.field("colour")?.goType == "v1alpha1.Colour")
    }

    @Test func deprecationsAreToldInUpstreamsWords() throws {
        func warning(_ group: String, _ version: String, _ plural: String) -> String? {
            Catalogue.builtin.resource(group: group, version: version, plural: plural).flatMap { info in
                info.deprecation?.warning(info.gvk)
            }
        }
        #expect(
            warning("extensions", "v1beta1", "ingresses")
                == "extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress")
        #expect(
            warning("node.k8s.io", "v1beta1", "runtimeclasses")
                == "node.k8s.io/v1beta1 RuntimeClass is deprecated in v1.22+, unavailable in v1.25+")
        #expect(warning("", "v1", "endpoints") == "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice")
        #expect(warning("apps", "v1", "deployments") == nil)
    }

    @Test func protobufNumbersComeAlong() throws {
        let ingress: JSON = [
            "kind": "Ingress", "apiVersion": "extensions/v1beta1", "metadata": ["name": "a"],
            "spec": ["rules": [["http": ["paths": [["path": "/", "backend": ["serviceName": "s", "servicePort": "web"]]]]]]],
        ]
        let back = try ProtobufDecoder.decode(ProtobufEncoder().encode(ingress))
        #expect(back["spec"]["rules"][0]["http"]["paths"][0]["backend"] == ["serviceName": "s", "servicePort": "web"])
        let definition: JSON = [
            "kind": "CustomResourceDefinition", "apiVersion": "apiextensions.k8s.io/v1beta1", "metadata": ["name": "a"],
            "spec": ["validation": ["openAPIV3Schema": ["type": "object", "properties": ["a": ["items": ["type": "string"]]]]]],
        ]
        let read = try ProtobufDecoder.decode(ProtobufEncoder().encode(definition))
        #expect(read["spec"]["validation"]["openAPIV3Schema"]["properties"]["a"]["items"] == ["type": "string"])
    }
}
