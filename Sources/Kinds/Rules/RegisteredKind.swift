internal import Document
internal import Resources
internal import Schema

/// A kind's own behaviour together with what is alike for all kinds.
struct RegisteredKind: KindRules {
    let gvk: GroupVersionKind
    let namespaced: Bool
    let schema: TypeSchema?
    let behaviour: any KindBehaviour
    private let selectable: [SelectableField]

    init(gvk: GroupVersionKind, namespaced: Bool, schema: TypeSchema?, behaviour: any KindBehaviour) {
        self.gvk = gvk
        self.namespaced = namespaced
        self.schema = schema
        self.behaviour = behaviour
        selectable = behaviour.selectable
    }

    /// Paths through which the server itself changes an object: no client's wish is involved.
    private static let internalPaths: Set<String> = ["binding", "eviction"]

    var columns: [TableColumn] { behaviour.columns }

    func applyDefaults(_ object: inout JSON) { behaviour.applyDefaults(&object) }

    func prepareForCreate(_ object: inout JSON) {
        if behaviour.separatesStatus, !behaviour.keepsStatusOnCreate, !object["status"].isNull { object["status"] = .object(JSONObject()) }
        if !behaviour.generationFields.isEmpty, behaviour.startsGeneration { object["metadata"]["generation"] = 1 }
        FeaturesOff.drop(&object, old: .null, group: gvk.group, kind: gvk.kind)
        behaviour.prepareForCreate(&object)
        restoreStatusDefaults(&object)
    }

    func prepareForUpdate(_ object: inout JSON, old: JSON, subresource: String?) {
        if let subresource, Self.internalPaths.contains(subresource) { return }
        if subresource == "status" {
            keepAllButStatus(&object, old: old)
        } else if behaviour.separatesStatus, subresource == nil {
            object["status"] = old["status"]
        }
        if subresource != "status" { FeaturesOff.drop(&object, old: old, group: gvk.group, kind: gvk.kind) }
        behaviour.prepareForUpdate(&object, old: old, subresource: subresource)
        guard !behaviour.generationFields.isEmpty else { return }
        let generation = old["metadata"]["generation"].int ?? 0
        let changed = behaviour.generationFields.contains { object[$0] != old[$0] }
        if generation > 0 || changed { object["metadata"]["generation"] = .int(Int64(changed ? generation + 1 : generation)) }
    }

    func standsAlone(_ spec: JSON) -> Bool { behaviour.standsAlone(spec) }

    func validate(_ object: JSON, specIsKnown isKnown: Bool) -> [FieldError] {
        var errors: [FieldError] = []
        MetadataValidation.validate(object, namespaced: namespaced, rule: behaviour.nameRule, &errors)
        if !behaviour.allowsShortFinalizers { MetadataValidation.finalizerDomains(object, &errors) }
        if !isKnown { content(object, &errors) }
        behaviour.validateCreate(object, &errors)
        return errors
    }

    func validateUpdate(_ object: JSON, old: JSON, subresource: String?) -> [FieldError] {
        var errors: [FieldError] = []
        MetadataValidation.validateChange(object, old: old, &errors)
        if !behaviour.allowsShortFinalizers { MetadataValidation.finalizerDomains(object, &errors) }
        if subresource == "status" {
            behaviour.validateStatus(object, old: old, &errors)
        } else if let subresource, Self.internalPaths.contains(subresource) {
            return errors
        } else {
            behaviour.validateChange(object, old: old, &errors)
            if !(behaviour.validatesSpecAlone && object["spec"].isIdentical(to: old["spec"])) { content(object, &errors) }
        }
        return errors
    }

    func warnings(_ object: JSON, old: JSON?) -> [String] { behaviour.warnings(object, old: old) }

    func selectableFields(_ object: JSON) -> [(String, String)] {
        var fields: [(String, String)] = []
        fields.reserveCapacity(selectable.count + 2)
        fields.append(("metadata.name", object["metadata"]["name"].string ?? ""))
        if namespaced { fields.append(("metadata.namespace", object["metadata"]["namespace"].string ?? "")) }
        for field in selectable { fields.append((field.name, field.value(in: object))) }
        return fields
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] { behaviour.cells(object, now: now) }

    private func content(_ object: JSON, _ errors: inout [FieldError]) {
        if let schema { errors += StructuralValidation.validate(object, type: schema) }
        behaviour.validate(object, &errors)
    }

    /// Writes to `status` leave the rest of the object alone. Upstream lets most kinds' writers change labels, annotations, finalizers and
    /// owners with it: kubelets annotate nodes so.
    private func keepAllButStatus(_ object: inout JSON, old: JSON) {
        var kept = old
        (kept["status"], kept["metadata"]) = (object["status"], object["metadata"])
        for key in metadataKeptByStatus { kept["metadata"][key] = old["metadata"][key] }
        object = kept
    }

    var metadataKeptByStatus: [String] {
        switch gvk.kind {
        case "Deployment": ["labels"]
        case "Pod": ["ownerReferences"]
        case _ where Self.metadataApartFromStatus.contains(gvk.kind): ["labels", "annotations", "finalizers", "ownerReferences"]
        default: []
        }
    }

    /// Kinds whose metadata upstream resets when the status is written.
    private static let metadataApartFromStatus: Set<String> = [
        "CustomResourceDefinition", "DeviceTaintRule", "PodCertificateRequest", "PodGroup", "ResourceClaim", "ResourcePoolStatusRequest",
        "ServiceCIDR", "StorageVersion", "StorageVersionMigration", "ValidatingAdmissionPolicy", "VolumeAttachment",
    ]

    /// Clearing the status cleared its constant defaults as well.
    private func restoreStatusDefaults(_ object: inout JSON) {
        guard behaviour.separatesStatus, let type = schema?.field("status")?.type.object, !object["status"].isNull else { return }
        Decoder.complete(&object["status"], type: type)
        Defaulter.apply(&object["status"], type: type)
    }
}
