internal import Document
internal import Resources
internal import Schema

/// Patches applied on this side: for `--local`, dry runs, overrides and undoing.
enum LocalPatch {
    /// A strategic merge patch, by the schema of the object's kind. The catalogue is parsed only here.
    static func strategic(_ patch: JSON, to object: JSON) throws(Failure) -> JSON {
        guard let type = schema(of: object) else {
            throw Failure(
                "strategic merge patch is not supported for \(object["apiVersion"].string ?? ""), Kind=\(object["kind"].string ?? "") locally, try --type merge"
            )
        }
        do { return try StrategicMergePatch.apply(patch: patch, to: object, type: type) } catch { throw Failure(error.message) }
    }

    static func schema(of object: JSON) -> TypeSchema? {
        let apiVersion = object["apiVersion"].string ?? ""
        let parts = apiVersion.split(separator: "/").map(String.init)
        let group = parts.count > 1 ? parts[0] : ""
        return Catalogue.builtin.type(GroupVersionKind(group: group, version: parts.last ?? "", kind: object["kind"].string ?? ""))
    }
}
