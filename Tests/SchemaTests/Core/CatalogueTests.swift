import Document
import Resources
import Testing

@testable import Schema

@Suite struct CatalogueTests {
    let catalogue = Catalogue.builtin

    @Test func holdsEveryTypeAndResource() {
        #expect(catalogue.types.count > 760)
        #expect(catalogue.types.values.reduce(0) { $0 + $1.fields.count } > 3_100)
        let today = catalogue.withoutEarlierVersions
        #expect(today.resources.count == 100)
        #expect(today.groupVersions.count == 40)
        #expect(catalogue.resources.count == 148)
        #expect(catalogue.groupVersions.first == GroupVersion("v1"))
    }

    @Test func everyResourceHasATypeAndWhereItListsAListType() {
        for info in catalogue.resources {
            #expect(catalogue.type(info.gvk) != nil, "\(info.gvk)")
            if info.verbs.contains("list") { #expect(catalogue.type(catalogue.listKind(of: info.gvk)) != nil, "\(info.gvk)") }
        }
    }

    @Test func servesWhatUpstreamServes() {
        var wanted = Set(UpstreamResources.lines.split(separator: "\n").map(String.init))
        // The metrics groups are served by other servers upstream.
        for info in catalogue.withoutEarlierVersions.resources where !info.type.group.hasSuffix("metrics.k8s.io") {
            let subresources = info.subresources.map { subresource in
                let kind = subresource.gvk
                let foreign = kind.group != info.type.group || kind.version != info.type.version
                return
                    "\(subresource.name)(\(subresource.verbs.joined(separator: ",")) kind=\(foreign ? kind.apiVersion + "/" : "")\(kind.kind))"
            }
            let line = [
                info.type.apiVersion, info.type.plural, info.type.kind, info.type.namespaced ? "ns" : "cluster", info.singular,
                info.shortNames.joined(separator: ","), info.verbs.joined(separator: ","), info.categories.joined(separator: ","),
                subresources.joined(separator: " "),
            ].joined(separator: "|")
            #expect(wanted.remove(line) != nil, "\(line)")
        }
        #expect(wanted == [])
    }

    @Test func findsResourcesByPathAndByKind() throws {
        let deployments = try #require(catalogue.resource(group: "apps", version: "v1", plural: "deployments"))
        #expect(deployments.type.kind == "Deployment")
        #expect(deployments.type.namespaced)
        #expect(deployments.shortNames == ["deploy"])
        #expect(deployments.categories == ["all"])
        #expect(deployments.listKind == "DeploymentList")
        #expect(deployments.subresource("scale")?.gvk == GroupVersionKind(group: "autoscaling", version: "v1", kind: "Scale"))
        #expect(deployments.subresource("status")?.gvk == deployments.gvk)
        #expect(catalogue.resource(GroupVersionKind(apiVersion: "v1", kind: "Node"))?.type.namespaced == false)
        #expect(catalogue.resource(group: "apps", version: "v1", plural: "pods") == nil)
    }

    @Test func fieldsCarryWhatTheAlgorithmsNeed() throws {
        let pod = try #require(catalogue.type(GroupVersionKind(apiVersion: "v1", kind: "Pod")))
        let spec = try #require(pod.field("spec")?.type.object)
        #expect(spec.versionedName == "v1.PodSpec")
        let containers = try #require(spec.field("containers"))
        #expect(containers.protobufNumber == 2)
        #expect(containers.isRequired)
        #expect(containers.patchMerges)
        #expect(containers.mergeKey == "name")
        #expect(containers.listKind == .map)
        #expect(containers.listKeys == ["name"])
        #expect(spec.field("volumes")?.patchRetainsKeys == true)
        #expect(spec.field("restartPolicy")?.enumValues == ["Always", "Never", "OnFailure"])
        #expect(spec.field("restartPolicy")?.goType == "v1.RestartPolicy")
        #expect(spec.field("restartPolicy")?.defaultValue == "Always")
        #expect(spec.field("hostUsers")?.isPointer == true)
        #expect(pod.field(at: ["spec", "containers", "resources", "limits"])?.type.isMap == true)
        #expect(pod.field("nothing") == nil)
    }

    @Test func typesMayReferToThemselves() throws {
        let schema = try #require(catalogue.type(named: "apiextensions.v1.JSONSchemaProps"))
        #expect(schema.field("not")?.type.object === schema)
    }
}

@Suite struct SchemaSpeedTests {
    /// The server is to be ready within a second; parsing the schema must be a small part of that, also without optimisation.
    @Test func parsesQuickly() {
        let clock = ContinuousClock()
        let time = clock.measure { #expect(SchemaParser.types(of: CatalogueText.all).count > 760) }
        #expect(time < .seconds(2))
    }
}
