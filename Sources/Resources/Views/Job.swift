// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// batch/v1 Job: runs pods until enough have succeeded.
package struct Job: Resource {
    package static let type = ResourceType.jobs
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: JobSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: JobStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// The wish.
package struct JobSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var parallelism: Int? { get { self["parallelism"] } set { self["parallelism"] = newValue } }
    package var completions: Int? { get { self["completions"] } set { self["completions"] = newValue } }
    package var activeDeadlineSeconds: Int? { get { self["activeDeadlineSeconds"] } set { self["activeDeadlineSeconds"] = newValue } }
    package var backoffLimit: Int? { get { self["backoffLimit"] } set { self["backoffLimit"] = newValue } }
    package var selector: JSON { get { self["selector"] } set { self["selector"] = newValue } }
    package var manualSelector: Bool? { get { self["manualSelector"] } set { self["manualSelector"] = newValue } }
    package var template: PodTemplateSpec { get { self["template"] } set { self["template"] = newValue } }
    package var ttlSecondsAfterFinished: Int? { get { self["ttlSecondsAfterFinished"] } set { self["ttlSecondsAfterFinished"] = newValue } }
    package var completionMode: String? { get { self["completionMode"] } set { self["completionMode"] = newValue } }
    package var suspend: Bool? { get { self["suspend"] } set { self["suspend"] = newValue } }
    package var backoffLimitPerIndex: Int? { get { self["backoffLimitPerIndex"] } set { self["backoffLimitPerIndex"] = newValue } }
    package var maxFailedIndexes: Int? { get { self["maxFailedIndexes"] } set { self["maxFailedIndexes"] = newValue } }
    package var podFailurePolicy: JSON? { get { self["podFailurePolicy"] } set { self["podFailurePolicy"] = newValue } }
    package var podReplacementPolicy: String? { get { self["podReplacementPolicy"] } set { self["podReplacementPolicy"] = newValue } }
    package var successPolicy: JSON? { get { self["successPolicy"] } set { self["successPolicy"] = newValue } }
    package var managedBy: String? { get { self["managedBy"] } set { self["managedBy"] = newValue } }
}

/// What was found.
package struct JobStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var conditions: [Condition] { get { self["conditions"] } set { self["conditions"] = newValue } }
    package var startTime: Timestamp? { get { self["startTime"] } set { self["startTime"] = newValue } }
    package var completionTime: Timestamp? { get { self["completionTime"] } set { self["completionTime"] = newValue } }
    package var active: Int { get { self["active"] } set { self["active"] = newValue } }
    package var succeeded: Int { get { self["succeeded"] } set { self["succeeded"] = newValue } }
    package var failed: Int { get { self["failed"] } set { self["failed"] = newValue } }
    package var ready: Int? { get { self["ready"] } set { self["ready"] = newValue } }
    package var completedIndexes: String { get { self["completedIndexes"] } set { self["completedIndexes"] = newValue } }
    package var failedIndexes: String? { get { self["failedIndexes"] } set { self["failedIndexes"] = newValue } }
    package var uncountedTerminatedPods: UncountedTerminatedPods {
        get { self["uncountedTerminatedPods"] } set { self["uncountedTerminatedPods"] = newValue }
    }
    package var terminating: Int? { get { self["terminating"] } set { self["terminating"] = newValue } }
}

/// Pods that have ended, whose finalizer goes before they are counted: by uid.
package struct UncountedTerminatedPods: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var succeeded: [String] { get { self["succeeded"] } set { self["succeeded"] = newValue } }
    package var failed: [String] { get { self["failed"] } set { self["failed"] = newValue } }
}

extension Job {
    package enum ConditionType {
        package static let complete = "Complete"
        package static let failed = "Failed"
        package static let suspended = "Suspended"
        package static let failureTarget = "FailureTarget"
        package static let successCriteriaMet = "SuccessCriteriaMet"
    }

    /// The condition by which it has ended, for good or bad.
    package var finish: Condition? {
        status.conditions.first { ($0.type == ConditionType.complete || $0.type == ConditionType.failed) && $0.isTrue }
    }
    package var isFinished: Bool { finish != nil }
    package var isIndexed: Bool { spec.completionMode == "Indexed" }
    package var isSuspended: Bool { spec.suspend ?? false }
}
