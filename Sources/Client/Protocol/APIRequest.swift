package import Document
package import Resources

/// One request to the API, independent of how it travels.
package struct APIRequest: Sendable {
    /// The HTTP method in capitals.
    package var method: String
    /// The path as it goes over the wire, without query.
    package var path: String
    /// Names and values before percent-encoding.
    package var query: [(name: String, value: String)]
    package var contentType: String?
    package var accept: String?
    package var body: [UInt8]

    package init(
        method: String = "GET", path: String, query: [(name: String, value: String)] = [], contentType: String? = nil,
        accept: String? = nil, body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.contentType = contentType
        self.accept = accept
        self.body = body
    }
}

/// A successful answer. Failures are thrown as `APIError`.
package struct APIResponse: Sendable {
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of this name, in whatever case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// What a list was at one revision, or a page of it.
package struct RecordList: Sendable {
    package var records: [ObjectRecord]
    /// The revision the list was read at: a watch from here misses nothing.
    package var revision: UInt64
    /// Where the next page begins; nil on the last.
    package var continueToken: String?

    package init(records: [ObjectRecord], revision: UInt64, continueToken: String? = nil) {
        self.records = records
        self.revision = revision
        self.continueToken = continueToken
    }

    /// A list as it comes over the wire, whose items servers leave `apiVersion` and `kind` out of.
    package init(_ document: JSON, of type: ResourceType) {
        let next = document["metadata"]["continue"].string
        self.init(
            records: (document["items"].array ?? []).map { ObjectRecord(document: Self.identified($0, type)) },
            revision: document["metadata"]["resourceVersion"].string.flatMap { UInt64($0) } ?? 0,
            continueToken: next?.isEmpty == false ? next : nil)
    }

    private static func identified(_ item: JSON, _ type: ResourceType) -> JSON {
        guard item["kind"].isNull, case .object(let members) = item else { return item }
        var complete = JSONObject(minimumCapacity: members.count + 2)
        complete["apiVersion"] = .string(type.apiVersion)
        complete["kind"] = .string(type.kind)
        for (key, value) in members { complete[key] = value }
        return .object(complete)
    }
}
