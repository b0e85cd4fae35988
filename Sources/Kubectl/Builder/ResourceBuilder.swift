internal import Client
internal import Document
internal import Resources

/// Turns what a command line names into objects.
struct ResourceBuilder: Sendable {
    let session: Session

    /// A group of objects that one request reads: one object, or a list.
    enum Query: Sendable {
        case object(ObjectInfo)
        /// All objects of a type that the selectors match, in a namespace (empty: in all).
        case list(ServedResource, namespace: String)

        var resource: ServedResource {
            switch self {
            case .object(let info): info.resource
            case .list(let resource, _): resource
            }
        }
    }

    /// The requests a selection stands for, without making them. Files are read, the server only for discovery.
    func queries(_ selection: ResourceSelection) async throws -> [Query] {
        if selection.isLocal, !selection.hasFiles { throw ResourceSelection.localNeedsFiles }
        let parsed = try ResourceArguments.parse(selection.arguments)
        if selection.hasFiles {
            switch parsed {
            case .none: break
            case .pairs:
                throw Failure("when paths, URLs, or stdin is provided as input, you may not specify a resource by arguments as well")
            default: throw Failure("when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well")
            }
            return try await manifests(selection).map(Query.object)
        }
        let selects = !(selection.labelSelector ?? "").isEmpty || !(selection.fieldSelector ?? "").isEmpty
        if selection.all, selects { throw Failure("setting 'all' parameter but found a non empty selector. ") }
        let namespace = try session.namespace()
        switch parsed {
        case .none:
            if selects { throw Failure("at least one resource must be specified to use a selector") }
            throw ResourceSelection.noResources
        case .pairs(let pairs):
            if selects { throw Failure("selectors and the all flag cannot be used when passing resource/name arguments") }
            if selection.allNamespaces { throw Self.noNamesAcrossNamespaces }
            var queries: [Query] = []
            for pair in pairs {
                let resource = try await session.discovery().resource(pair.type)
                queries.append(
                    .object(ObjectInfo(resource: resource, namespace: resource.type.namespaced ? namespace : "", name: pair.name)))
            }
            return queries
        case .names(let types, let names):
            if selects { throw Failure("name cannot be provided when a selector is specified") }
            if selection.allNamespaces { throw Self.noNamesAcrossNamespaces }
            let resources = try await resources(types)
            return resources.flatMap { resource in
                names.map { .object(ObjectInfo(resource: resource, namespace: resource.type.namespaced ? namespace : "", name: $0)) }
            }
        case .types(let types):
            if !selects, !selection.all, !selection.typesAloneMeanAll {
                _ = try await resources(types)
                throw Failure("resource(s) were provided, but no name was specified")
            }
            return try await resources(types).map {
                .list($0, namespace: $0.type.namespaced && !selection.allNamespaces ? namespace : "")
            }
        }
    }

    static let noNamesAcrossNamespaces = Failure("a resource cannot be retrieved by name across all namespaces")

    /// The types that words name; categories stand for all their members.
    func resources(_ words: [String]) async throws -> [ServedResource] {
        let discovery = try session.discovery()
        var resources: [ServedResource] = []
        for word in words {
            if !word.contains("."), let members = try await discovery.category(word) {
                resources += members
            } else {
                resources.append(try await discovery.resource(word))
            }
        }
        return resources
    }

    /// The objects that a selection's files hold, each with its resource and namespace.
    func manifests(_ selection: ResourceSelection) async throws -> [ObjectInfo] {
        var infos: [ObjectInfo] = []
        let manifests = try await self.documents(selection)
        let namespace = try session.connection()
        var missing: [any Error] = []
        for manifest in manifests {
            do {
                infos.append(try await info(manifest, namespace.namespace, isExplicit: namespace.namespaceIsExplicit, selection))
            } catch {
                missing.append(error)
            }
        }
        try Failures.throwing(missing)
        if let selector = selection.labelSelector, !selector.isEmpty {
            let parsed = try Self.selector(selector)
            infos = infos.filter { parsed.matches($0.object["metadata"]["labels"].stringMap) }
        }
        return infos
    }

    private func documents(_ selection: ResourceSelection) async throws -> [ManifestReader.Manifest] {
        guard let folder = selection.kustomize else {
            return try await ManifestReader(session).read(selection.files, recursive: selection.recursive)
        }
        return try KustomizeBuild.objects(of: folder, console: session.console).map {
            ManifestReader.Manifest(source: folder, object: $0, text: YAML.write($0))
        }
    }

    static func selector(_ text: String) throws -> LabelSelector {
        do {
            return try LabelSelector.parse(text)
        } catch {
            throw Failure("unable to parse requirement: \(error.message)")
        }
    }

    private func info(
        _ manifest: ManifestReader.Manifest, _ namespace: String, isExplicit: Bool, _ selection: ResourceSelection
    ) async throws -> ObjectInfo {
        var object = manifest.object
        let apiVersion = object["apiVersion"].string ?? ""
        let kind = object["kind"].string ?? ""
        let name = object["metadata"]["name"].string ?? ""
        guard let resource = try await session.discovery().resource(apiVersion: apiVersion, kind: kind) else {
            let own = object["metadata"]["namespace"].string ?? ""
            throw Failure(
                "resource mapping not found for name: \(name.goQuoted) namespace: \(own.goQuoted) from \(manifest.source.goQuoted): "
                    + "no matches for kind \(kind.goQuoted) in version \(apiVersion.goQuoted)\nensure CRDs are installed first")
        }
        var place = ""
        if resource.type.namespaced {
            let own = object["metadata"]["namespace"].string ?? ""
            if own.isEmpty {
                place = namespace
                object["metadata"]["namespace"] = .string(namespace)
            } else {
                place = own
                if isExplicit, selection.requiresNamespace, own != namespace {
                    throw Failure(
                        "the namespace from the provided object \(own.goQuoted) does not match the namespace \(namespace.goQuoted). "
                            + "You must pass '--namespace=\(own)' to perform this operation.")
                }
            }
        }
        return ObjectInfo(resource: resource, namespace: place, name: name, source: manifest.source, object: object)
    }

    /// The objects a selection stands for, read from the server (or, when it says so, as the files hold them).
    func objects(_ selection: ResourceSelection) async throws -> [ObjectInfo] {
        if selection.isLocal { return try await manifests(selection) }
        let client = try session.client()
        var infos: [ObjectInfo] = []
        var errors: [any Error] = []
        for query in try await queries(selection) {
            do {
                switch query {
                case .object(var info):
                    info.object = try await client.read(info, subresource: selection.subresource)
                    info.namespace = info.object["metadata"]["namespace"].string ?? info.namespace
                    infos.append(info)
                case .list(let resource, let namespace): infos += try await list(resource, namespace: namespace, selection)
                }
            } catch let error as APIError where error.isNotFound && selection.ignoresMissing {
                continue
            } catch {
                if !selection.goesOn || !(error is APIError) { throw error }
                errors.append(error)
            }
        }
        if infos.isEmpty || !selection.goesOn { try Failures.throwing(errors) }
        for error in errors { session.console.err(ErrorText.report(error).text + "\n") }
        return infos
    }

    /// All objects of a type that the selectors match, page by page.
    func list(_ resource: ServedResource, namespace: String, _ selection: ResourceSelection) async throws -> [ObjectInfo] {
        let client = try session.client()
        var infos: [ObjectInfo] = []
        var options = ListOptions(
            labelSelector: selection.labelSelector, fieldSelector: selection.fieldSelector,
            limit: selection.chunk > 0 ? selection.chunk : nil)
        repeat {
            let page = try await client.document("GET", resource.type.path(namespace: namespace), query: options.query)
            for var item in page["items"].array ?? [] {
                if item["kind"].isNull {
                    item["apiVersion"] = .string(resource.type.apiVersion)
                    item["kind"] = .string(resource.type.kind)
                }
                infos.append(
                    ObjectInfo(
                        resource: resource, namespace: item["metadata"]["namespace"].string ?? "",
                        name: item["metadata"]["name"].string ?? "",
                        object: item))
            }
            options.continueToken = page["metadata"]["continue"].string.flatMap { $0.isEmpty ? nil : $0 }
        } while options.continueToken != nil
        return infos
    }
}
