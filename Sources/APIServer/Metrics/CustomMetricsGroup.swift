internal import Document
internal import Resources

/// custom.metrics.k8s.io: what pods tell of themselves, such as queries per second, for autoscalers of the types Pods and Object.
///
/// `namespaces/NS/pods/NAME-or-*/METRIC` is the metric of each pod. Of a service, workload or ingress it is the sum over the pods
/// behind it, and `namespaces/NS/metrics/METRIC` the sum over a whole namespace.
struct CustomMetricsGroup: ComputedGroup {
    static let name = "custom.metrics.k8s.io"
    var group: String { Self.name }

    let pods: MetricPods
    let scraper: PodScraper

    private struct Question {
        var resource: String
        var name: String
        var metric: String
        var metricSelector: LabelSelector
        var version: String
    }

    private struct Value {
        var reference: JSON
        var value: Double
        var time: Timestamp
        var seconds: Double
    }

    func outcome(_ call: Call) throws(APIError) -> Outcome {
        let info = call.info
        guard info.version == "v1beta1" || info.version == "v1beta2" else { throw .resourceNotFound }
        guard info.verb == "get", !info.namespace.isEmpty else { throw info.verb == "get" ? .resourceNotFound : .methodNotAllowed() }
        let isNamespace = info.resource == "metrics" && info.subresource.isEmpty
        guard isNamespace || !info.subresource.isEmpty else { throw .resourceNotFound }
        let question = Question(
            resource: isNamespace ? "namespaces" : info.resource, name: isNamespace ? info.namespace : info.name,
            metric: isNamespace ? info.name : info.subresource, metricSelector: try Self.selector(call, "metricLabelSelector"),
            version: info.version)
        let representation = try Representation.negotiate(call.headers, call.query, hasProtobuf: false)
        if question.resource == "pods" {
            let chosen: [Pod]
            if question.name == "*" {
                chosen = pods.selected(try Self.selector(call, "labelSelector"), in: info.namespace)
            } else if let pod = pods.named(question.name, in: info.namespace) {
                chosen = [pod]
            } else {
                throw .notFound(.pods, question.name)
            }
            return .later { await answer(question, await ofEach(chosen, question), representation) }
        }
        let (reference, chosen) = try subject(question, namespace: info.namespace)
        return .later { await answer(question, await total(chosen, question, reference), representation) }
    }

    static func selector(_ call: Call, _ parameter: String) throws(APIError) -> LabelSelector {
        guard let text = call.query[parameter], !text.isEmpty else { return .everything }
        do {
            return try LabelSelector.parse(text)
        } catch {
            throw .badRequest(error.message)
        }
    }

    /// The object asked about, and the pods that speak for it.
    private func subject(_ question: Question, namespace: String) throws(APIError) -> (reference: JSON, pods: [Pod]) {
        if question.resource == "namespaces" {
            return (["kind": "Namespace", "name": .string(namespace), "apiVersion": "/v1"], pods.selected(.everything, in: namespace))
        }
        guard let (type, object) = pods.object(question.resource, ObjectKey(namespace: namespace, name: question.name)) else {
            throw .notFound(QualifiedName(dotted: question.resource), question.name)
        }
        let reference: JSON = [
            "kind": .string(type.kind), "namespace": .string(namespace), "name": .string(question.name),
            "apiVersion": .string(type.group.isEmpty ? "/v1" : type.apiVersion),
        ]
        return (reference, pods.behind(object, type))
    }

    // MARK: Measuring

    private func ofEach(_ pods: [Pod], _ question: Question) async -> [Value] {
        let targets = pods.compactMap { pod in PodScraper.target(pod).map { (pod, $0) } }
        let readings = await scraper.readings(targets.map(\.1))
        return targets.compactMap { pod, target in
            guard let pair = readings[target] else { return nil }
            let values = PodReading.values(
                question.metric, matching: question.metricSelector, old: pair.old, new: pair.new, seconds: pair.seconds)
            if values.isEmpty { return nil }
            return Value(
                reference: ["kind": "Pod", "namespace": .string(pod.namespace), "name": .string(pod.name), "apiVersion": "/v1"],
                value: values.values.reduce(0, +), time: pair.time, seconds: pair.seconds)
        }
    }

    private func total(_ pods: [Pod], _ question: Question, _ reference: JSON) async -> [Value] {
        let values = await ofEach(pods, question)
        guard var sum = values.min(by: { $0.time < $1.time }) else { return [] }
        sum.reference = reference
        sum.value = values.reduce(0) { $0 + $1.value }
        return [sum]
    }

    // MARK: Answering

    private func answer(_ question: Question, _ values: [Value], _ representation: Representation) async -> Answer {
        if values.isEmpty {
            let which = question.name == "*" ? question.resource : "\(question.resource) \(question.name)"
            return .failure(
                APIError(code: 404, reason: .notFound, message: "the server could not find the metric \(question.metric) for \(which)"))
        }
        let items = values.map { value -> JSON in
            var item: JSON = ["describedObject": value.reference]
            if question.version == "v1beta1" {
                item["metricName"] = .string(question.metric)
            } else {
                item["metric"] = ["name": .string(question.metric)]
            }
            item["timestamp"] = .string(value.time.wholeSeconds.description)
            item[question.version == "v1beta1" ? "window" : "windowSeconds"] = .int(Int64(value.seconds.rounded(.up)))
            item["value"] = .string(value.value.milliQuantity.description)
            return item
        }
        let list: JSON = [
            "kind": "MetricValueList", "apiVersion": .string("\(group)/\(question.version)"), "metadata": [:], "items": .array(items),
        ]
        return Presenter.document(200, list, representation)
    }
}
