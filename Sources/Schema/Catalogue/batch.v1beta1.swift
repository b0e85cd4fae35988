extension CatalogueText {
    /// Types of batch.v1beta1, told by how they differ from today's.
    static let batchV1beta1: StaticString = """
        package batch.v1beta1
        same batch.v1 CronJob*
        type CronJobSpec same
          jobTemplate JobTemplateSpec 5 ! +
        type JobTemplateSpec
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec batch.v1.JobSpec 2
        """
}
