/// The meaning of `pods a b`, `po/a svc/b`, `po,svc`, `po,rc a`.
enum ResourceArguments: Equatable {
    /// Nothing was named.
    case none
    /// Types alone.
    case types([String])
    /// Types, and names that each of them has.
    case names(types: [String], names: [String])
    /// Pairs of a type and a name.
    case pairs([Pair])

    struct Pair: Equatable, Sendable {
        var type: String
        var name: String
    }

    static func parse(_ arguments: [String]) throws(Failure) -> ResourceArguments {
        guard let first = arguments.first else { return .none }
        if arguments.contains(where: { $0.contains("/") }) {
            for argument in arguments where !argument.contains("/") {
                _ = argument
                throw Failure(
                    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form "
                        + "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'")
            }
            var pairs: [Pair] = []
            for argument in arguments { pairs.append(try pair(argument)) }
            return .pairs(pairs)
        }
        let types = first.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if types.contains(where: \.isEmpty) { throw Failure("arguments must consist of a resource or a resource and name") }
        var unique: [String] = []
        for type in types where !unique.contains(type) { unique.append(type) }
        return arguments.count == 1 ? .types(unique) : .names(types: unique, names: Array(arguments.dropFirst()))
    }

    private static func pair(_ argument: String) throws(Failure) -> Pair {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2 { throw Failure("arguments in resource/name form may not have more than one slash") }
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !parts[0].contains(",") else {
            throw Failure("arguments in resource/name form must have a single resource and name")
        }
        return Pair(type: parts[0], name: parts[1])
    }
}
