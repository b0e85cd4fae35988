internal import Document

/// What a kustomization makes, from its folder to the finished objects.
enum KustomizeBuild {
    /// The objects of a folder's kustomization in the order in which they are to be made.
    static func objects(of folder: String, console: Console, restrictsFiles: Bool = true) throws -> [JSON] {
        let files = try KustomizeFiles.root(folder, restrictsFiles: restrictsFiles)
        let context = KustomizeContext(console: console)
        let target = try KustomizeTarget(files, context)
        guard target.kustomization.kind == .kustomization else {
            throw Failure("expected kind != '\(target.kustomization.document["kind"].string ?? "")' for path '\(files.path)'")
        }
        var resources = try target.accumulate(into: [])
        for index in resources.indices where resources[index].needsHash {
            resources[index].rename(resources[index].name + "-" + ContentHash.suffix(of: resources[index].object))
        }
        NameReferences.mend(&resources)
        return KustomizeOrder.sorted(resources, by: target.kustomization.document["sortOptions"]).map(\.object)
    }
}
