internal import Document
internal import Resources
internal import Schema

/// coordination.k8s.io/v1 Lease.
struct LeaseRules: KindBehaviour {
    var allowsShortFinalizers: Bool { true }
    var columns: [TableColumn] { [.name, TableColumn("Holder", description: "Who holds it."), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if let seconds = spec["leaseDurationSeconds"].int, seconds <= 0 {
            errors.append(.invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0"))
        }
        SpecChecks.nonNegative(spec["leaseTransitions"], "spec.leaseTransitions", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        [object.nameCell, object["spec"]["holderIdentity"].textCell, object.ageCell(now: now)]
    }
}
