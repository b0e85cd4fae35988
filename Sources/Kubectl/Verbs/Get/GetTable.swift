internal import Client
internal import Document
internal import Resources
internal import Schema

/// `get` as people read it: a table a type, made by the server.
struct GetTable: Sendable {
    /// What a request for a table accepts.
    static let accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"

    private let invocation: Invocation
    private let selection: ResourceSelection

    init(_ invocation: Invocation, _ selection: ResourceSelection) {
        self.invocation = invocation
        self.selection = selection
    }

    func run() async throws {
        let queries = try await ResourceBuilder(session: invocation.session).queries(selection)
        var tables: [(resource: ServedResource, table: JSON)] = []
        var errors: [any Error] = []
        for query in queries {
            do {
                for table in try await read(query) { tables.append((query.resource, table)) }
            } catch let error as APIError {
                if error.isNotFound, selection.ignoresMissing { continue }
                errors.append(error)
            }
        }
        let sort = invocation.flags.string("sort-by")
        if !sort.isEmpty {
            let order = try ObjectOrder(sort)
            for index in tables.indices {
                tables[index].table["rows"] = .array(try order.sorted(tables[index].table["rows"].array ?? []) { $0["object"] })
            }
        }
        let written = print(tables)
        if !written, !selection.ignoresMissing, errors.isEmpty { try sayNothingFound(queries) }
        try Failures.throwing(errors)
    }

    private func print(_ tables: [(resource: ServedResource, table: JSON)]) -> Bool {
        let severalKinds = Set(tables.map { $0.resource.type.groupVersionKind }).count > 1
        var written = false
        var index = 0
        while index < tables.count {
            let resource = tables[index].resource
            let printer = Self.printer(invocation.flags, resource, withKind: severalKinds)
            var writer = TabWriter()
            var hasHeadings = true
            while index < tables.count, tables[index].resource.type == resource.type {
                if !(tables[index].table["rows"].array ?? []).isEmpty {
                    printer.add(tables[index].table, to: &writer, headings: hasHeadings)
                    hasHeadings = false
                }
                index += 1
            }
            if writer.isEmpty { continue }
            if written, printer.hasHeadings { invocation.console.out("\n") }
            invocation.console.out(writer.text())
            written = true
        }
        return written
    }

    static func printer(_ flags: FlagValues, _ resource: ServedResource, withKind: Bool) -> TablePrinter {
        var printer = TablePrinter()
        printer.isWide = flags.string("output") == "wide"
        printer.hasHeadings = !flags.bool("no-headers")
        printer.showsNamespace = flags.bool("all-namespaces") && resource.type.namespaced
        printer.showsLabels = flags.bool("show-labels")
        printer.labelColumns = flags.list("label-columns")
        if withKind || flags.bool("show-kind") { printer.kindPrefix = resource.kindName }
        return printer
    }

    private func sayNothingFound(_ queries: [ResourceBuilder.Query]) throws {
        let inNamespace = !selection.allNamespaces && queries.allSatisfy { $0.resource.type.namespaced }
        let text = inNamespace ? "No resources found in \(try invocation.session.namespace()) namespace.\n" : "No resources found\n"
        invocation.console.err(text)
    }

    /// The table of a query, in as many pieces as the server sends.
    private func read(_ query: ResourceBuilder.Query) async throws -> [JSON] {
        let client = try invocation.session.client()
        let extra = Self.includeObject(invocation.flags)
        switch query {
        case .object(let info):
            let path = info.path + (selection.subresource.map { "/" + $0 } ?? "")
            return [try await client.table(path, query: extra, invocation.flags)]
        case .list(let resource, let namespace):
            var tables: [JSON] = []
            var options = ListOptions(
                labelSelector: selection.labelSelector, fieldSelector: selection.fieldSelector,
                limit: selection.chunk > 0 ? selection.chunk : nil)
            repeat {
                let table = try await client.table(resource.type.path(namespace: namespace), query: options.query + extra, invocation.flags)
                tables.append(table)
                options.continueToken = table["metadata"]["continue"].string.flatMap { $0.isEmpty ? nil : $0 }
            } while options.continueToken != nil
            return tables
        }
    }

    /// Sorting needs whole objects in the rows.
    static func includeObject(_ flags: FlagValues) -> [(name: String, value: String)] {
        flags.string("sort-by").isEmpty ? [] : [("includeObject", "Object")]
    }
}

extension RESTClient {
    /// The answer as a table; of servers that make none, a table of names and ages.
    func table(_ path: String, query: [(name: String, value: String)], _ flags: FlagValues) async throws -> JSON {
        let wants = flags.bool("server-print")
        let answer = try await document("GET", path, query: query, accept: wants ? GetTable.accept : MediaType.json)
        return answer["kind"].string == "Table" ? answer : PlainTable.make(answer)
    }
}

/// A table of name and age for objects that came as they are.
enum PlainTable {
    static func make(_ answer: JSON) -> JSON {
        let items = answer["items"].array ?? [answer]
        let now = Timestamp.now().seconds
        return [
            "kind": "Table", "metadata": answer["items"].isNull ? [:] : answer["metadata"],
            "columnDefinitions": [
                ["name": "Name", "type": "string", "format": "name", "priority": 0], ["name": "Age", "type": "string", "priority": 0],
            ],
            "rows": .array(
                items.map { item in
                    let created = Timestamp(item["metadata"]["creationTimestamp"].string ?? "")
                    let age = HumanDuration.age(since: created.map { Int($0.seconds) }, now: Int(now))
                    return ["cells": [.string(item["metadata"]["name"].string ?? ""), .string(age)], "object": item]
                }),
        ]
    }
}
