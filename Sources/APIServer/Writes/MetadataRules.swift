internal import Document
internal import Resources

/// What the server itself does to `metadata`, alike for every kind (upstream: `rest.BeforeCreate`, `rest.BeforeUpdate`).
package enum MetadataRules {
    /// The longest `generateName` that is used whole, in bytes: a name of 63 less the suffix.
    private static let generatedBaseLimit = 58

    /// Puts the request's namespace into the object, or refuses one that names another.
    static func settle(_ object: inout JSON, namespace: String, _ type: ResourceType) throws(APIError) {
        let wanted = type.namespaced ? namespace : ""
        let given = object["metadata"]["namespace"].string ?? ""
        if given == wanted { return }
        if !given.isEmpty, !wanted.isEmpty {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
        object["metadata"]["namespace"] = wanted.isEmpty ? .null : .string(wanted)
    }

    /// The same owner is there once.
    static func dropRepeatedOwners(_ object: inout JSON, _ warnings: Warnings) {
        guard let owners = object["metadata"]["ownerReferences"].array, owners.count > 1 else { return }
        var (seen, kept, repeated): (Set<JSON>, [JSON], Set<String>) = ([], [], [])
        for owner in owners {
            if seen.insert(owner).inserted { kept.append(owner) } else { repeated.insert(owner["uid"].string ?? "") }
        }
        if repeated.isEmpty { return }
        object["metadata"]["ownerReferences"] = .array(kept)
        warnings.add(
            ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such "
                + "requests as early as 1.24; please fix your requests; duplicate UID(s) observed: "
                + repeated.sorted().joined(separator: ", "))
    }

    static func fillSystemFields(_ object: inout JSON, _ environment: ServerEnvironment) {
        object["metadata"].mutateObject { metadata in
            for key in ["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion"] {
                metadata.removeValue(forKey: key)
            }
            metadata["creationTimestamp"] = .string(environment.now().description)
            metadata["uid"] = .string(environment.makeUID())
        }
    }

    static func generateName(_ object: inout JSON, _ type: ResourceType, _ environment: ServerEnvironment) throws(APIError) {
        guard let base = object["metadata"]["generateName"].string, !base.isEmpty else {
            // Limits need no name of their own: upstream gives them one.
            if type.plural == "limitranges" { return object["metadata"]["name"] = .string(environment.makeUID()) }
            throw .invalid(type, "", [.required("metadata.name", "name or generateName is required")])
        }
        object["metadata"]["name"] = .string(String(base.prefix(generatedBaseLimit)) + environment.makeNameSuffix())
    }

    /// Holds the update against the version and identity it was made for. Afterwards the object carries the current ones.
    static func checkPreconditions(_ object: inout JSON, _ current: ObjectRecord, _ store: ResourceStore) throws(APIError) {
        let type = store.type
        let uid = object["metadata"]["uid"].string ?? ""
        if !uid.isEmpty, uid != current.uid {
            throw .conflict(
                type, current.key.name, "Precondition failed: UID in precondition: \(uid), UID in object meta: \(current.uid)")
        }
        let version = object["metadata"]["resourceVersion"].string ?? ""
        if version.isEmpty || version == "0" {
            guard !store.needsResourceVersion else {
                throw .invalid(
                    type.qualifiedResource, current.key.name, [.invalid("metadata.resourceVersion", 0, "must be specified for an update")])
            }
        } else if version != String(current.revision) {
            guard UInt64(version) != nil else {
                throw .invalid(type, current.key.name, [.invalid("metadata.resourceVersion", version, "must be a decimal number")])
            }
            throw .conflict(type, current.key.name)
        }
        object["metadata"]["resourceVersion"] = .string(String(current.revision))
        object["metadata"]["uid"] = .string(current.uid)
    }

    /// Before the kind's rules: nobody but them changes the generation.
    static func keepSystemFields(_ object: inout JSON, old: JSON) {
        object["metadata"]["generation"] = old["metadata"]["generation"]
        object["metadata"]["selfLink"] = .null
    }

    /// After the kind's rules: creation and deletion are history and not to be rewritten.
    static func keepDeletion(_ object: inout JSON, old: JSON) {
        let before = old["metadata"]
        object["metadata"]["creationTimestamp"] = before["creationTimestamp"]
        if !before["deletionTimestamp"].isNull { object["metadata"]["deletionTimestamp"] = before["deletionTimestamp"] }
        if object["metadata"]["deletionGracePeriodSeconds"].isNull {
            object["metadata"]["deletionGracePeriodSeconds"] = before["deletionGracePeriodSeconds"]
        }
    }
}
