internal import Document
internal import Resources

/// One kustomization of a build: gathers its objects and changes them, in kustomize's order.
struct KustomizeTarget {
    let kustomization: Kustomization
    private let files: KustomizeFiles
    private let context: KustomizeContext
    private let layer: Int

    init(_ files: KustomizeFiles, _ context: KustomizeContext) throws {
        self.files = files
        self.context = context
        kustomization = try Kustomization.read(files, context)
        layer = context.nextLayer()
    }

    /// - Parameter before: what was gathered already: nothing, or for a component the objects of whoever uses it, which it changes too.
    func accumulate(into before: [KustomizeResource]) throws -> [KustomizeResource] {
        var resources = before
        for name in try kustomization.strings("resources") + kustomization.strings("bases") {
            do {
                try add(try self.resources(name), to: &resources, "merging resources from '\(name)': ")
            } catch {
                throw Failure("accumulating resources: " + ErrorText.plain(error))
            }
        }
        try KustomizeGenerators(kustomization, files).run(&resources)
        for name in try kustomization.strings("components") {
            do {
                try include(component: name, &resources)
            } catch {
                throw Failure("accumulating components: " + ErrorText.plain(error))
            }
        }
        try transform(&resources)
        for index in resources.indices where resources[index].layers.last != layer { resources[index].layers.append(layer) }
        return resources
    }

    private func resources(_ name: String) throws -> [KustomizeResource] {
        if KustomizeFiles.isRemote(name) { throw Failure("accumulating resources from '\(name)': remote resources are not supported") }
        if files.isFolder(name) {
            let target = try KustomizeTarget(files.folder(name), context)
            guard target.kustomization.kind == .kustomization else {
                throw Failure("accumulateDirectory: \"expected kind != 'Component' for path '\(target.files.path)'\"")
            }
            return try target.accumulate(into: [])
        }
        do {
            return try KustomizeObjects.parse(files.read(name), name).map(KustomizeResource.init)
        } catch {
            throw Failure("accumulating resources from '\(name)': " + ErrorText.plain(error))
        }
    }

    private func include(component name: String, _ resources: inout [KustomizeResource]) throws {
        if KustomizeFiles.isRemote(name) { throw Failure("remote components are not supported: '\(name)'") }
        let target = try KustomizeTarget(files.folder(name), context)
        guard target.kustomization.kind == .component else {
            throw Failure("accumulateDirectory: \"expected kind 'Component' for path '\(target.files.path)' but got 'Kustomization'\"")
        }
        resources = try target.accumulate(into: resources)
    }

    private func add(_ new: [KustomizeResource], to resources: inout [KustomizeResource], _ doing: String) throws(Failure) {
        for resource in new {
            let identity = resource.identity
            if resources.contains(where: { $0.identity.matches(identity) }) {
                throw Failure(doing + "may not add resource with an already registered id: \(identity.text)")
            }
            resources.append(resource)
        }
    }

    private func transform(_ resources: inout [KustomizeResource]) throws {
        let patches = KustomizePatches(files: files)
        for patch in try kustomization.strings("patchesStrategicMerge") { try patches.merge(patch, &resources) }
        for patch in try kustomization.objects("patches") { try patches.apply(patch, &resources) }
        let namespace = try kustomization.text("namespace")
        if !namespace.isEmpty { KustomizeNamespace.set(namespace, &resources) }
        let (prefix, suffix) = (try kustomization.text("namePrefix"), try kustomization.text("nameSuffix"))
        if !prefix.isEmpty || !suffix.isEmpty { affix(prefix, suffix, &resources) }
        try KustomizeLabels.apply(kustomization, &resources)
        let annotations = try Kustomization.map(kustomization.document["commonAnnotations"], "commonAnnotations")
        for index in resources.indices where !annotations.isEmpty {
            FieldSpec.put(annotations, KustomizeLabels.annotations, &resources[index].object)
        }
        for patch in try kustomization.objects("patchesJson6902") { try patches.apply(patch, &resources, mustMatch: true) }
        for replica in try kustomization.objects("replicas") { try scale(replica, &resources) }
        for image in try kustomization.objects("images") {
            let change = try KustomizeImage(image)
            for index in resources.indices { change.apply(&resources[index].object) }
        }
        for replacement in try kustomization.objects("replacements") { try KustomizeReplacements(files).apply(replacement, &resources) }
    }

    /// Names that other things depend on stay: those of custom kinds, of API services, and of namespaces.
    private func affix(_ prefix: String, _ suffix: String, _ resources: inout [KustomizeResource]) {
        for index in resources.indices
        where !["CustomResourceDefinition", "APIService", "Namespace"].contains(resources[index].kind) {
            resources[index].rename(prefix + resources[index].name + suffix)
        }
    }

    private func scale(_ replica: JSON, _ resources: inout [KustomizeResource]) throws(Failure) {
        let name = replica["name"].string ?? ""
        guard let count = replica["count"].int else {
            throw Failure("invalid Kustomization: the count of replicas \(name.goQuoted) is no number")
        }
        var found = false
        for index in resources.indices
        where ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"].contains(resources[index].kind)
            && resources[index].identities.contains(where: { $0.name == name })
        {
            resources[index].object["spec"]["replicas"] = .int(Int64(count))
            found = true
        }
        if !found {
            throw Failure(
                "resource with name \(name) does not match a config with the following GVK [Deployment.[noVer].[noGrp] "
                    + "StatefulSet.[noVer].[noGrp] ReplicaSet.[noVer].[noGrp] ReplicationController.[noVer].[noGrp]]")
        }
    }
}

/// Objects out of the files of a kustomization.
enum KustomizeObjects {
    /// The items of lists stand for themselves.
    static func parse(_ bytes: [UInt8], _ name: String) throws -> [JSON] {
        var objects: [JSON] = []
        for document in try documents(bytes, name) { try add(document, &objects) }
        return objects
    }

    /// - Throws: for text that is neither YAML nor JSON.
    static func documents(_ bytes: [UInt8], _ name: String) throws -> [JSON] {
        if let json = try? JSON.parse(bytes) { return [json] }
        do {
            return try YAML.parse(String(decoding: bytes, as: UTF8.self))
        } catch let error as YAML.SyntaxError {
            throw Failure("MalformedYAMLError: \(error.description) in File: \(name)")
        }
    }

    private static func add(_ document: JSON, _ objects: inout [JSON]) throws {
        let kind = document["kind"].string ?? ""
        if kind.hasSuffix("List"), let items = document["items"].array {
            for item in items { try add(item, &objects) }
            return
        }
        let version = document["apiVersion"].string ?? ""
        if kind.isEmpty || version.isEmpty && document["metadata"].isNull { throw Failure("missing Resource metadata") }
        if document["metadata"]["name"].string?.isEmpty ?? true {
            throw Failure("missing metadata.name in object {{\(version) \(kind)} {{ } map[] map[]}}")
        }
        objects.append(document)
    }
}
