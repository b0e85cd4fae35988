extension AuditLog {
    /// Prints its figures for Prometheus, under upstream's names.
    func write(to text: inout String) {
        let counts = counts
        func metric(_ name: String, _ help: String, _ values: [(labels: String, value: Int)]) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) counter\n"
            for (labels, value) in values { text += "\(name)\(labels) \(value)\n" }
        }
        metric("apiserver_audit_event_total", "Audit events that were made.", [("", counts.events)])
        metric("apiserver_audit_error_total", "Audit events that were lost.", [("{plugin=\"log\"}", counts.lost)])
        metric("apiserver_audit_requests_rejected_total", "Requests refused because they could not be recorded.", [("", counts.refused)])
        metric(
            "apiserver_audit_level_total", "Requests by the level at which they are recorded.",
            AuditLevel.allCases.filter { $0 > .none }.map { ("{level=\"\($0.word)\"}", counts.byLevel[$0] ?? 0) })
    }
}
