internal import Client
internal import Document
internal import Resources

/// `get --watch`: what is there, then every change as it happens.
struct GetWatch: Sendable {
    private let invocation: Invocation
    private let selection: ResourceSelection

    init(_ invocation: Invocation, _ selection: ResourceSelection) {
        self.invocation = invocation
        self.selection = selection
    }

    /// What is printed of an event, and what was printed before.
    fileprivate struct Output: Sendable {
        let asTable: Bool
        let tables: TablePrinter
        let documents: GetPrinter?
        let showsEvents: Bool
        var widths: [Int] = []
        var hasHeadings = true
        var columns: JSON = .null

        mutating func text(_ event: String, _ object: JSON) throws -> String {
            guard asTable else {
                guard showsEvents else { return try documents?.text(object) ?? "" }
                return try documents?.text(["object": object, "type": .string(event)]) ?? ""
            }
            var table = object["kind"].string == "Table" ? object : PlainTable.make(object)
            if table["columnDefinitions"].isNull { table["columnDefinitions"] = columns } else { columns = table["columnDefinitions"] }
            if (table["rows"].array ?? []).isEmpty { return "" }
            var printer = tables
            if showsEvents { printer.event = event }
            var writer = TabWriter(widths: widths)
            printer.add(table, to: &writer, headings: hasHeadings)
            hasHeadings = false
            let text = writer.text()
            widths = writer.widths
            return text
        }
    }

    func run() async throws {
        let flags = invocation.flags
        let queries = try await ResourceBuilder(session: invocation.session).queries(selection)
        guard let query = queries.first, Set(queries.map { $0.resource.type }).count == 1 else {
            throw Failure("you may only specify a single resource type")
        }
        guard queries.count == 1 else {
            throw Failure(
                "watch is only supported on individual resources and resource collections - \(queries.count) resources were found")
        }
        let asTable = GetCommand.isTable(flags.string("output"))
        var output = Output(
            asTable: asTable, tables: GetTable.printer(flags, query.resource, withKind: false),
            documents: asTable ? nil : try GetPrinter(flags, environment: invocation.session.environment),
            showsEvents: flags.bool("output-watch-events"))
        do {
            let revision = try await first(query, &output)
            try await invocation.session.withRequestTimeout { [output] in
                var output = output
                try await follow(query, from: revision, &output)
            }
        } catch is RequestTimedOut {
            return  // a watch has no other end, and this one was wished for
        } catch let error as APIError where error.isNotFound && selection.ignoresMissing {
            return
        }
    }

    private var accept: String { GetCommand.isTable(invocation.flags.string("output")) ? GetTable.accept : MediaType.json }

    /// Prints what is there now, and returns the revision it was read at.
    private func first(_ query: ResourceBuilder.Query, _ output: inout Output) async throws -> String {
        let client = try invocation.session.client()
        let shows = !invocation.flags.bool("watch-only")
        switch query {
        case .object(let info):
            let object = try await client.document("GET", info.path, accept: accept)
            if shows { invocation.console.out(try output.text("ADDED", object)) } else { output.columns(object) }
            invocation.console.flush()
            return "0"
        case .list(let resource, let namespace):
            let options = ListOptions(labelSelector: selection.labelSelector, fieldSelector: selection.fieldSelector)
            let list = try await client.document("GET", resource.type.path(namespace: namespace), query: options.query, accept: accept)
            if shows {
                if output.asTable, !output.showsEvents {
                    invocation.console.out(try output.text("ADDED", list))
                } else if let rows = list["rows"].array {
                    for row in rows {
                        var one = list
                        one["rows"] = [row]
                        invocation.console.out(try output.text("ADDED", one))
                    }
                } else {
                    for item in list["items"].array ?? [] { invocation.console.out(try output.text("ADDED", identified(item, resource))) }
                }
            } else {
                output.columns(list)
            }
            invocation.console.flush()
            return list["metadata"]["resourceVersion"].string ?? "0"
        }
    }

    private func identified(_ item: JSON, _ resource: ServedResource) -> JSON {
        guard item["kind"].isNull else { return item }
        var item = item
        item["apiVersion"] = .string(resource.type.apiVersion)
        item["kind"] = .string(resource.type.kind)
        return item
    }

    private func follow(_ query: ResourceBuilder.Query, from revision: String, _ output: inout Output) async throws {
        var parameters: [(name: String, value: String)] = [("watch", "true"), ("resourceVersion", revision)]
        let path: String
        var skipsFirst = false
        switch query {
        case .object(let info):
            path = info.collectionPath
            parameters.append(("fieldSelector", "metadata.name=\(info.name)"))
            skipsFirst = true
        case .list(let resource, let namespace):
            path = resource.type.path(namespace: namespace)
            if let selector = selection.labelSelector { parameters.append(("labelSelector", selector)) }
            if let selector = selection.fieldSelector { parameters.append(("fieldSelector", selector)) }
        }
        let stream = try await invocation.session.client().stream(APIRequest(path: path, query: parameters, accept: accept))
        for try await line in JSONLines(stream) {
            let event = line["type"].string ?? ""
            if event == "ERROR" { throw APIError(status: line["object"], code: 500) ?? Failure(line["object"].text) }
            if event == "BOOKMARK" { continue }
            if skipsFirst {
                skipsFirst = false
                output.columns(line["object"])
                continue
            }
            invocation.console.out(try output.text(event, line["object"]))
            invocation.console.flush()
        }
    }
}

extension GetWatch.Output {
    /// Remembers the columns of a table that is not printed.
    fileprivate mutating func columns(_ table: JSON) {
        if !table["columnDefinitions"].isNull { columns = table["columnDefinitions"] }
    }
}

/// A stream of JSON documents, one a line, as watches send them.
struct JSONLines: AsyncSequence, Sendable {
    typealias Element = JSON

    /// Bytes of one line.
    static let lineLimit = 64 * 1024 * 1024

    private let stream: ByteStream

    init(_ stream: ByteStream) { self.stream = stream }

    struct AsyncIterator: AsyncIteratorProtocol {
        var inner: ByteStream.AsyncIterator
        var rest: [UInt8] = []

        mutating func next() async throws -> JSON? {
            while true {
                if let end = rest.firstIndex(of: 0x0A) {
                    let line = Array(rest[..<end])
                    rest.removeFirst(end + 1)
                    if !line.isEmpty { return try JSON.parse(line) }
                    continue
                }
                guard rest.count < JSONLines.lineLimit else {
                    throw APIError.internalError("the server sent a line of more than \(JSONLines.lineLimit) bytes")
                }
                guard let chunk = try await inner.next() else { return rest.isEmpty ? nil : try take() }
                rest += chunk
            }
        }

        private mutating func take() throws -> JSON? {
            defer { rest = [] }
            return try JSON.parse(rest)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inner: stream.makeAsyncIterator()) }
}
