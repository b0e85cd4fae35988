/// The parts of an image's name, `REGISTRY/PATH:TAG` or `REGISTRY/PATH@DIGEST`.
package enum ImageName {
    /// The name with `:latest` where it has neither a tag nor a digest.
    package static func withTag(_ image: String) -> String {
        guard !image.isEmpty, !image.contains("@") else { return image }
        let last = image.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return last.contains(":") ? image : image + ":latest"
    }

    /// The registry it comes from; nil when it names none.
    package static func registry(_ image: String) -> String? {
        let parts = image.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let first = parts.first, first.contains(".") || first.contains(":") || first == "localhost" else {
            return nil
        }
        return String(first)
    }
}
