internal import Synchronization

extension FlowControl {
    /// Prints what is going on, for Prometheus, under upstream's names.
    func write(to text: inout String) {
        let (flows, levels) = figures()
        func gauge(_ name: String, _ help: String, _ type: String = "gauge") {
            text += "# HELP apiserver_flowcontrol_\(name) \(help)\n# TYPE apiserver_flowcontrol_\(name) \(type)\n"
        }
        func levelGauge(_ name: String, _ help: String, _ value: (PriorityLevel.Figures, ConcurrencyPlan.Bounds) -> Int) {
            gauge(name, help)
            for (level, bounds) in levels {
                text += "apiserver_flowcontrol_\(name){priority_level=\"\(level.name)\"} \(value(level.figures, bounds))\n"
            }
        }
        levelGauge("nominal_limit_seats", "Seats of a level before lending and borrowing.") { $1.nominal }
        levelGauge("lower_limit_seats", "Seats that a level keeps in any case.") { $1.lowest }
        levelGauge("upper_limit_seats", "Seats that a level can come to.") { $1.highest }
        levelGauge("current_limit_seats", "Seats that a level has now.") { figures, _ in figures.limit }
        levelGauge("current_executing_seats", "Seats in use.") { figures, _ in figures.seats }
        levelGauge("current_inqueue_requests", "Requests that wait.") { figures, _ in figures.waiting }
        levelGauge("current_inqueue_seats", "Seats that are waited for.") { figures, _ in figures.waitingSeats }
        gauge("dispatched_requests_total", "Requests that got their seat.", "counter")
        for flow in flows {
            let labels = "priority_level=\"\(flow.levelName)\",flow_schema=\"\(flow.name)\""
            text += "apiserver_flowcontrol_dispatched_requests_total{\(labels)} \(flow.dispatched.load(ordering: .relaxed))\n"
        }
        gauge("rejected_requests_total", "Requests that got none.", "counter")
        for (series, count) in rejections.all {
            let labels = "priority_level=\"\(series.level)\",flow_schema=\"\(series.flow)\",reason=\"\(series.reason.rawValue)\""
            text += "apiserver_flowcontrol_rejected_requests_total{\(labels)} \(count)\n"
        }
        writeWaits(to: &text)
    }

    private func writeWaits(to text: inout String) {
        let name = "apiserver_flowcontrol_request_wait_duration_seconds"
        text += "# HELP \(name) Time that queued requests waited, in seconds.\n# TYPE \(name) histogram\n"
        for (series, values) in waits.snapshot.sorted(by: { ($0.key.level, $0.key.flow) < ($1.key.level, $1.key.flow) }) {
            let labels = "priority_level=\"\(series.level)\",flow_schema=\"\(series.flow)\",execute=\"\(series.wasExecuted)\""
            var sum = 0
            for (bound, count) in zip(FlowWaits.bounds, values.buckets) {
                sum += count
                text += "\(name)_bucket{\(labels),le=\"\(bound)\"} \(sum)\n"
            }
            text += "\(name)_bucket{\(labels),le=\"+Inf\"} \(values.count)\n"
            text += "\(name)_sum{\(labels)} \(values.seconds)\n\(name)_count{\(labels)} \(values.count)\n"
        }
    }
}
