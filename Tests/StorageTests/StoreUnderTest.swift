import EtcdSupport
import Logging
import Synchronization
import Testing

@testable import Storage

#if canImport(Glibc)
    import Glibc
#endif

/// The stores that have to keep the promises of `Storage`.
enum StoreUnderTest: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case memory, sqlite, etcd

    /// etcd only where it is installed.
    static var allCases: [StoreUnderTest] { EtcdProcess.isInstalled ? [.memory, .sqlite, .etcd] : [.memory, .sqlite] }

    var testDescription: String { rawValue }

    /// Gives `body` a new store and removes what it left behind.
    func with(limits: StorageLimits = StorageLimits(), _ body: (any Storage) async throws -> Void) async throws {
        switch self {
        case .memory:
            let store = MemoryStorage(limits: limits)
            try await body(store)
            await store.close()
        case .sqlite:
            try await ScratchFolder.with { folder in
                let store = try SQLiteStorage(path: folder + "/state.db", limits: limits, logger: quiet)
                do {
                    try await body(store)
                } catch {
                    await store.close()
                    throw error
                }
                await store.close()
            }
        case .etcd:
            try await EtcdProcess.with { etcd in
                let store = try await etcd.open(limits: limits)
                do {
                    try await body(store)
                } catch {
                    await store.close()
                    throw error
                }
                await store.close()
            }
        }
    }
}

/// Failures that a test provokes need not be told.
let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A folder that is gone when the test is over.
enum ScratchFolder {
    static func with<T>(_ body: (String) async throws -> T) async throws -> T {
        var template = Array("/tmp/coxswain-storage-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StorageError.io("mkdtemp failed") }
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { remove(folder) }
        return try await body(folder)
    }

    private static func remove(_ folder: String) {
        guard let entries = opendir(folder) else { return }
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { unlink(folder + "/" + name) }
        }
        closedir(entries)
        rmdir(folder)
    }
}

/// Collects what a subscriber is given.
final class EventLog: Sendable {
    private let state = Mutex<(events: [StorageEvent], end: StorageError?)>(([], nil))
    var events: [StorageEvent] { state.withLock { $0.events } }
    var end: StorageError? { state.withLock { $0.end } }
    @Sendable func append(_ events: [StorageEvent]) { state.withLock { $0.events += events } }
    @Sendable func finish(_ error: StorageError) { state.withLock { $0.end = error } }
}

extension Storage {
    @discardableResult
    func create(_ key: String, _ text: String = "v") async throws -> UInt64 { try await commit(.create(key: key, value: Array(text.utf8))) }
    @discardableResult
    func update(_ key: String, _ text: String, expected: UInt64? = nil) async throws -> UInt64 {
        try await commit(.update(key: key, value: Array(text.utf8), expected: expected))
    }
    @discardableResult
    func delete(_ key: String, expected: UInt64? = nil) async throws -> UInt64 { try await commit(.delete(key: key, expected: expected)) }

    func text(_ key: String) async throws -> String? { try await get(key)?.text }
}

extension StoredValue {
    var text: String { String(decoding: value, as: UTF8.self) }
}
