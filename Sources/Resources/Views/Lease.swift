// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// coordination.k8s.io/v1 Lease: a lock or a sign of life.
package struct Lease: Resource {
    package static let type = ResourceType.leases
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: LeaseSpec { get { self["spec"] } set { self["spec"] = newValue } }
}

/// Who holds it, since when, for how many seconds.
package struct LeaseSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var holderIdentity: String? { get { self["holderIdentity"] } set { self["holderIdentity"] = newValue } }
    package var leaseDurationSeconds: Int? { get { self["leaseDurationSeconds"] } set { self["leaseDurationSeconds"] = newValue } }
    package var acquireTime: Timestamp? {
        get { self["acquireTime"] } set { json["acquireTime"] = JSON(newValue?.microText) }
    }
    package var renewTime: Timestamp? {
        get { self["renewTime"] } set { json["renewTime"] = JSON(newValue?.microText) }
    }
    package var leaseTransitions: Int? { get { self["leaseTransitions"] } set { self["leaseTransitions"] = newValue } }
}
