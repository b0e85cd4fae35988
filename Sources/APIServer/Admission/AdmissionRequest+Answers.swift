package import Document
package import Resources

extension AdmissionRequest {
    /// The refusal of this write, in the form upstream's plugins give it: `pods "web" is forbidden: …`.
    package func forbidden(_ object: JSON, _ why: String) -> APIError {
        var shown = name
        if shown.isEmpty { shown = object["metadata"]["name"].string ?? "" }
        if shown.isEmpty { shown = object["metadata"]["generateName"].string ?? "" }
        return .forbidden(type, shown.isEmpty ? "Unknown" : shown, why)
    }
}

extension ResourceType {
    /// Whether this is the resource, whatever its version.
    func isSame(as other: ResourceType) -> Bool { plural == other.plural && group == other.group }
}
