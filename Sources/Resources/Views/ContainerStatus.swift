// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// What a container is found to be.
package struct ContainerStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var state: ContainerState { get { self["state"] } set { self["state"] = newValue } }
    package var lastState: ContainerState { get { self["lastState"] } set { self["lastState"] = newValue } }
    package var ready: Bool { get { self["ready"] } set { self["ready"] = newValue } }
    package var restartCount: Int { get { self["restartCount"] } set { self["restartCount"] = newValue } }
    package var image: String { get { self["image"] } set { self["image"] = newValue } }
    package var imageID: String { get { self["imageID"] } set { self["imageID"] = newValue } }
    package var containerID: String { get { self["containerID"] } set { self["containerID"] = newValue } }
    package var started: Bool? { get { self["started"] } set { self["started"] = newValue } }
}

/// One of three states; an empty one means waiting.
package struct ContainerState: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var waiting: ContainerStateWaiting? { get { self["waiting"] } set { self["waiting"] = newValue } }
    package var running: ContainerStateRunning? { get { self["running"] } set { self["running"] = newValue } }
    package var terminated: ContainerStateTerminated? { get { self["terminated"] } set { self["terminated"] = newValue } }
}

/// Not started yet, and why.
package struct ContainerStateWaiting: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var reason: String { get { self["reason"] } set { self["reason"] = newValue } }
    package var message: String { get { self["message"] } set { self["message"] = newValue } }
}

/// Running since a moment.
package struct ContainerStateRunning: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var startedAt: Timestamp? { get { self["startedAt"] } set { self["startedAt"] = newValue } }
}

/// Ended, and how.
package struct ContainerStateTerminated: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var exitCode: Int { get { self["exitCode"] } set { self["exitCode"] = newValue } }
    package var signal: Int? { get { self["signal"] } set { self["signal"] = newValue } }
    package var reason: String { get { self["reason"] } set { self["reason"] = newValue } }
    package var message: String { get { self["message"] } set { self["message"] = newValue } }
    package var startedAt: Timestamp? { get { self["startedAt"] } set { self["startedAt"] = newValue } }
    package var finishedAt: Timestamp? { get { self["finishedAt"] } set { self["finishedAt"] = newValue } }
    package var containerID: String { get { self["containerID"] } set { self["containerID"] = newValue } }
}
