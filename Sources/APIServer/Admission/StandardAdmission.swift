/// The admission plugins every server runs, in order. A plugin is added by a file of its own and a line here.
package enum StandardAdmission {
    package static func chain(
        registry: ResourceRegistry, caches: ObjectCaches, rbac: RBACAuthorizer, authorizer: any RequestAuthorizer,
        environment: ServerEnvironment = ServerEnvironment(), tolerations: DefaultTolerationSeconds = DefaultTolerationSeconds()
    ) -> AdmissionChain {
        AdmissionChain([
            NamespaceLifecycle(caches: caches),
            NodeRestriction(caches: caches),
            LimitRanger(caches: caches),
            ServiceAccountAdmission(caches: caches),
            PodSecurity(caches: caches),
            PriorityAdmission(caches: caches),
            tolerations,
            DefaultStorageClass(caches: caches),
            DefaultIngressClass(caches: caches),
            StorageProtection(),
            PersistentVolumeClaimResize(caches: caches),
            RuntimeClassAdmission(caches: caches),
            CertificateAdmission(authorizer: authorizer),
            ClusterTrustBundleAttest(authorizer: authorizer),
            RBACEscalation(rbac: rbac, authorizer: authorizer),
            PodTopologyLabels(caches: caches),
            DeviceAdminAccess(caches: caches),
            DefinitionWarnings(),
            MutatingWebhooks(caches: caches, registry: registry, environment: environment),
            ValidatingWebhooks(caches: caches, registry: registry, environment: environment),
            ResourceQuotaAdmission(caches: caches, now: environment.now),
        ])
    }
}
