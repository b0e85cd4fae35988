internal import Document
internal import Resources

/// Which parts of a device's capacity one claim may take (KEP-5075).
enum RequestPolicyValidation {
    private static let optionLimit = 10

    static func validate(_ policy: JSON, capacity: JSON, _ path: FieldPath, _ errors: inout [FieldError]) {
        let (values, range) = (policy["validValues"].array ?? [], policy["validRange"])
        if !values.isEmpty, !range.isNull {
            let why = "exactly one policy can be specified, cannot specify \"validValues\" and \"validRange\" at the same time"
            return errors.append(.forbidden(path, why))
        }
        guard let capacity = Quantity(field: capacity) else { return }
        let usual = Quantity(field: policy["default"])
        if !values.isEmpty {
            guard let usual else { return errors.append(.required(path.child("default"), "required when validValues is defined")) }
            options(values.compactMap { Quantity(field: $0) }, usual, capacity, path.child("validValues"), &errors)
        } else if !range.isNull {
            guard let usual else { return errors.append(.required(path.child("default"), "required when validRange is defined")) }
            self.range(range, usual, capacity, path.child("validRange"), &errors)
        }
    }

    private static func options(
        _ options: [Quantity], _ usual: Quantity, _ capacity: Quantity, _ path: FieldPath, _ errors: inout [FieldError]
    ) {
        for (index, option) in options.enumerated().dropFirst() where option < options[index - 1] {
            errors.append(.invalid(path.index(index), option.description, "values must be sorted in ascending order"))
        }
        if options.count > optionLimit {
            errors.append(.tooMany(path, options.count, limit: optionLimit))
        } else {
            for (index, option) in options.enumerated() where capacity < option {
                errors.append(.invalid(path.index(index), option.description, "option is larger than capacity value: \(capacity)"))
            }
            for (index, option) in options.enumerated() where options[..<index].contains(option) {
                errors.append(.duplicate(path.index(index), option.description))
            }
            if options.contains(usual) { return }
        }
        errors.append(.invalid(path, usual.description, "default value is not valid according to the requestPolicy"))
    }

    private static func range(
        _ range: JSON, _ usual: Quantity, _ capacity: Quantity, _ path: FieldPath, _ errors: inout [FieldError]
    ) {
        func fault(_ key: String, _ value: Quantity, _ why: String) {
            errors.append(.invalid(path.child(key), value.description, why))
        }
        guard let least = Quantity(field: range["min"]) else {
            return errors.append(.required(path.child("min"), "required when validRange is defined"))
        }
        if capacity < least { fault("min", least, "min is larger than capacity value: \(capacity)") }
        if usual < least { fault("min", usual, "default is less than min: \(least)") }
        let most = Quantity(field: range["max"])
        if let most {
            if most < least { fault("max", least, "min is larger than max: \(most)") }
            if capacity < most { fault("max", most, "max is larger than capacity value: \(capacity)") }
            if most < usual { fault("max", usual, "default is more than max: \(most)") }
        }
        guard let step = Quantity(field: range["step"]) else { return }
        let first = least + step
        if capacity < first { fault("step", step, "one step \(first) is larger than capacity value: \(capacity)") }
        for value in [usual, most].compactMap({ $0 }) where !isWhole(value, from: least, step) {
            fault("step", value, "value is not a multiple of a given step (\(step)) from (\(least))")
        }
    }

    private static func isWhole(_ value: Quantity, from least: Quantity, _ step: Quantity) -> Bool {
        if step.valueOrZero == 0 { return true }
        return (value.valueOrZero &- least.valueOrZero).remainderReportingOverflow(dividingBy: step.valueOrZero).partialValue == 0
    }
}
