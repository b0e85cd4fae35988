internal import Document

extension MetricEvaluation {
    /// A metric's selector as upstream's events and conditions show it, which is how Go prints one.
    static func goText(_ selector: JSON) -> String {
        if selector.isNull { return "nil" }
        let labels = selector["matchLabels"].stringMap.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)," }.joined()
        let expressions = (selector["matchExpressions"].array ?? []).map { one in
            let values = (one["values"].array ?? []).compactMap(\.string).joined(separator: " ")
            return "LabelSelectorRequirement{Key:\(one["key"].string ?? ""),Operator:\(one["operator"].string ?? ""),Values:[\(values)],},"
        }
        return
            "&LabelSelector{MatchLabels:map[string]string{\(labels)},MatchExpressions:[]LabelSelectorRequirement{\(expressions.joined())},}"
    }
}
