// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// A check of a container, how often, and what its results mean. Times in seconds.
package struct Probe: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var exec: ExecAction? { get { self["exec"] } set { self["exec"] = newValue } }
    package var httpGet: HTTPGetAction? { get { self["httpGet"] } set { self["httpGet"] = newValue } }
    package var tcpSocket: TCPSocketAction? { get { self["tcpSocket"] } set { self["tcpSocket"] = newValue } }
    package var grpc: GRPCAction? { get { self["grpc"] } set { self["grpc"] = newValue } }
    package var initialDelaySeconds: Int { get { self["initialDelaySeconds"] } set { self["initialDelaySeconds"] = newValue } }
    package var timeoutSeconds: Int? { get { self["timeoutSeconds"] } set { self["timeoutSeconds"] = newValue } }
    package var periodSeconds: Int? { get { self["periodSeconds"] } set { self["periodSeconds"] = newValue } }
    package var successThreshold: Int? { get { self["successThreshold"] } set { self["successThreshold"] = newValue } }
    package var failureThreshold: Int? { get { self["failureThreshold"] } set { self["failureThreshold"] = newValue } }
    package var terminationGracePeriodSeconds: Int? {
        get { self["terminationGracePeriodSeconds"] } set { self["terminationGracePeriodSeconds"] = newValue }
    }
}

/// A command in the container; exit code 0 is success.
package struct ExecAction: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var command: [String] { get { self["command"] } set { self["command"] = newValue } }
}

/// A GET request; 200 to 399 is success.
package struct HTTPGetAction: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var path: String { get { self["path"] } set { self["path"] = newValue } }
    package var port: IntOrString { get { self["port"] } set { self["port"] = newValue } }
    package var host: String { get { self["host"] } set { self["host"] = newValue } }
    package var scheme: String { get { self["scheme"] } set { self["scheme"] = newValue } }
    package var httpHeaders: [HTTPHeader] { get { self["httpHeaders"] } set { self["httpHeaders"] = newValue } }
}

/// One header of a probe.
package struct HTTPHeader: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var value: String { get { self["value"] } set { self["value"] = newValue } }
}

/// A TCP connection; being accepted is success.
package struct TCPSocketAction: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var port: IntOrString { get { self["port"] } set { self["port"] = newValue } }
    package var host: String { get { self["host"] } set { self["host"] = newValue } }
}

/// A call of the gRPC health service.
package struct GRPCAction: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var port: Int { get { self["port"] } set { self["port"] = newValue } }
    package var service: String? { get { self["service"] } set { self["service"] = newValue } }
}
