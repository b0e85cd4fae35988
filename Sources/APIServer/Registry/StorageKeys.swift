package import Resources

/// Where objects live in the store: `/registry/<group>/<plural>/[<namespace>/]<name>`, the core group written `core`.
package struct StorageKeys: Sendable {
    package static let root = "/registry/"

    package let prefix: String
    private let namespaced: Bool

    package init(_ type: ResourceType) {
        prefix = Self.root + (type.group.isEmpty ? "core" : type.group) + "/" + type.plural + "/"
        namespaced = type.namespaced
    }

    package func storageKey(_ key: ObjectKey) -> String { namespaced ? prefix + key.namespace + "/" + key.name : prefix + key.name }

    /// The object that a storage key beginning with `prefix` stands for.
    package func objectKey(_ storageKey: String) -> ObjectKey {
        let rest = storageKey.utf8.dropFirst(prefix.utf8.count)
        guard namespaced, let slash = rest.firstIndex(of: UInt8(ascii: "/")) else {
            return ObjectKey(name: String(decoding: rest, as: UTF8.self))
        }
        return ObjectKey(
            namespace: String(decoding: rest[..<slash], as: UTF8.self),
            name: String(decoding: rest[rest.index(after: slash)...], as: UTF8.self))
    }

    /// The part of a storage key that names its resource, `/registry/<group>/<plural>/`; nil for keys that are none of ours.
    package static func resourcePrefix(of storageKey: String) -> Substring? {
        var slashes = 0
        for index in storageKey.utf8.indices where storageKey.utf8[index] == UInt8(ascii: "/") {
            slashes += 1
            if slashes == 4 { return storageKey[...index] }
        }
        return nil
    }
}
