internal import Client
internal import Document
internal import Logging
internal import Resources
internal import ServiceLifecycle

/// Keeps in every PodDisruptionBudget how many of its pods may go, which is what the eviction subresource goes by.
package final class DisruptionController: ServiceLifecycle.Service {
    private let context: ControllerContext
    private let budgets: Informer<PodDisruptionBudget>
    private let pods: PodSummaries
    private let scales: ScaleFinder
    private let staleConditions: StaleDisruptionConditions
    private let queue = WorkQueue<ObjectKey>()

    package init(_ context: ControllerContext) {
        self.context = context
        budgets = context.informers.informer(PodDisruptionBudget.self)
        pods = context.pods
        scales = ScaleFinder(context)
        staleConditions = StaleDisruptionConditions(context)
        budgets.onChange { [queue] in if !$0.isDeletion { queue.add($0.key) } }
        pods.onChange { [weak self] in self?.note($0) }
    }

    package func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { try await self.staleConditions.run() }
            try await ControllerRunner(
                name: "disruption", queue: queue, workers: 2,
                waitFor: [budgets, pods, scales.controllers, scales.sets, scales.deployments, scales.statefulSets], logger: context.logger,
                reconcile: { [self] in try await reconcile($0) }
            ).run()
            group.cancelAll()
        }
    }

    /// A pod concerns the budgets that selected it before or select it now.
    private func note(_ change: PodChange) {
        if budgets.count == 0 { return }
        for budget in budgets.list(namespace: change.pod.key.namespace) {
            let selector = budget.spec.labelSelector
            if selector.matches(change.pod.record.labels) || change.old.map({ selector.matches($0.record.labels) }) ?? false {
                queue.add(budget.key, after: Gathering.delay(pods: budget.status.expectedPods))
            }
        }
        if budgets.isSynced, change.old == nil, !change.isDeletion { warnOfOverlap(change.pod) }
    }

    /// Upstream's word on pods that several budgets select: evicting such a pod is refused.
    private func warnOfOverlap(_ pod: PodSummary) {
        let matching = budgets.list(namespace: pod.key.namespace).filter { $0.spec.labelSelector.matches(pod.record.labels) }
        guard matching.count > 1, let first = matching.first else { return }
        context.events.record(
            pod.reference, .warning, reason: "MultiplePodDisruptionBudgets",
            message: "Pod \"\(pod.key.namespace)\"/\"\(pod.key.name)\" matches multiple PodDisruptionBudgets.  "
                + "Chose \"\(first.name)\" arbitrarily.")
    }

    private func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let budget = budgets.get(key), !budget.isBeingDeleted else { return .done }
        let now = context.now()
        let mine = pods.selected(by: budget.spec.labelSelector, in: key.namespace)
        if mine.isEmpty { context.events.record(budget, .normal, reason: "NoPods", message: "No matching pods found") }
        do {
            let expectation = DisruptionPlan.needsScale(budget.spec) ? try await scales.expectation(of: mine) : nil
            let plan = try DisruptionPlan(budget, pods: mine, expectation: expectation, now: now)
            if !(expectation?.unmanaged.isEmpty ?? true) { tellUnmanaged(budget) }
            for pod in plan.notDeleted {
                context.events.record(
                    pod.reference, .warning, reason: "NotDeleted",
                    message: "Pod was expected by PDB \(key.namespace)/\(key.namespace) to be deleted but it wasn't")
            }
            try await write(plan.status, budget)
            return plan.recheckSeconds.map { .after(.seconds($0)) } ?? .done
        } catch let error as APIError where error.isConflict || error.isNotFound {
            throw error
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            let why = (error as? APIError)?.message ?? "\(error)"
            context.events.record(
                budget, .warning, reason: "CalculateExpectedPodCountFailed",
                message: "Failed to calculate the number of expected pods: \(why)")
            try await write(DisruptionPlan.failed(budget, why, now: now), budget)
            return .retry
        }
    }

    private func tellUnmanaged(_ budget: PodDisruptionBudget) {
        context.events.record(
            budget, .warning, reason: "UnmanagedPods",
            message: "Pods selected by this PodDisruptionBudget (selector: &LabelSelector\(budget.spec.selector.text)) were found to be "
                + "unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. "
                + "To account for these pods please set \".spec.minAvailable\" field of the PDB to an integer value.")
    }

    private func write(_ status: PodDisruptionBudgetStatus, _ budget: PodDisruptionBudget) async throws {
        guard status.json != budget.status.json else { return }
        var updated = budget
        updated.status = status
        do {
            try await context.client.updateStatus(updated)
        } catch let error as APIError where error.isNotFound {
            return
        }
    }
}
