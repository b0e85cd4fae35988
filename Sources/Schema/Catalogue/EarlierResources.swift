extension CatalogueText {
    /// Versions that upstream's servers no longer have, in the form of `resources`. They show the same stored objects as today's.
    /// Those of `extensions` have neither short names nor categories: clients would warn that `deploy` is ambiguous, and list everything
    /// twice for `all`.
    static let earlierResources: StaticString = """
        admissionregistration.k8s.io/v1beta1 mutatingwebhookconfigurations MutatingWebhookConfiguration cluster \
        mutatingwebhookconfiguration verbs=all categories=api-extensions deprecated=16>22>admissionregistration.k8s.io/v1
        admissionregistration.k8s.io/v1beta1 validatingwebhookconfigurations ValidatingWebhookConfiguration cluster \
        validatingwebhookconfiguration verbs=all categories=api-extensions deprecated=16>22>admissionregistration.k8s.io/v1
        apiextensions.k8s.io/v1beta1 customresourcedefinitions CustomResourceDefinition cluster customresourcedefinition short=crd,crds \
        verbs=all categories=api-extensions deprecated=16>22>apiextensions.k8s.io/v1 /status(get,patch,update>CustomResourceDefinition)
        apps/v1beta1 controllerrevisions ControllerRevision ns controllerrevision verbs=all deprecated=8>16>apps/v1
        apps/v1beta1 deployments Deployment ns deployment short=deploy verbs=all categories=all deprecated=8>16>apps/v1 \
        /rollback(create>DeploymentRollback) /scale(get,patch,update>Scale) /status(get,patch,update>Deployment)
        apps/v1beta1 statefulsets StatefulSet ns statefulset short=sts verbs=all categories=all deprecated=8>16>apps/v1 \
        /scale(get,patch,update>Scale) /status(get,patch,update>StatefulSet)
        apps/v1beta2 controllerrevisions ControllerRevision ns controllerrevision verbs=all deprecated=9>16>apps/v1
        apps/v1beta2 daemonsets DaemonSet ns daemonset short=ds verbs=all categories=all deprecated=9>16>apps/v1 \
        /status(get,patch,update>DaemonSet)
        apps/v1beta2 deployments Deployment ns deployment short=deploy verbs=all categories=all deprecated=9>16>apps/v1 \
        /scale(get,patch,update>Scale) /status(get,patch,update>Deployment)
        apps/v1beta2 replicasets ReplicaSet ns replicaset short=rs verbs=all categories=all deprecated=9>16>apps/v1 \
        /scale(get,patch,update>Scale) /status(get,patch,update>ReplicaSet)
        apps/v1beta2 statefulsets StatefulSet ns statefulset short=sts verbs=all categories=all deprecated=9>16>apps/v1 \
        /scale(get,patch,update>Scale) /status(get,patch,update>StatefulSet)
        authentication.k8s.io/v1beta1 selfsubjectreviews SelfSubjectReview cluster selfsubjectreview verbs=create deprecated=30>33
        authentication.k8s.io/v1beta1 tokenreviews TokenReview cluster tokenreview verbs=create \
        deprecated=19>22>authentication.k8s.io/v1
        authorization.k8s.io/v1beta1 localsubjectaccessreviews LocalSubjectAccessReview ns localsubjectaccessreview verbs=create \
        deprecated=19>22>authorization.k8s.io/v1
        authorization.k8s.io/v1beta1 selfsubjectaccessreviews SelfSubjectAccessReview cluster selfsubjectaccessreview verbs=create \
        deprecated=19>22>authorization.k8s.io/v1
        authorization.k8s.io/v1beta1 selfsubjectrulesreviews SelfSubjectRulesReview cluster selfsubjectrulesreview verbs=create \
        deprecated=19>22>authorization.k8s.io/v1
        authorization.k8s.io/v1beta1 subjectaccessreviews SubjectAccessReview cluster subjectaccessreview verbs=create \
        deprecated=19>22>authorization.k8s.io/v1
        autoscaling/v2beta1 horizontalpodautoscalers HorizontalPodAutoscaler ns horizontalpodautoscaler short=hpa verbs=all \
        categories=all deprecated=22>25>autoscaling/v2 /status(get,patch,update>HorizontalPodAutoscaler)
        autoscaling/v2beta2 horizontalpodautoscalers HorizontalPodAutoscaler ns horizontalpodautoscaler short=hpa verbs=all \
        categories=all deprecated=23>26>autoscaling/v2 /status(get,patch,update>HorizontalPodAutoscaler)
        batch/v1beta1 cronjobs CronJob ns cronjob short=cj verbs=all categories=all deprecated=21>25>batch/v1 \
        /status(get,patch,update>CronJob)
        batch/v2alpha1 cronjobs CronJob ns cronjob short=cj verbs=all categories=all deprecated=8>21>batch/v1 \
        /status(get,patch,update>CronJob)
        certificates.k8s.io/v1beta1 certificatesigningrequests CertificateSigningRequest cluster certificatesigningrequest short=csr \
        verbs=all deprecated=19>22>certificates.k8s.io/v1 /approval(get,patch,update>CertificateSigningRequest) \
        /status(get,patch,update>CertificateSigningRequest)
        coordination.k8s.io/v1beta1 leases Lease ns lease verbs=all deprecated=19>22>coordination.k8s.io/v1
        discovery.k8s.io/v1beta1 endpointslices EndpointSlice ns endpointslice verbs=all deprecated=21>25>discovery.k8s.io/v1
        events.k8s.io/v1beta1 events Event ns event short=ev verbs=all deprecated=22>25>
        extensions/v1beta1 daemonsets DaemonSet ns daemonset verbs=all deprecated=8>16>apps/v1 \
        /status(get,patch,update>DaemonSet)
        extensions/v1beta1 deployments Deployment ns deployment verbs=all deprecated=8>16>apps/v1 \
        /rollback(create>DeploymentRollback) /scale(get,patch,update>Scale) /status(get,patch,update>Deployment)
        extensions/v1beta1 ingresses Ingress ns ingress verbs=all deprecated=14>22>networking.k8s.io/v1 \
        /status(get,patch,update>Ingress)
        extensions/v1beta1 networkpolicies NetworkPolicy ns networkpolicy verbs=all deprecated=9>16>networking.k8s.io/v1
        extensions/v1beta1 replicasets ReplicaSet ns replicaset verbs=all deprecated=8>16>apps/v1 \
        /scale(get,patch,update>Scale) /status(get,patch,update>ReplicaSet)
        networking.k8s.io/v1beta1 ingressclasses IngressClass cluster ingressclass verbs=all \
        deprecated=19>22>networking.k8s.io/v1>IngressClassList
        networking.k8s.io/v1beta1 ingresses Ingress ns ingress short=ing verbs=all deprecated=19>22>networking.k8s.io/v1 \
        /status(get,patch,update>Ingress)
        node.k8s.io/v1beta1 runtimeclasses RuntimeClass cluster runtimeclass verbs=all deprecated=22>25>
        policy/v1beta1 poddisruptionbudgets PodDisruptionBudget ns poddisruptionbudget short=pdb verbs=all deprecated=21>25>policy/v1 \
        /status(get,patch,update>PodDisruptionBudget)
        rbac.authorization.k8s.io/v1alpha1 clusterrolebindings ClusterRoleBinding cluster clusterrolebinding verbs=all \
        deprecated=17>22>rbac.authorization.k8s.io/v1
        rbac.authorization.k8s.io/v1alpha1 clusterroles ClusterRole cluster clusterrole verbs=all \
        deprecated=17>22>rbac.authorization.k8s.io/v1
        rbac.authorization.k8s.io/v1alpha1 rolebindings RoleBinding ns rolebinding verbs=all \
        deprecated=17>22>rbac.authorization.k8s.io/v1
        rbac.authorization.k8s.io/v1alpha1 roles Role ns role verbs=all deprecated=17>22>rbac.authorization.k8s.io/v1
        rbac.authorization.k8s.io/v1beta1 clusterrolebindings ClusterRoleBinding cluster clusterrolebinding verbs=all \
        deprecated=17>22>rbac.authorization.k8s.io/v1
        rbac.authorization.k8s.io/v1beta1 clusterroles ClusterRole cluster clusterrole verbs=all \
        deprecated=17>22>rbac.authorization.k8s.io/v1
        rbac.authorization.k8s.io/v1beta1 rolebindings RoleBinding ns rolebinding verbs=all \
        deprecated=17>22>rbac.authorization.k8s.io/v1
        rbac.authorization.k8s.io/v1beta1 roles Role ns role verbs=all deprecated=17>22>rbac.authorization.k8s.io/v1
        scheduling.k8s.io/v1beta1 priorityclasses PriorityClass cluster priorityclass short=pc verbs=all \
        deprecated=14>22>scheduling.k8s.io/v1
        storage.k8s.io/v1beta1 csidrivers CSIDriver cluster csidriver verbs=all deprecated=19>22>storage.k8s.io/v1
        storage.k8s.io/v1beta1 csinodes CSINode cluster csinode verbs=all deprecated=17>22>storage.k8s.io/v1
        storage.k8s.io/v1beta1 csistoragecapacities CSIStorageCapacity ns csistoragecapacity verbs=all \
        deprecated=24>27>storage.k8s.io/v1
        storage.k8s.io/v1beta1 storageclasses StorageClass cluster storageclass short=sc verbs=all deprecated=19>22>storage.k8s.io/v1
        storage.k8s.io/v1beta1 volumeattachments VolumeAttachment cluster volumeattachment verbs=all deprecated=19>22>storage.k8s.io/v1 \
        /status(get,patch,update>VolumeAttachment)
        """
}
