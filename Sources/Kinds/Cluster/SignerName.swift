internal import Document
internal import Resources

/// The name of who signs certificates: `example.com/signer-name`.
enum SignerName {
    private static let longestDomain = 253
    /// A path holds a subdomain, a dot and a label.
    private static let longestPath = 253 + 63 + 1

    /// Whether the signer is one of Kubernetes' own.
    static func isOwn(_ name: String) -> Bool {
        let domain = name.prefix { $0 != "/" }
        return domain == "kubernetes.io" || domain.hasSuffix(".kubernetes.io")
    }

    static func validate(_ name: String, _ path: FieldPath, _ errors: inout [FieldError]) {
        if name.isEmpty { return errors.append(.required(path)) }
        let segments = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count == 2 else {
            let detail = "must be a fully qualified domain and path of the form 'example.com/signer-name'"
            return errors.append(.invalid(path, name, detail))
        }
        if segments[0].utf8.count > longestDomain { errors.append(.tooLong(path, limitBytes: longestDomain)) }
        let labels = segments[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        for label in labels {
            let problems = NameRules.dns1123Label(label)
            for problem in problems {
                errors.append(.invalid(path, segments[0], "validating label \(label.goQuoted): \(problem)"))
            }
            if !problems.isEmpty { break }
        }
        if labels.count < 2 {
            errors.append(.invalid(path, segments[0], "should be a domain with at least two segments separated by dots"))
        }
        for label in segments[1].split(separator: ".", omittingEmptySubsequences: false).map(String.init) {
            let problems = NameRules.dns1123Subdomain(label)
            for problem in problems {
                errors.append(.invalid(path, segments[1], "validating label \(label.goQuoted): \(problem)"))
            }
            if !problems.isEmpty { break }
        }
        if segments[1].utf8.count > longestPath { errors.append(.tooLong(path, limitBytes: longestPath)) }
    }
}
