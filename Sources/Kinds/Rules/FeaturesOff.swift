internal import Document
internal import Resources

/// Fields of features that upstream leaves off unless asked: they are left out of what is written, except where the stored object has
/// them already.
enum FeaturesOff {
    /// - Parameter old: null for a new object.
    static func drop(_ object: inout JSON, old: JSON, group: String, kind: String) {
        if group == "apps", kind == "StatefulSet" { dropUnavailable(&object, old) }
        if group.isEmpty, kind == "Pod" {
            dropSources(&object, old, ["spec"])
        } else if let template = PodTemplatePath.of(group: group, kind: kind) {
            dropSources(&object, old, template + ["spec"])
        }
    }

    /// How many pods of a StatefulSet may be replaced at once (KEP-961).
    private static func dropUnavailable(_ object: inout JSON, _ old: JSON) {
        func limit(_ object: JSON) -> JSON { object["spec", "updateStrategy", "rollingUpdate"]["maxUnavailable"] }
        if limit(object).isNull || !limit(old).isNull { return }
        object["spec"]["updateStrategy"]["rollingUpdate"]["maxUnavailable"] = .null
    }

    /// Sources of projected volumes: trust bundles (KEP-3257), and certificates of pods (KEP-4317).
    private static func dropSources(_ object: inout JSON, _ old: JSON, _ path: [String]) {
        func spec(_ object: JSON) -> JSON { path.reduce(object) { $0[$1] } }
        for kind in ["clusterTrustBundle", "podCertificate"] where uses(kind, spec(object)) && !uses(kind, spec(old)) {
            var changed = spec(object)
            changed["volumes"].mutateArray { volumes in
                for index in volumes.indices where !volumes[index]["projected"]["sources"].isNull {
                    volumes[index]["projected"]["sources"].mutateArray { sources in
                        for position in sources.indices { sources[position][kind] = .null }
                    }
                }
            }
            object.set(changed, at: path)
        }
    }

    private static func uses(_ kind: String, _ spec: JSON) -> Bool {
        guard let volumes = spec["volumes"].array else { return false }
        return volumes.contains { volume in
            (volume["projected"]["sources"].array ?? []).contains { !$0[kind].isNull }
        }
    }
}
