import Client
import Resources

/// Claims, volumes and storage classes as the scheduler has heard of them.
package struct VolumeListers: Syncable {
    let claim: @Sendable (ObjectKey) -> PersistentVolumeClaim?
    let volume: @Sendable (String) -> PersistentVolume?
    let volumes: @Sendable () -> [PersistentVolume]
    let storageClass: @Sendable (String) -> StorageClass?
    /// Has a function called after every change.
    let onChange: @Sendable (_ changed: @escaping @Sendable () -> Void) -> Void
    private let sources: [any Syncable]

    package init(_ informers: InformerSet) {
        let claims = informers.informer(PersistentVolumeClaim.self)
        let volumes = informers.informer(PersistentVolume.self)
        let classes = informers.informer(StorageClass.self)
        claim = { claims.get($0) }
        volume = { volumes.get(name: $0) }
        self.volumes = { volumes.list() }
        storageClass = { classes.get(name: $0) }
        onChange = { changed in
            claims.onChange { _ in changed() }
            volumes.onChange { _ in changed() }
            classes.onChange { _ in changed() }
        }
        sources = [claims, volumes, classes]
    }

    /// Fixed lists, for decisions on values.
    package init(claims: [PersistentVolumeClaim], volumes: [PersistentVolume], classes: [StorageClass]) {
        claim = { key in claims.first { $0.key == key } }
        volume = { name in volumes.first { $0.name == name } }
        self.volumes = { volumes }
        storageClass = { name in classes.first { $0.name == name } }
        onChange = { _ in }
        sources = []
    }

    package func waitUntilSynced() async throws { try await sources.waitUntilSynced() }
}
