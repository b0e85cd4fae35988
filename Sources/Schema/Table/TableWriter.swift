package import Document
package import Resources

/// Writes meta.k8s.io Tables: what `kubectl get` asks for. Cells come from the kind's rules, objects from the stored bytes.
package struct TableWriter: Sendable {
    /// How much of each object a row carries (query parameter `includeObject`).
    package enum IncludeObject: String, Sendable {
        case none = "None"
        case metadata = "Metadata"
        case object = "Object"
    }

    package struct Row: Sendable {
        /// One per column, in their order.
        package var cells: [JSON]
        /// meta/v1 TableRowCondition, such as `Completed` for a pod that has ended. Mostly empty.
        package var conditions: [JSON]

        package init(cells: [JSON], conditions: [JSON] = []) {
            self.cells = cells
            self.conditions = conditions
        }
    }

    package var columns: [TableColumn]
    package var includeObject: IncludeObject
    /// `meta.k8s.io/v1`, or `meta.k8s.io/v1beta1` for clients that ask for it.
    package var apiVersion: String

    package init(columns: [TableColumn], includeObject: IncludeObject = .metadata, apiVersion: String = "meta.k8s.io/v1") {
        self.columns = columns
        self.includeObject = includeObject
        self.apiVersion = apiVersion
    }

    /// Writes the table of a list (or of a single object, whose resourceVersion is then the header's).
    /// - Parameter row: makes the row of one object; it is called once per record, in order.
    package func write(
        _ records: some Sequence<ObjectRecord>, header: ListHeader, into bytes: inout [UInt8], row: (ObjectRecord) throws -> Row
    ) rethrows {
        begin(header, withColumns: true, into: &bytes)
        var first = true
        for record in records {
            if !first { bytes.append(UInt8(ascii: ",")) }
            first = false
            write(try row(record), of: record, into: &bytes)
        }
        bytes.append("]}")
    }

    /// Writes the table that stands for one object in a watch event. Only the first event of a watch carries the columns.
    package func writeEvent(_ record: ObjectRecord, _ row: Row, withColumns: Bool, into bytes: inout [UInt8]) {
        begin(ListHeader(resourceVersion: String(record.revision)), withColumns: withColumns, into: &bytes)
        write(row, of: record, into: &bytes)
        bytes.append("]}")
    }

    private func begin(_ header: ListHeader, withColumns: Bool, into bytes: inout [UInt8]) {
        bytes.append("{\"kind\":\"Table\",\"apiVersion\":\"")
        bytes.append(contentsOf: apiVersion.utf8)
        bytes.append("\",\"metadata\":")
        header.write(into: &bytes)
        bytes.append(",\"columnDefinitions\":[")
        if withColumns {
            for (index, column) in columns.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                column.definition.write(into: &bytes)
            }
        }
        bytes.append("],\"rows\":[")
    }

    private func write(_ row: Row, of record: ObjectRecord, into bytes: inout [UInt8]) {
        bytes.append("{\"cells\":")
        JSON.array(row.cells).write(into: &bytes)
        if !row.conditions.isEmpty {
            bytes.append(",\"conditions\":")
            JSON.array(row.conditions).write(into: &bytes)
        }
        bytes.append(",\"object\":")
        switch includeObject {
        case .none: bytes.append("null")
        case .metadata: PartialMetadataWriter(apiVersion: apiVersion).write(record, into: &bytes)
        case .object: bytes.append(contentsOf: record.bytes)
        }
        bytes.append("}")
    }
}

extension TableColumn {
    /// meta/v1 TableColumnDefinition; every member is required there.
    package var definition: JSON {
        [
            "name": .string(name), "type": .string(type), "format": .string(format), "description": .string(description),
            "priority": .int(Int64(priority)),
        ]
    }
}

extension [UInt8] {
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
