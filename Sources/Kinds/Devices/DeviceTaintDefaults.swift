internal import Document
internal import Resources

/// Since when taints of devices count: since they were written, where their author does not say.
enum DeviceTaintDefaults {
    static func apply(_ taint: inout JSON, now: Timestamp = .now()) {
        if isIncomplete(taint) { taint["timeAdded"] = .string(now.wholeSeconds.description) }
    }

    /// - Parameter devices: those of a slice, changed only where something is missing.
    static func apply(toDevices devices: inout JSON, now: Timestamp = .now()) {
        guard (devices.array ?? []).contains(where: { ($0["taints"].array ?? []).contains(where: isIncomplete) }) else { return }
        devices.mutateArray { devices in
            for index in devices.indices where !devices[index]["taints"].isNull {
                devices[index]["taints"].mutateArray { taints in
                    for position in taints.indices { apply(&taints[position], now: now) }
                }
            }
        }
    }

    private static func isIncomplete(_ taint: JSON) -> Bool { taint.object != nil && taint["timeAdded"].isNull }
}
