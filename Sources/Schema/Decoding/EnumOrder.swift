/// The order in which messages tell what a field may hold. Upstream sorts most such lists, and the schema with them.
enum EnumOrder {
    private static let own: [String: [String]] = [
        "restartPolicy": ["Always", "OnFailure", "Never"], "terminationMessagePolicy": ["File", "FallbackToLogsOnError"],
        "dnsPolicy": ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"],
        "effect": ["NoSchedule", "PreferNoSchedule", "NoExecute"], "completionMode": ["NonIndexed", "Indexed"],
    ]

    static func said(_ field: FieldSchema) -> [String] {
        guard let order = own[field.name], order.count == field.enumValues.count, order.allSatisfy(field.enumValues.contains) else {
            return field.enumValues
        }
        return order
    }
}
