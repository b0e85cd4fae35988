internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle
import Synchronization

/// Sets the replicas of workloads by their load, as HorizontalPodAutoscalers wish.
package final class HorizontalController: ServiceLifecycle.Service {
    /// How often each autoscaler looks at its metrics (upstream's default).
    package static let period: Duration = .seconds(15)

    private let context: ControllerContext
    private let autoscalers: Informer<HorizontalPodAutoscaler>
    private let targets: ScaleTargets
    private let reader: MetricsReader
    private let queue = WorkQueue<ObjectKey>()
    private let histories = Mutex<[ObjectKey: ScalingHistory]>([:])
    /// Which pods each autoscaler scales, so that two do not fight over the same.
    private let selectors = Mutex<[ObjectKey: LabelSelector]>([:])

    package init(_ context: ControllerContext) {
        self.context = context
        autoscalers = context.informers.informer(HorizontalPodAutoscaler.self)
        targets = ScaleTargets(context.client)
        reader = MetricsReader(client: context.client)
        // What the controller writes itself is no reason to look again before the time.
        autoscalers.onChange { [queue] change in
            if let old = change.old, old.part("spec") == change.record.part("spec") { return }
            queue.add(change.key)
        }
    }

    package func run() async throws {
        try await ControllerRunner(
            name: "horizontal-pod-autoscaler", queue: queue, workers: 5, waitFor: [autoscalers, context.pods], logger: context.logger,
            reconcile: { [self] in await reconcile($0) }
        ).run()
    }

    private func reconcile(_ key: ObjectKey) async -> Requeue {
        guard let autoscaler = autoscalers.get(key), !autoscaler.isBeingDeleted else {
            histories.withLock { $0[key] = nil }
            selectors.withLock { $0[key] = nil }
            return .done
        }
        var pass = AutoscalerPass(autoscaler, now: context.now())
        await act(&pass)
        for event in pass.events { context.events.record(autoscaler, event.kind, reason: event.reason, message: event.message) }
        await write(pass.autoscaler, old: autoscaler)
        return .after(Self.period)
    }

    private func write(_ updated: HorizontalPodAutoscaler, old: HorizontalPodAutoscaler) async {
        guard updated.status.json != old.status.json else { return }
        do {
            try await context.client.updateStatus(updated)
        } catch let error as APIError where error.isConflict || error.isNotFound {
            return  // the change that came between brings it back here, or the next turn does
        } catch {
            let why = (error as? APIError)?.message ?? "\(error)"
            context.events.record(old, .warning, reason: "FailedUpdateStatus", message: why)
        }
    }

    // MARK: One look

    private func act(_ pass: inout AutoscalerPass) async {
        let reference = pass.autoscaler.spec.scaleTargetRef
        let key = ObjectKey(namespace: pass.autoscaler.namespace, name: reference.name)
        let (type, scale): (ResourceType, JSON)
        do {
            type = try await targets.resource(reference.apiVersion, reference.kind)
            scale = try await targets.scale(type, key)
        } catch {
            pass.cannotScale(reason: "FailedGetScale", event: true, "unable to get the target's current scale", error)
            return
        }
        pass.set("AbleToScale", .isTrue, "SucceededGetScale", "the HPA controller was able to get the target's current scale")
        pass.current = scale["spec"]["replicas"].int ?? 0
        history(pass) { $0.begin(current: pass.current, now: pass.now) }
        guard let desired = await desired(&pass, scale) else { return pass.finish(desired: nil, rescaled: false) }
        guard desired != pass.current else { return pass.finish(desired: desired, rescaled: false) }
        do {
            try await targets.set(type, key, scale, replicas: desired)
        } catch {
            pass.failedRescale(desired, error)
            return
        }
        pass.rescaled(desired)
        let behavior = pass.autoscaler.spec.behavior
        history(pass) { $0.note(from: pass.current, to: desired, behavior: behavior, now: pass.now) }
        pass.finish(desired: desired, rescaled: true)
    }

    private func history<R>(_ pass: AutoscalerPass, _ body: (inout ScalingHistory) -> R) -> R {
        histories.withLock { body(&$0[pass.autoscaler.key, default: ScalingHistory()]) }
    }

    /// The replicas there should be; nil when nobody can tell.
    private func desired(_ pass: inout AutoscalerPass, _ scale: JSON) async -> Int? {
        let spec = pass.autoscaler.spec
        let (minimum, maximum) = (spec.minReplicas ?? 1, spec.maxReplicas)
        if pass.current == 0 {
            pass.set(
                "ScalingActive", .isFalse, "ScalingDisabled", "scaling is disabled since the replica count of the target is zero")
            return 0
        }
        if pass.current > maximum {
            pass.rescaleReason = "Current number of replicas above Spec.MaxReplicas"
            return maximum
        }
        if pass.current < minimum {
            pass.rescaleReason = "Current number of replicas below Spec.MinReplicas"
            return minimum
        }
        guard let (wanted, metric) = await recommendation(&pass, scale) else { return nil }
        if wanted > pass.current { pass.rescaleReason = "\(metric) above target" }
        if wanted < pass.current { pass.rescaleReason = "All metrics below target" }
        let outcome = history(pass) {
            $0.settle(wanted, current: pass.current, minimum: minimum, maximum: maximum, behavior: spec.behavior, now: pass.now)
        }
        pass.set("AbleToScale", .isTrue, outcome.ability.reason, outcome.ability.message)
        pass.set("ScalingLimited", Condition.Status(outcome.limit.isLimited), outcome.limit.reason, outcome.limit.message)
        return outcome.replicas
    }

    /// The greatest number of replicas that a metric asks for.
    private func recommendation(_ pass: inout AutoscalerPass, _ scale: JSON) async -> (replicas: Int, metric: String)? {
        guard let selector = selector(&pass, scale["status"]["selector"].string ?? "") else { return nil }
        let evaluation = MetricEvaluation(
            reader: reader, namespace: pass.autoscaler.namespace, selector: selector, selectorText: selector.description,
            pods: context.pods.selected(by: selector, in: pass.autoscaler.namespace), specReplicas: pass.current,
            statusReplicas: scale["status"]["replicas"].int ?? 0, tolerances: Tolerances(behavior: pass.autoscaler.spec.behavior),
            now: pass.now,
            resource: { [targets] in try await targets.resource($0, $1).qualifiedResource.description })
        var best: (replicas: Int, metric: String)?
        var failures: [MetricFailure] = []
        let metrics = pass.autoscaler.spec.metrics
        pass.metrics = []
        for metric in metrics {
            do {
                let proposal = try await evaluation.propose(metric)
                pass.metrics?.append(proposal.status)
                if best.map({ $0.replicas == 0 || proposal.replicas > $0.replicas }) ?? true { best = (proposal.replicas, proposal.name) }
            } catch {
                pass.tell(.warning, error.reason, error.cause)
                pass.metrics?.append(["type": ""])
                failures.append(error)
            }
        }
        if let first = failures.first, best.map({ $0.replicas < pass.current }) ?? true {
            pass.set("ScalingActive", .isFalse, first.reason, "the HPA was unable to compute the replica count: \(first.cause)")
            pass.tell(
                .warning, "FailedComputeMetricsReplicas",
                "invalid metrics (\(failures.count) invalid out of \(metrics.count)), first error is: \(first)")
            return nil
        }
        guard let best else { return nil }
        pass.set(
            "ScalingActive", .isTrue, "ValidMetricFound",
            "the HPA was able to successfully calculate a replica count from \(best.metric)")
        return best
    }

    // MARK: Whose pods

    /// The selector of what is scaled, unless it is none or another autoscaler scales the same pods.
    private func selector(_ pass: inout AutoscalerPass, _ text: String) -> LabelSelector? {
        func refuse(_ event: String, _ reason: String, _ why: String, condition: String? = nil) {
            pass.tell(.warning, event, why)
            pass.set("ScalingActive", .isFalse, reason, condition ?? why)
            pass.tell(.warning, "FailedComputeMetricsReplicas", why)
        }
        if text.isEmpty {
            refuse("SelectorRequired", "InvalidSelector", "selector is required", condition: "the HPA target's scale is missing a selector")
            return nil
        }
        let selector: LabelSelector
        do {
            selector = try LabelSelector.parse(text)
        } catch {
            let why = "couldn't convert selector into a corresponding internal selector object: \(error.message)"
            refuse("InvalidSelector", "InvalidSelector", why)
            return nil
        }
        let key = pass.autoscaler.key
        let others = selectors.withLock { selectors in
            selectors[key] = selector
            return selectors.filter { $0.key.namespace == key.namespace }
        }
        let pods = context.pods.selected(by: selector, in: key.namespace)
        let rivals = others.filter { other in pods.contains { other.value.matches($0.record.labels) } }.keys.sorted()
        if rivals.count > 1 {
            let names = rivals.map { "{\($0.name) \($0.namespace)}" }.joined(separator: " ")
            refuse("AmbiguousSelector", "AmbiguousSelector", "pods by selector \(text) are controlled by multiple HPAs: [\(names)]")
            return nil
        }
        return selector
    }
}
