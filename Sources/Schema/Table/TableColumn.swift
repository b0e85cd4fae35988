/// One column of a printed table: what `kubectl get` shows as a heading.
package struct TableColumn: Sendable, Hashable {
    /// The heading as the server writes it ("Name"); kubectl prints it in capitals.
    package var name: String
    /// An OpenAPI type: "string", "integer", "number", "boolean" or "date".
    package var type: String
    /// An OpenAPI format that refines the type. "name" marks the column that identifies the row.
    package var format: String
    /// What the column means; shown by clients that explain tables.
    package var description: String
    /// 0 is always shown; greater numbers only where there is room (`kubectl get -o wide`).
    package var priority: Int

    package init(_ name: String, type: String = "string", format: String = "", description: String = "", priority: Int = 0) {
        self.name = name
        self.type = type
        self.format = format
        self.description = description
        self.priority = priority
    }

    /// The column every kind begins with.
    package static let name = TableColumn("Name", format: "name", description: "Name of the object, unique in its namespace.")
    /// The column most kinds end with: the time since creation, as a `HumanDuration`.
    package static let age = TableColumn("Age", description: "Time since the object was created.")
}
