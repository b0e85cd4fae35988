internal import Resources

/// Reads the resource lines of the schema text:
/// `<group version> <plural> <Kind> ns|cluster <singular> [short=…] verbs=…|all [categories=…] [deprecated=…] [/<subresource>(<verbs>><kind>)]…`.
/// `deprecated` is read by `Deprecation`.
enum ResourceParser {
    static let allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

    static func parse(_ text: StaticString) -> [ResourceInfo] {
        var scanner = TextScanner(text)
        var result: [ResourceInfo] = []
        while !scanner.isAtEnd {
            if let info = line(&scanner) { result.append(info) }
            scanner.skipLine()
        }
        return result
    }

    private static func line(_ scanner: inout TextScanner) -> ResourceInfo? {
        guard let groupVersion = scanner.word(), let plural = scanner.word(), let kind = scanner.word(), let scope = scanner.word(),
            let singular = scanner.word()
        else { return nil }
        let parsed = GroupVersion(groupVersion.text)
        var info = ResourceInfo(
            type: ResourceType(
                group: parsed.group, version: parsed.version, plural: plural.text, kind: kind.text, namespaced: scope.equals("ns")),
            singular: singular.text, verbs: allVerbs)
        while let word = scanner.word() {
            if word.hasPrefix("short=") {
                info.shortNames = word.dropFirst(6).list(separator: ",")
            } else if word.hasPrefix("categories=") {
                info.categories = word.dropFirst(11).list(separator: ",")
            } else if let text = word.value(after: "deprecated=") {
                info.deprecation = Deprecation(text, kind: kind.text)
            } else if word.hasPrefix("verbs=") {
                let verbs = word.dropFirst(6)
                if !verbs.equals("all") { info.verbs = verbs.list(separator: ",") }
            } else if word.hasPrefix("/"), let subresource = subresource(word.dropFirst(1).text, of: parsed) {
                info.subresources.append(subresource)
            } else {
                preconditionFailure("schema text: unknown mark \(word.text) of resource \(plural.text)")
            }
        }
        return info
    }

    /// `scale(get,patch,update>autoscaling/v1/Scale)`; a kind without a group is of the resource's own group and version.
    private static func subresource(_ text: String, of groupVersion: GroupVersion) -> SubresourceInfo? {
        let parts = text.split(whereSeparator: { $0 == "(" || $0 == ">" || $0 == ")" }).map(String.init)
        guard parts.count == 3 else { return nil }
        let gvk: GroupVersionKind
        if let slash = parts[2].lastIndex(of: "/") {
            gvk = GroupVersionKind(apiVersion: String(parts[2][..<slash]), kind: String(parts[2][parts[2].index(after: slash)...]))
        } else {
            gvk = GroupVersionKind(group: groupVersion.group, version: groupVersion.version, kind: parts[2])
        }
        return SubresourceInfo(name: parts[0], verbs: parts[1].split(separator: ",").map(String.init), gvk: gvk)
    }
}
