internal import Document
internal import Resources
internal import Schema

/// coordination.k8s.io LeaseCandidate.
struct LeaseCandidateRules: KindBehaviour {
    var columns: [TableColumn] { [.name, TableColumn("LeaseName"), TableColumn("BinaryVersion"), TableColumn("EmulationVersion"), .age] }

    func validate(_ object: JSON, _ errors: inout [FieldError]) {
        let spec = object["spec"]
        if spec["leaseName"].isEmptyValue { errors.append(.required("spec.leaseName")) }
        let (binary, emulation) = (spec["binaryVersion"].string ?? "", spec["emulationVersion"].string ?? "")
        let (built, emulated) = (SemanticVersion(binary), SemanticVersion(emulation))
        let message = "must be a valid semantic version"
        if !emulation.isEmpty, emulated == nil { errors.append(.invalid("spec.emulationVersion", emulation, message)) }
        if binary.isEmpty {
            errors.append(.required("spec.binaryVersion"))
        } else if built == nil {
            errors.append(.invalid("spec.binaryVersion", binary, message))
        }
        if let built, let emulated, built < emulated {
            errors.append(.invalid("spec.binaryVersion", binary, "must be greater than or equal to `emulationVersion`"))
        }
        switch spec["strategy"].string ?? "" {
        case "": errors.append(.required("spec.strategy"))
        case "OldestEmulationVersion":
            if emulation.isEmpty {
                errors.append(.required("spec.emulationVersion", "must be specified when `strategy` is 'OldestEmulationVersion'"))
            }
        case let other:
            if !other.contains("/") { errors.append(.notSupported("spec.strategy", other, ["OldestEmulationVersion"])) }
        }
    }

    func validateChange(_ object: JSON, old: JSON, _ errors: inout [FieldError]) {
        SpecChecks.immutable(object["spec"]["leaseName"], old["spec"]["leaseName"], "spec.leaseName", &errors)
    }

    func cells(_ object: JSON, now: Timestamp) -> [JSON] {
        let spec = object["spec"]
        return [
            object.nameCell, spec["leaseName"].textCell, spec["binaryVersion"].textCell, spec["emulationVersion"].textCell,
            object.ageCell(now: now),
        ]
    }
}

/// The three numbers of a version (https://semver.org); what follows a hyphen or a plus sign is not compared.
private struct SemanticVersion: Comparable {
    private let numbers: [Int]

    init?(_ text: String) {
        let core = text.prefix { $0 != "-" && $0 != "+" }
        let numbers = core.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 3 else { return nil }
        self.numbers = numbers.compactMap { $0 }
        if self.numbers.count < 3 { return nil }
    }

    static func < (a: SemanticVersion, b: SemanticVersion) -> Bool { a.numbers.lexicographicallyPrecedes(b.numbers) }
}
