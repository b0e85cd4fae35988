internal import Document
package import NIOCore
package import Resources
internal import Synchronization

/// What happened to one object at one revision, shared by everyone who watches: it is encoded at most once a form.
package final class CacheEvent: Sendable {
    package enum Kind: String, Sendable, Hashable { case added = "ADDED", modified = "MODIFIED", deleted = "DELETED" }

    package let revision: UInt64
    /// The version after the change; nil when the object was deleted.
    package let record: ObjectRecord?
    /// The version before the change; nil when the object was created.
    package let previous: ObjectRecord?

    private struct Frames {
        var added: ByteBuffer?
        var modified: ByteBuffer?
        var deleted: ByteBuffer?
        var protobuf: [Kind: ByteBuffer] = [:]
        var last: ObjectRecord?
        /// The event is old: what is encoded for a latecomer is not kept.
        var isOld = false
    }
    private let frames = Mutex(Frames())

    package init(revision: UInt64, record: ObjectRecord?, previous: ObjectRecord?) {
        self.revision = revision
        self.record = record
        self.previous = previous
    }

    package var key: ObjectKey? { (record ?? previous)?.key }

    /// What this event is to a watcher of `selection`; nil when it is of no concern. An object that begins to match is
    /// added, one that ceases to match is deleted.
    package func kind(for selection: Selection) -> Kind? {
        let now = record.map(selection.matches) ?? false
        guard selection.isFiltered || record == nil else {
            return now ? (previous == nil ? .added : .modified) : nil
        }
        let before = previous.map(selection.matches) ?? false
        return switch (before, now) {
        case (false, true): .added
        case (true, true): .modified
        case (true, false): .deleted
        case (false, false): nil
        }
    }

    /// The object that a watcher is shown for `kind`: for a deletion its last state at the revision of the deletion.
    package func object(for kind: Kind) -> ObjectRecord? {
        if kind != .deleted { return record }
        guard let previous else { return nil }
        return frames.withLock { frames in
            if let last = frames.last { return last }
            let last = ObjectCodec.record(previous, at: revision)
            if !frames.isOld { frames.last = last }
            return last
        }
    }

    /// The line of the watch stream, `{"type":…,"object":…}` and a newline.
    package func frame(_ kind: Kind) -> ByteBuffer? {
        let known = frames.withLock { frames in
            switch kind {
            case .added: frames.added
            case .modified: frames.modified
            case .deleted: frames.deleted
            }
        }
        if let known { return known }
        guard let object = object(for: kind) else { return nil }
        let frame = WatchFrame.json(kind.rawValue, object.bytes)
        frames.withLock { frames in
            if frames.isOld { return }
            switch kind {
            case .added: frames.added = frame
            case .modified: frames.modified = frame
            case .deleted: frames.deleted = frame
            }
        }
        return frame
    }

    /// Lets go of the encoded lines, which everyone who keeps up has been sent by now.
    func forgetFrames() {
        frames.withLock { frames in
            frames = Frames()
            frames.isOld = true
        }
    }

    /// The event as streams in protobuf carry it.
    func protobufFrame(_ kind: Kind) -> ByteBuffer? {
        if let known = frames.withLock({ $0.protobuf[kind] }) { return known }
        guard let object = object(for: kind) else { return nil }
        let frame = WatchFrame.protobuf(kind.rawValue, object.bytes)
        frames.withLock { if !$0.isOld { $0.protobuf[kind] = frame } }
        return frame
    }

    /// Bytes that keeping this event costs, roughly, its lines not counted.
    var cost: Int { (previous?.bytes.count ?? 0) + 256 }

    /// Bytes of its lines, once somebody watches.
    var frameCost: Int { (record ?? previous)?.bytes.count ?? 0 }
}
