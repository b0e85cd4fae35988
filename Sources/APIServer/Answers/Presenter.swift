internal import Document
internal import Kinds
internal import NIOCore
internal import Resources
internal import Schema

/// Writes objects and lists of one served resource in the shape a client asked for. The plain shapes copy stored bytes.
struct Presenter: Sendable {
    let served: ServedResource
    let representation: Representation
    /// Query parameter `includeObject` of tables.
    var include: TableWriter.IncludeObject = .metadata
    let now: Timestamp

    init(_ served: ServedResource, _ representation: Representation, query: QueryParameters = QueryParameters(), now: Timestamp)
        throws(APIError)
    {
        self.served = served
        self.representation = representation
        self.now = now
        if case .table = representation.shape, let text = query["includeObject"], !text.isEmpty {
            guard let known = TableWriter.IncludeObject(rawValue: text) else {
                throw .badRequest("unrecognized includeObject value: \(text.goQuoted)")
            }
            include = known
        }
    }

    // MARK: Objects

    func object(_ status: Int, _ record: ObjectRecord) throws(APIError) -> Answer {
        switch representation.shape {
        case .object:
            let record = try served.present(record)
            if representation == .plain { return .bytes(status, record.bytes) }
            return finished(status, record.bytes)
        case .table:
            var bytes: [UInt8] = []
            let header = ListHeader(resourceVersion: String(record.revision))
            try writeTable([record], header, into: &bytes)
            return finished(status, bytes)
        case .partialMetadata(let apiVersion):
            var bytes: [UInt8] = []
            PartialMetadataWriter(apiVersion: apiVersion).write(record, into: &bytes)
            return finished(status, bytes)
        case .partialMetadataList:
            throw .notAcceptable(
                message: "you requested PartialObjectMetadataList, but the requested object is not a list (\(served.type.kind))")
        }
    }

    /// The same for objects that have to be converted first, which may take asking somebody.
    func converted(_ status: Int, _ record: ObjectRecord) async throws(APIError) -> Answer {
        guard served.awaitsConversion else { return try object(status, record) }
        return try object(status, try await served.converted([record])[0])
    }

    func converted(_ page: ListPage) async throws(APIError) -> Answer {
        guard served.awaitsConversion else { return try list(page) }
        var page = page
        page.records = try await served.converted(page.records)
        return try list(page)
    }

    /// A document that is not stored, such as a Scale or a Status.
    func document(_ status: Int, _ document: JSON) -> Answer { Self.document(status, document, representation) }

    static func document(_ status: Int, _ document: JSON, _ representation: Representation) -> Answer {
        finished(status, document.encoded(), representation)
    }

    // MARK: Lists

    func list(_ page: ListPage) throws(APIError) -> Answer {
        let header = ListHeader(
            resourceVersion: String(page.revision), continueToken: page.continueToken, remainingItemCount: page.remaining)
        var bytes: [UInt8] = []
        switch representation.shape {
        case .object:
            if representation.encoding == .protobuf { return try ProtobufAnswer.list(page.records, header, served) }
            let list = PlainListBody(try presented(page.records), header, type: served.type, listKind: served.info.listKind)
            if representation == .plain {
                if list.isLarge { return .list(list) }
                return .body(status: 200, contentType: MediaType.json, chunks: list.pieces(), headers: [])
            }
            for piece in list.pieces() { bytes.append(contentsOf: piece.readableBytesView) }
        case .table: try writeTable(page.records, header, into: &bytes)
        case .partialMetadataList(let apiVersion):
            PartialMetadataWriter(apiVersion: apiVersion).write(page.records, header: header, into: &bytes)
        case .partialMetadata:
            throw .notAcceptable(
                message: "you requested PartialObjectMetadata, but the requested object is a list (\(served.type.kind)List)")
        }
        return finished(200, bytes)
    }

    private func presented(_ records: [ObjectRecord]) throws(APIError) -> [ObjectRecord] {
        if served.isStoredVersion { return records }
        var result: [ObjectRecord] = []
        for record in records { result.append(try served.present(record)) }
        return result
    }

    /// Whether all watchers see the same lines, so that they are encoded once.
    var isShared: Bool { representation.shape == .object && representation.encoding == .json && served.isStoredVersion }

    // MARK: Watch events

    /// The line of a watch stream for `event`; nil when it cannot be told in this version.
    func frame(_ event: CacheEvent, _ kind: CacheEvent.Kind, isFirst: Bool) -> ByteBuffer? {
        if representation.shape == .object, served.isStoredVersion {
            return representation.encoding == .protobuf ? event.protobufFrame(kind) : event.frame(kind)
        }
        guard let object = event.object(for: kind) else { return nil }
        return frame(kind, object, isFirst: isFirst)
    }

    func frame(_ kind: CacheEvent.Kind, _ object: ObjectRecord, isFirst: Bool) -> ByteBuffer? {
        var bytes: [UInt8] = []
        switch representation.shape {
        case .object:
            guard let record = try? served.present(object) else { return nil }
            return frame(kind.rawValue, record.bytes)
        case .table:
            let isShown = include == .object || served.custom != nil
            guard let shown = isShown ? (try? served.present(object)) : object else { return nil }
            tableWriter.writeEvent(shown, row(served.custom != nil ? shown : object), withColumns: isFirst, into: &bytes)
        case .partialMetadata(let apiVersion), .partialMetadataList(let apiVersion):
            PartialMetadataWriter(apiVersion: apiVersion).write(object, into: &bytes)
        }
        return frame(kind.rawValue, bytes)
    }

    /// An event about an object whose JSON is at hand.
    func frame(_ type: String, _ object: [UInt8]) -> ByteBuffer {
        representation.encoding == .protobuf ? WatchFrame.protobuf(type, object) : WatchFrame.json(type, object)
    }

    /// A bookmark: an object of the kind that carries a resourceVersion and nothing else.
    func bookmark(_ revision: UInt64, endsInitialEvents: Bool) -> ByteBuffer {
        var metadata: JSON = ["resourceVersion": .string(String(revision))]
        if endsInitialEvents { metadata["annotations"] = ["k8s.io/initial-events-end": "true"] }
        let object: JSON = ["kind": .string(served.type.kind), "apiVersion": .string(served.type.apiVersion), "metadata": metadata]
        var bytes: [UInt8] = object.encoded()
        let record = ObjectRecord(key: ObjectKey(name: ""), uid: "", revision: revision, bytes: bytes, labels: [])
        switch representation.shape {
        case .object: break
        case .table:
            bytes = []
            let empty = TableWriter.Row(cells: tableWriter.columns.map { _ in .null })
            tableWriter.writeEvent(record, empty, withColumns: false, into: &bytes)
        case .partialMetadata(let apiVersion), .partialMetadataList(let apiVersion):
            bytes = []
            PartialMetadataWriter(apiVersion: apiVersion).write(record, into: &bytes)
        }
        return frame("BOOKMARK", bytes)
    }

    // MARK: Pieces

    private var tableWriter: TableWriter {
        guard case .table(let apiVersion) = representation.shape else { return TableWriter(columns: []) }
        return TableWriter(columns: served.columns, includeObject: include, apiVersion: apiVersion)
    }

    /// Cells are read from the objects as they are stored; only whole objects in rows are shown in the served version. Custom
    /// resources have columns of their own in each version.
    private func writeTable(_ records: [ObjectRecord], _ header: ListHeader, into bytes: inout [UInt8]) throws(APIError) {
        let shown = try include == .object || served.custom != nil ? presented(records) : records
        let read = served.custom != nil ? shown : records
        var index = 0
        tableWriter.write(shown, header: header, into: &bytes) { _ in
            defer { index += 1 }
            return row(read[index])
        }
    }

    private func row(_ record: ObjectRecord) -> TableWriter.Row {
        let document = (try? record.document()) ?? .null
        return TableWriter.Row(cells: served.store.rules.cells(document, now: now))
    }

    private func finished(_ status: Int, _ bytes: [UInt8]) -> Answer { Self.finished(status, bytes, representation) }

    /// Bytes of JSON in the encoding that was asked for.
    private static func finished(_ status: Int, _ bytes: [UInt8], _ representation: Representation) -> Answer {
        if representation.encoding == .protobuf { return ProtobufAnswer.document(status, bytes) }
        guard representation.encoding == .yaml || representation.isPretty, let document = try? JSON.parse(bytes) else {
            return .bytes(status, bytes)
        }
        let text = representation.encoding == .yaml ? YAML.write(document) : document.prettyText + "\n"
        return .bytes(status, Array(text.utf8), contentType: representation.contentType)
    }
}

extension APIError {
    /// 406 about the shape rather than the encoding.
    static func notAcceptable(message: String) -> APIError { APIError(code: 406, reason: .notAcceptable, message: message) }
}
