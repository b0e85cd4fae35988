/// The admission plugins every server runs, in order. A plugin is added by a file of its own and a line here.
package enum StandardAdmission {
    package static func chain(
        caches: ObjectCaches, rbac: RBACAuthorizer, authorizer: any RequestAuthorizer, environment: ServerEnvironment = ServerEnvironment(),
        tolerations: DefaultTolerationSeconds = DefaultTolerationSeconds()
    ) -> AdmissionChain {
        AdmissionChain([
            NamespaceLifecycle(caches: caches),
            NodeRestriction(caches: caches),
            LimitRanger(caches: caches),
            ServiceAccountAdmission(caches: caches, environment: environment),
            PriorityAdmission(caches: caches),
            tolerations,
            DefaultStorageClass(caches: caches),
            StorageProtection(),
            CertificateAdmission(authorizer: authorizer),
            RBACEscalation(rbac: rbac, authorizer: authorizer),
            ResourceQuotaAdmission(caches: caches, now: environment.now),
        ])
    }
}
