// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// One environment variable.
package struct EnvVar: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var value: String { get { self["value"] } set { self["value"] = newValue } }
    package var valueFrom: EnvVarSource? { get { self["valueFrom"] } set { self["valueFrom"] = newValue } }

    package init(name: String, value: String) { json = ["name": .string(name), "value": .string(value)] }
}

/// Where the value of a variable comes from.
package struct EnvVarSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var fieldRef: ObjectFieldSelector? { get { self["fieldRef"] } set { self["fieldRef"] = newValue } }
    package var resourceFieldRef: ResourceFieldSelector? { get { self["resourceFieldRef"] } set { self["resourceFieldRef"] = newValue } }
    package var configMapKeyRef: KeySelector? { get { self["configMapKeyRef"] } set { self["configMapKeyRef"] = newValue } }
    package var secretKeyRef: KeySelector? { get { self["secretKeyRef"] } set { self["secretKeyRef"] = newValue } }
}

/// A field of the pod itself (the downward API).
package struct ObjectFieldSelector: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var apiVersion: String { get { self["apiVersion"] } set { self["apiVersion"] = newValue } }
    package var fieldPath: String { get { self["fieldPath"] } set { self["fieldPath"] = newValue } }
}

/// A request or limit of a container, in units of `divisor`.
package struct ResourceFieldSelector: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var containerName: String { get { self["containerName"] } set { self["containerName"] = newValue } }
    package var resource: String { get { self["resource"] } set { self["resource"] = newValue } }
    package var divisor: Quantity? { get { self["divisor"] } set { self["divisor"] = newValue } }
}

/// One key of a ConfigMap or Secret.
package struct KeySelector: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var key: String { get { self["key"] } set { self["key"] = newValue } }
    package var optional: Bool { get { self["optional"] } set { self["optional"] = newValue } }
}

/// All keys of a ConfigMap or Secret as variables.
package struct EnvFromSource: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var prefix: String { get { self["prefix"] } set { self["prefix"] = newValue } }
    package var configMapRef: OptionalName? { get { self["configMapRef"] } set { self["configMapRef"] = newValue } }
    package var secretRef: OptionalName? { get { self["secretRef"] } set { self["secretRef"] = newValue } }
}

/// A ConfigMap or Secret that may be allowed to be missing.
package struct OptionalName: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var name: String { get { self["name"] } set { self["name"] = newValue } }
    package var optional: Bool { get { self["optional"] } set { self["optional"] = newValue } }
}
