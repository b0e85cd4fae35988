// One line a property: the file reads as the table it is.
// swift-format-ignore-file

package import Document

/// batch/v1 CronJob: makes a Job at each time of a schedule.
package struct CronJob: Resource {
    package static let type = ResourceType.cronJobs
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var spec: CronJobSpec { get { self["spec"] } set { self["spec"] = newValue } }
    package var status: CronJobStatus { get { self["status"] } set { self["status"] = newValue } }
}

/// The wish.
package struct CronJobSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var schedule: String { get { self["schedule"] } set { self["schedule"] = newValue } }
    package var timeZone: String? { get { self["timeZone"] } set { self["timeZone"] = newValue } }
    package var startingDeadlineSeconds: Int? { get { self["startingDeadlineSeconds"] } set { self["startingDeadlineSeconds"] = newValue } }
    package var concurrencyPolicy: String { get { self["concurrencyPolicy"] } set { self["concurrencyPolicy"] = newValue } }
    package var suspend: Bool? { get { self["suspend"] } set { self["suspend"] = newValue } }
    package var jobTemplate: JobTemplateSpec { get { self["jobTemplate"] } set { self["jobTemplate"] = newValue } }
    package var successfulJobsHistoryLimit: Int? {
        get { self["successfulJobsHistoryLimit"] } set { self["successfulJobsHistoryLimit"] = newValue }
    }
    package var failedJobsHistoryLimit: Int? { get { self["failedJobsHistoryLimit"] } set { self["failedJobsHistoryLimit"] = newValue } }
}

/// The Job that is made.
package struct JobTemplateSpec: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var metadata: ObjectMeta { get { self["metadata"] } set { self["metadata"] = newValue } }
    package var spec: JobSpec { get { self["spec"] } set { self["spec"] = newValue } }
}

/// What was found.
package struct CronJobStatus: DocumentView {
    package var json: JSON
    package init(_ json: JSON) { self.json = json }

    package var active: [ObjectReference] { get { self["active"] } set { self["active"] = newValue } }
    package var lastScheduleTime: Timestamp? { get { self["lastScheduleTime"] } set { self["lastScheduleTime"] = newValue } }
    package var lastSuccessfulTime: Timestamp? { get { self["lastSuccessfulTime"] } set { self["lastSuccessfulTime"] = newValue } }
}
