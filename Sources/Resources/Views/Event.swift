// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// core/v1 Event: something that happened to an object.
package struct Event: Resource {
    package static let type = ResourceType.events
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var involvedObject: ObjectReference { get { self["involvedObject"] } set { self["involvedObject"] = newValue } }
    package var reason: String { get { self["reason"] } set { self["reason"] = newValue } }
    package var message: String { get { self["message"] } set { self["message"] = newValue } }
    package var source: EventSource { get { self["source"] } set { self["source"] = newValue } }
    package var firstTimestamp: Timestamp? { get { self["firstTimestamp"] } set { self["firstTimestamp"] = newValue } }
    package var lastTimestamp: Timestamp? { get { self["lastTimestamp"] } set { self["lastTimestamp"] = newValue } }
    package var count: Int { get { self["count"] } set { self["count"] = newValue } }
    package var type: String { get { self["type"] } set { self["type"] = newValue } }
    package var eventTime: Timestamp? {
        get { self["eventTime"] } set { json["eventTime"] = JSON(newValue?.microText) }
    }
    package var reportingComponent: String { get { self["reportingComponent"] } set { self["reportingComponent"] = newValue } }
    package var reportingInstance: String { get { self["reportingInstance"] } set { self["reportingInstance"] = newValue } }
    package var action: String { get { self["action"] } set { self["action"] = newValue } }
    package var related: ObjectReference? { get { self["related"] } set { self["related"] = newValue } }
}

/// The component that tells.
package struct EventSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var component: String { get { self["component"] } set { self["component"] = newValue } }
    package var host: String { get { self["host"] } set { self["host"] = newValue } }
}
