extension CatalogueText {
    /// Every resource the API serves: group version, plural, kind, scope, singular; then short names, verbs, categories and subresources.
    static let resources: StaticString = """
        v1 bindings Binding ns binding verbs=create
        v1 componentstatuses ComponentStatus cluster componentstatus short=cs verbs=get,list deprecated=19
        v1 configmaps ConfigMap ns configmap short=cm verbs=all
        v1 endpoints Endpoints ns endpoints short=ep verbs=all deprecated=33>>discovery.k8s.io/v1>EndpointSlice
        v1 events Event ns event short=ev verbs=all
        v1 limitranges LimitRange ns limitrange short=limits verbs=all
        v1 namespaces Namespace cluster namespace short=ns verbs=create,delete,get,list,patch,update,watch /finalize(update>Namespace) \
        /status(get,patch,update>Namespace)
        v1 nodes Node cluster node short=no verbs=all /proxy(create,delete,get,patch,update>NodeProxyOptions) \
        /status(get,patch,update>Node)
        v1 persistentvolumeclaims PersistentVolumeClaim ns persistentvolumeclaim short=pvc verbs=all \
        /status(get,patch,update>PersistentVolumeClaim)
        v1 persistentvolumes PersistentVolume cluster persistentvolume short=pv verbs=all /status(get,patch,update>PersistentVolume)
        v1 pods Pod ns pod short=po verbs=all categories=all /attach(create,get>PodAttachOptions) /binding(create>Binding) \
        /ephemeralcontainers(get,patch,update>Pod) /eviction(create>policy/v1/Eviction) /exec(create,get>PodExecOptions) /log(get>Pod) \
        /portforward(create,get>PodPortForwardOptions) /proxy(create,delete,get,patch,update>PodProxyOptions) \
        /resize(get,patch,update>Pod) /status(get,patch,update>Pod)
        v1 podtemplates PodTemplate ns podtemplate verbs=all
        v1 replicationcontrollers ReplicationController ns replicationcontroller short=rc verbs=all categories=all \
        /scale(get,patch,update>autoscaling/v1/Scale) /status(get,patch,update>ReplicationController)
        v1 resourcequotas ResourceQuota ns resourcequota short=quota verbs=all /status(get,patch,update>ResourceQuota)
        v1 secrets Secret ns secret verbs=all
        v1 serviceaccounts ServiceAccount ns serviceaccount short=sa verbs=all /token(create>authentication.k8s.io/v1/TokenRequest)
        v1 services Service ns service short=svc verbs=all categories=all /proxy(create,delete,get,patch,update>ServiceProxyOptions) \
        /status(get,patch,update>Service)
        admissionregistration.k8s.io/v1 mutatingadmissionpolicies MutatingAdmissionPolicy cluster mutatingadmissionpolicy verbs=all \
        categories=api-extensions
        admissionregistration.k8s.io/v1 mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding cluster \
        mutatingadmissionpolicybinding verbs=all categories=api-extensions
        admissionregistration.k8s.io/v1 mutatingwebhookconfigurations MutatingWebhookConfiguration cluster mutatingwebhookconfiguration \
        verbs=all categories=api-extensions
        admissionregistration.k8s.io/v1 validatingadmissionpolicies ValidatingAdmissionPolicy cluster validatingadmissionpolicy verbs=all \
        categories=api-extensions /status(get,patch,update>ValidatingAdmissionPolicy)
        admissionregistration.k8s.io/v1 validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding cluster \
        validatingadmissionpolicybinding verbs=all categories=api-extensions
        admissionregistration.k8s.io/v1 validatingwebhookconfigurations ValidatingWebhookConfiguration cluster \
        validatingwebhookconfiguration verbs=all categories=api-extensions
        admissionregistration.k8s.io/v1alpha1 mutatingadmissionpolicies MutatingAdmissionPolicy cluster mutatingadmissionpolicy verbs=all deprecated=35>38 \
        categories=api-extensions
        admissionregistration.k8s.io/v1alpha1 mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding cluster \
        mutatingadmissionpolicybinding verbs=all deprecated=35>38 categories=api-extensions
        admissionregistration.k8s.io/v1beta1 mutatingadmissionpolicies MutatingAdmissionPolicy cluster mutatingadmissionpolicy verbs=all \
        categories=api-extensions
        admissionregistration.k8s.io/v1beta1 mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding cluster \
        mutatingadmissionpolicybinding verbs=all categories=api-extensions
        apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition cluster customresourcedefinition short=crd,crds \
        verbs=all categories=api-extensions /status(get,patch,update>CustomResourceDefinition)
        apiregistration.k8s.io/v1 apiservices APIService cluster apiservice verbs=all categories=api-extensions \
        /status(get,patch,update>APIService)
        apps/v1 controllerrevisions ControllerRevision ns controllerrevision verbs=all
        apps/v1 daemonsets DaemonSet ns daemonset short=ds verbs=all categories=all /status(get,patch,update>DaemonSet)
        apps/v1 deployments Deployment ns deployment short=deploy verbs=all categories=all /scale(get,patch,update>autoscaling/v1/Scale) \
        /status(get,patch,update>Deployment)
        apps/v1 replicasets ReplicaSet ns replicaset short=rs verbs=all categories=all /scale(get,patch,update>autoscaling/v1/Scale) \
        /status(get,patch,update>ReplicaSet)
        apps/v1 statefulsets StatefulSet ns statefulset short=sts verbs=all categories=all /scale(get,patch,update>autoscaling/v1/Scale) \
        /status(get,patch,update>StatefulSet)
        authentication.k8s.io/v1 selfsubjectreviews SelfSubjectReview cluster selfsubjectreview verbs=create
        authentication.k8s.io/v1 tokenreviews TokenReview cluster tokenreview verbs=create
        authorization.k8s.io/v1 localsubjectaccessreviews LocalSubjectAccessReview ns localsubjectaccessreview verbs=create
        authorization.k8s.io/v1 selfsubjectaccessreviews SelfSubjectAccessReview cluster selfsubjectaccessreview verbs=create
        authorization.k8s.io/v1 selfsubjectrulesreviews SelfSubjectRulesReview cluster selfsubjectrulesreview verbs=create
        authorization.k8s.io/v1 subjectaccessreviews SubjectAccessReview cluster subjectaccessreview verbs=create
        autoscaling/v1 horizontalpodautoscalers HorizontalPodAutoscaler ns horizontalpodautoscaler short=hpa verbs=all categories=all \
        /status(get,patch,update>HorizontalPodAutoscaler)
        autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler ns horizontalpodautoscaler short=hpa verbs=all categories=all \
        /status(get,patch,update>HorizontalPodAutoscaler)
        batch/v1 cronjobs CronJob ns cronjob short=cj verbs=all categories=all /status(get,patch,update>CronJob)
        batch/v1 jobs Job ns job verbs=all categories=all /status(get,patch,update>Job)
        certificates.k8s.io/v1 certificatesigningrequests CertificateSigningRequest cluster certificatesigningrequest short=csr verbs=all \
        /approval(get,patch,update>CertificateSigningRequest) /status(get,patch,update>CertificateSigningRequest)
        certificates.k8s.io/v1alpha1 clustertrustbundles ClusterTrustBundle cluster clustertrustbundle verbs=all deprecated=34>37
        certificates.k8s.io/v1beta1 clustertrustbundles ClusterTrustBundle cluster clustertrustbundle verbs=all
        certificates.k8s.io/v1beta1 podcertificaterequests PodCertificateRequest ns podcertificaterequest verbs=all \
        /status(get,patch,update>PodCertificateRequest)
        coordination.k8s.io/v1 leases Lease ns lease verbs=all
        coordination.k8s.io/v1alpha2 leasecandidates LeaseCandidate ns leasecandidate verbs=all deprecated=35>38
        coordination.k8s.io/v1beta1 leasecandidates LeaseCandidate ns leasecandidate verbs=all deprecated=36>39
        discovery.k8s.io/v1 endpointslices EndpointSlice ns endpointslice verbs=all
        events.k8s.io/v1 events Event ns event short=ev verbs=all
        flowcontrol.apiserver.k8s.io/v1 flowschemas FlowSchema cluster flowschema verbs=all /status(get,patch,update>FlowSchema)
        flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations PriorityLevelConfiguration cluster prioritylevelconfiguration \
        verbs=all /status(get,patch,update>PriorityLevelConfiguration)
        internal.apiserver.k8s.io/v1alpha1 storageversions StorageVersion cluster storageversion verbs=all \
        /status(get,patch,update>StorageVersion)
        networking.k8s.io/v1 ingressclasses IngressClass cluster ingressclass verbs=all
        networking.k8s.io/v1 ingresses Ingress ns ingress short=ing verbs=all /status(get,patch,update>Ingress)
        networking.k8s.io/v1 ipaddresses IPAddress cluster ipaddress short=ip verbs=all
        networking.k8s.io/v1 networkpolicies NetworkPolicy ns networkpolicy short=netpol verbs=all
        networking.k8s.io/v1 servicecidrs ServiceCIDR cluster servicecidr verbs=all /status(get,patch,update>ServiceCIDR)
        networking.k8s.io/v1beta1 ipaddresses IPAddress cluster ipaddress short=ip verbs=all deprecated=34>37
        networking.k8s.io/v1beta1 servicecidrs ServiceCIDR cluster servicecidr verbs=all deprecated=34>37 /status(get,patch,update>ServiceCIDR)
        node.k8s.io/v1 runtimeclasses RuntimeClass cluster runtimeclass verbs=all
        policy/v1 poddisruptionbudgets PodDisruptionBudget ns poddisruptionbudget short=pdb verbs=all \
        /status(get,patch,update>PodDisruptionBudget)
        rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding cluster clusterrolebinding verbs=all
        rbac.authorization.k8s.io/v1 clusterroles ClusterRole cluster clusterrole verbs=all
        rbac.authorization.k8s.io/v1 rolebindings RoleBinding ns rolebinding verbs=all
        rbac.authorization.k8s.io/v1 roles Role ns role verbs=all
        resource.k8s.io/v1 deviceclasses DeviceClass cluster deviceclass verbs=all
        resource.k8s.io/v1 resourceclaims ResourceClaim ns resourceclaim verbs=all /status(get,patch,update>ResourceClaim)
        resource.k8s.io/v1 resourceclaimtemplates ResourceClaimTemplate ns resourceclaimtemplate verbs=all
        resource.k8s.io/v1 resourceslices ResourceSlice cluster resourceslice verbs=all
        resource.k8s.io/v1alpha3 devicetaintrules DeviceTaintRule cluster devicetaintrule verbs=all deprecated=36>39 \
        /status(get,patch,update>DeviceTaintRule)
        resource.k8s.io/v1alpha3 resourcepoolstatusrequests ResourcePoolStatusRequest cluster resourcepoolstatusrequest verbs=all \
        /status(get,patch,update>ResourcePoolStatusRequest)
        resource.k8s.io/v1beta1 deviceclasses DeviceClass cluster deviceclass verbs=all deprecated=35>38
        resource.k8s.io/v1beta1 resourceclaims ResourceClaim ns resourceclaim verbs=all deprecated=35>38 /status(get,patch,update>ResourceClaim)
        resource.k8s.io/v1beta1 resourceclaimtemplates ResourceClaimTemplate ns resourceclaimtemplate verbs=all deprecated=35>38
        resource.k8s.io/v1beta1 resourceslices ResourceSlice cluster resourceslice verbs=all deprecated=35>38
        resource.k8s.io/v1beta2 deviceclasses DeviceClass cluster deviceclass verbs=all deprecated=36>39
        resource.k8s.io/v1beta2 devicetaintrules DeviceTaintRule cluster devicetaintrule verbs=all \
        /status(get,patch,update>DeviceTaintRule)
        resource.k8s.io/v1beta2 resourceclaims ResourceClaim ns resourceclaim verbs=all deprecated=36>39 /status(get,patch,update>ResourceClaim)
        resource.k8s.io/v1beta2 resourceclaimtemplates ResourceClaimTemplate ns resourceclaimtemplate verbs=all deprecated=36>39
        resource.k8s.io/v1beta2 resourceslices ResourceSlice cluster resourceslice verbs=all deprecated=36>39
        scheduling.k8s.io/v1 priorityclasses PriorityClass cluster priorityclass short=pc verbs=all
        scheduling.k8s.io/v1alpha2 podgroups PodGroup ns podgroup verbs=all /status(get,patch,update>PodGroup)
        scheduling.k8s.io/v1alpha2 workloads Workload ns workload verbs=all
        storage.k8s.io/v1 csidrivers CSIDriver cluster csidriver verbs=all
        storage.k8s.io/v1 csinodes CSINode cluster csinode verbs=all
        storage.k8s.io/v1 csistoragecapacities CSIStorageCapacity ns csistoragecapacity verbs=all
        storage.k8s.io/v1 storageclasses StorageClass cluster storageclass short=sc verbs=all
        storage.k8s.io/v1 volumeattachments VolumeAttachment cluster volumeattachment verbs=all /status(get,patch,update>VolumeAttachment)
        storage.k8s.io/v1 volumeattributesclasses VolumeAttributesClass cluster volumeattributesclass short=vac verbs=all
        storage.k8s.io/v1beta1 volumeattributesclasses VolumeAttributesClass cluster volumeattributesclass short=vac verbs=all deprecated=34>37>storage.k8s.io/v1
        storagemigration.k8s.io/v1beta1 storageversionmigrations StorageVersionMigration cluster storageversionmigration verbs=all \
        /status(get,patch,update>StorageVersionMigration)
        """
}
