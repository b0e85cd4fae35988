// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// One entry of a `status.conditions` list. All kinds share these members; some add times of their own.
package struct Condition: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package init(type: String, status: Status, reason: String = "", message: String = "") {
        json = ["type": .string(type), "status": .string(status.rawValue)]
        self.reason = reason
        self.message = message
    }

    package enum Status: String, Sendable {
        case isTrue = "True"
        case isFalse = "False"
        case unknown = "Unknown"

        package init(_ value: Bool) { self = value ? .isTrue : .isFalse }
    }

    package var type: String { get { self["type"] } set { self["type"] = newValue } }
    package var status: Status {
        get { Status(rawValue: json["status"].string ?? "") ?? .unknown } set { json["status"] = .string(newValue.rawValue) }
    }
    package var reason: String { get { self["reason"] } set { self["reason"] = newValue } }
    package var message: String { get { self["message"] } set { self["message"] = newValue } }
    package var observedGeneration: Int? { get { self["observedGeneration"] } set { self["observedGeneration"] = newValue } }
    package var lastTransitionTime: Timestamp? { get { self["lastTransitionTime"] } set { self["lastTransitionTime"] = newValue } }
    package var lastUpdateTime: Timestamp? { get { self["lastUpdateTime"] } set { self["lastUpdateTime"] = newValue } }
    package var lastHeartbeatTime: Timestamp? { get { self["lastHeartbeatTime"] } set { self["lastHeartbeatTime"] = newValue } }
    package var lastProbeTime: Timestamp? { get { self["lastProbeTime"] } set { self["lastProbeTime"] = newValue } }
    package var isTrue: Bool { status == .isTrue }
}

extension [Condition] {
    package subscript(type type: String) -> Condition? { first { $0.type == type } }

    package func isTrue(_ type: String) -> Bool { self[type: type]?.isTrue ?? false }

    /// Puts `condition` in place of the one of its type, or at the end. The transition time moves only when the status changes.
    /// - Returns: whether anything but times has changed.
    @discardableResult
    package mutating func set(_ condition: Condition, now: Timestamp) -> Bool {
        var condition = condition
        guard let index = firstIndex(where: { $0.type == condition.type }) else {
            condition.lastTransitionTime = condition.lastTransitionTime ?? now
            append(condition)
            return true
        }
        let old = self[index]
        condition.lastTransitionTime = old.status == condition.status ? old.lastTransitionTime ?? now : now
        self[index] = condition
        return old.status != condition.status || old.reason != condition.reason || old.message != condition.message
            || old.observedGeneration != condition.observedGeneration
    }

    package mutating func remove(type: String) { removeAll { $0.type == type } }
}
