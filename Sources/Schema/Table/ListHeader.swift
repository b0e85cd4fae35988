internal import Document

/// The `metadata` of a list: where it stands in history and how to get the rest of it (meta/v1 ListMeta).
package struct ListHeader: Sendable, Hashable {
    package var resourceVersion: String
    /// The token for the next page; empty on the last one.
    package var continueToken: String
    /// How many objects follow after this page; nil when unknown.
    package var remainingItemCount: Int?

    package init(resourceVersion: String = "", continueToken: String = "", remainingItemCount: Int? = nil) {
        self.resourceVersion = resourceVersion
        self.continueToken = continueToken
        self.remainingItemCount = remainingItemCount
    }

    package func write(into bytes: inout [UInt8]) {
        var metadata = JSONObject(minimumCapacity: 3)
        if !resourceVersion.isEmpty { metadata.append("resourceVersion", .string(resourceVersion)) }
        if !continueToken.isEmpty { metadata.append("continue", .string(continueToken)) }
        if let remainingItemCount { metadata.append("remainingItemCount", .int(Int64(remainingItemCount))) }
        JSON.object(metadata).write(into: &bytes)
    }
}
