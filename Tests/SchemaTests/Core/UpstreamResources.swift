/// What upstream's server of 1.36 serves with every feature on: facts of its discovery.
/// Line: group version|plural|kind|scope|singular|short names|verbs|categories|subresources.
enum UpstreamResources {
    static let lines: String = """
        v1|bindings|Binding|ns|binding||create||
        v1|componentstatuses|ComponentStatus|cluster|componentstatus|cs|get,list||
        v1|configmaps|ConfigMap|ns|configmap|cm|create,delete,deletecollection,get,list,patch,update,watch||
        v1|endpoints|Endpoints|ns|endpoints|ep|create,delete,deletecollection,get,list,patch,update,watch||
        v1|events|Event|ns|event|ev|create,delete,deletecollection,get,list,patch,update,watch||
        v1|limitranges|LimitRange|ns|limitrange|limits|create,delete,deletecollection,get,list,patch,update,watch||
        v1|namespaces|Namespace|cluster|namespace|ns|create,delete,get,list,patch,update,watch||finalize(update kind=Namespace) \
        status(get,patch,update kind=Namespace)
        v1|nodes|Node|cluster|node|no|create,delete,deletecollection,get,list,patch,update,watch||proxy(create,delete,get,patch,\
        update kind=NodeProxyOptions) status(get,patch,update kind=Node)
        v1|persistentvolumeclaims|PersistentVolumeClaim|ns|persistentvolumeclaim|pvc|create,delete,deletecollection,get,list,\
        patch,update,watch||status(get,patch,update kind=PersistentVolumeClaim)
        v1|persistentvolumes|PersistentVolume|cluster|persistentvolume|pv|create,delete,deletecollection,get,list,patch,update,\
        watch||status(get,patch,update kind=PersistentVolume)
        v1|pods|Pod|ns|pod|po|create,delete,deletecollection,get,list,patch,update,watch|all|attach(create,get \
        kind=PodAttachOptions) binding(create kind=Binding) ephemeralcontainers(get,patch,update kind=Pod) eviction(create \
        kind=policy/v1/Eviction) exec(create,get kind=PodExecOptions) log(get kind=Pod) portforward(create,get \
        kind=PodPortForwardOptions) proxy(create,delete,get,patch,update kind=PodProxyOptions) resize(get,patch,update kind=Pod) \
        status(get,patch,update kind=Pod)
        v1|podtemplates|PodTemplate|ns|podtemplate||create,delete,deletecollection,get,list,patch,update,watch||
        v1|replicationcontrollers|ReplicationController|ns|replicationcontroller|rc|create,delete,deletecollection,get,list,patch,\
        update,watch|all|scale(get,patch,update kind=autoscaling/v1/Scale) status(get,patch,update kind=ReplicationController)
        v1|resourcequotas|ResourceQuota|ns|resourcequota|quota|create,delete,deletecollection,get,list,patch,update,watch||\
        status(get,patch,update kind=ResourceQuota)
        v1|secrets|Secret|ns|secret||create,delete,deletecollection,get,list,patch,update,watch||
        v1|serviceaccounts|ServiceAccount|ns|serviceaccount|sa|create,delete,deletecollection,get,list,patch,update,watch||\
        token(create kind=authentication.k8s.io/v1/TokenRequest)
        v1|services|Service|ns|service|svc|create,delete,deletecollection,get,list,patch,update,watch|all|proxy(create,delete,get,\
        patch,update kind=ServiceProxyOptions) status(get,patch,update kind=Service)
        admissionregistration.k8s.io/v1|mutatingadmissionpolicies|MutatingAdmissionPolicy|cluster|mutatingadmissionpolicy||create,\
        delete,deletecollection,get,list,patch,update,watch|api-extensions|
        admissionregistration.k8s.io/v1|mutatingadmissionpolicybindings|MutatingAdmissionPolicyBinding|cluster|\
        mutatingadmissionpolicybinding||create,delete,deletecollection,get,list,patch,update,watch|api-extensions|
        admissionregistration.k8s.io/v1|mutatingwebhookconfigurations|MutatingWebhookConfiguration|cluster|\
        mutatingwebhookconfiguration||create,delete,deletecollection,get,list,patch,update,watch|api-extensions|
        admissionregistration.k8s.io/v1|validatingadmissionpolicies|ValidatingAdmissionPolicy|cluster|validatingadmissionpolicy||\
        create,delete,deletecollection,get,list,patch,update,watch|api-extensions|status(get,patch,update \
        kind=ValidatingAdmissionPolicy)
        admissionregistration.k8s.io/v1|validatingadmissionpolicybindings|ValidatingAdmissionPolicyBinding|cluster|\
        validatingadmissionpolicybinding||create,delete,deletecollection,get,list,patch,update,watch|api-extensions|
        admissionregistration.k8s.io/v1|validatingwebhookconfigurations|ValidatingWebhookConfiguration|cluster|\
        validatingwebhookconfiguration||create,delete,deletecollection,get,list,patch,update,watch|api-extensions|
        admissionregistration.k8s.io/v1alpha1|mutatingadmissionpolicies|MutatingAdmissionPolicy|cluster|mutatingadmissionpolicy||\
        create,delete,deletecollection,get,list,patch,update,watch|api-extensions|
        admissionregistration.k8s.io/v1alpha1|mutatingadmissionpolicybindings|MutatingAdmissionPolicyBinding|cluster|\
        mutatingadmissionpolicybinding||create,delete,deletecollection,get,list,patch,update,watch|api-extensions|
        admissionregistration.k8s.io/v1beta1|mutatingadmissionpolicies|MutatingAdmissionPolicy|cluster|mutatingadmissionpolicy||\
        create,delete,deletecollection,get,list,patch,update,watch|api-extensions|
        admissionregistration.k8s.io/v1beta1|mutatingadmissionpolicybindings|MutatingAdmissionPolicyBinding|cluster|\
        mutatingadmissionpolicybinding||create,delete,deletecollection,get,list,patch,update,watch|api-extensions|
        apiextensions.k8s.io/v1|customresourcedefinitions|CustomResourceDefinition|cluster|customresourcedefinition|crd,crds|\
        create,delete,deletecollection,get,list,patch,update,watch|api-extensions|status(get,patch,update \
        kind=CustomResourceDefinition)
        apiregistration.k8s.io/v1|apiservices|APIService|cluster|apiservice||create,delete,deletecollection,get,list,patch,update,\
        watch|api-extensions|status(get,patch,update kind=APIService)
        apps/v1|controllerrevisions|ControllerRevision|ns|controllerrevision||create,delete,deletecollection,get,list,patch,\
        update,watch||
        apps/v1|daemonsets|DaemonSet|ns|daemonset|ds|create,delete,deletecollection,get,list,patch,update,watch|all|status(get,\
        patch,update kind=DaemonSet)
        apps/v1|deployments|Deployment|ns|deployment|deploy|create,delete,deletecollection,get,list,patch,update,watch|all|\
        scale(get,patch,update kind=autoscaling/v1/Scale) status(get,patch,update kind=Deployment)
        apps/v1|replicasets|ReplicaSet|ns|replicaset|rs|create,delete,deletecollection,get,list,patch,update,watch|all|scale(get,\
        patch,update kind=autoscaling/v1/Scale) status(get,patch,update kind=ReplicaSet)
        apps/v1|statefulsets|StatefulSet|ns|statefulset|sts|create,delete,deletecollection,get,list,patch,update,watch|all|\
        scale(get,patch,update kind=autoscaling/v1/Scale) status(get,patch,update kind=StatefulSet)
        authentication.k8s.io/v1|selfsubjectreviews|SelfSubjectReview|cluster|selfsubjectreview||create||
        authentication.k8s.io/v1|tokenreviews|TokenReview|cluster|tokenreview||create||
        authorization.k8s.io/v1|localsubjectaccessreviews|LocalSubjectAccessReview|ns|localsubjectaccessreview||create||
        authorization.k8s.io/v1|selfsubjectaccessreviews|SelfSubjectAccessReview|cluster|selfsubjectaccessreview||create||
        authorization.k8s.io/v1|selfsubjectrulesreviews|SelfSubjectRulesReview|cluster|selfsubjectrulesreview||create||
        authorization.k8s.io/v1|subjectaccessreviews|SubjectAccessReview|cluster|subjectaccessreview||create||
        autoscaling/v1|horizontalpodautoscalers|HorizontalPodAutoscaler|ns|horizontalpodautoscaler|hpa|create,delete,\
        deletecollection,get,list,patch,update,watch|all|status(get,patch,update kind=HorizontalPodAutoscaler)
        autoscaling/v2|horizontalpodautoscalers|HorizontalPodAutoscaler|ns|horizontalpodautoscaler|hpa|create,delete,\
        deletecollection,get,list,patch,update,watch|all|status(get,patch,update kind=HorizontalPodAutoscaler)
        batch/v1|cronjobs|CronJob|ns|cronjob|cj|create,delete,deletecollection,get,list,patch,update,watch|all|status(get,patch,\
        update kind=CronJob)
        batch/v1|jobs|Job|ns|job||create,delete,deletecollection,get,list,patch,update,watch|all|status(get,patch,update kind=Job)
        certificates.k8s.io/v1|certificatesigningrequests|CertificateSigningRequest|cluster|certificatesigningrequest|csr|create,\
        delete,deletecollection,get,list,patch,update,watch||approval(get,patch,update kind=CertificateSigningRequest) status(get,\
        patch,update kind=CertificateSigningRequest)
        certificates.k8s.io/v1alpha1|clustertrustbundles|ClusterTrustBundle|cluster|clustertrustbundle||create,delete,\
        deletecollection,get,list,patch,update,watch||
        certificates.k8s.io/v1beta1|clustertrustbundles|ClusterTrustBundle|cluster|clustertrustbundle||create,delete,\
        deletecollection,get,list,patch,update,watch||
        certificates.k8s.io/v1beta1|podcertificaterequests|PodCertificateRequest|ns|podcertificaterequest||create,delete,\
        deletecollection,get,list,patch,update,watch||status(get,patch,update kind=PodCertificateRequest)
        coordination.k8s.io/v1|leases|Lease|ns|lease||create,delete,deletecollection,get,list,patch,update,watch||
        coordination.k8s.io/v1alpha2|leasecandidates|LeaseCandidate|ns|leasecandidate||create,delete,deletecollection,get,list,\
        patch,update,watch||
        coordination.k8s.io/v1beta1|leasecandidates|LeaseCandidate|ns|leasecandidate||create,delete,deletecollection,get,list,\
        patch,update,watch||
        discovery.k8s.io/v1|endpointslices|EndpointSlice|ns|endpointslice||create,delete,deletecollection,get,list,patch,update,\
        watch||
        events.k8s.io/v1|events|Event|ns|event|ev|create,delete,deletecollection,get,list,patch,update,watch||
        flowcontrol.apiserver.k8s.io/v1|flowschemas|FlowSchema|cluster|flowschema||create,delete,deletecollection,get,list,patch,\
        update,watch||status(get,patch,update kind=FlowSchema)
        flowcontrol.apiserver.k8s.io/v1|prioritylevelconfigurations|PriorityLevelConfiguration|cluster|prioritylevelconfiguration|\
        |create,delete,deletecollection,get,list,patch,update,watch||status(get,patch,update kind=PriorityLevelConfiguration)
        internal.apiserver.k8s.io/v1alpha1|storageversions|StorageVersion|cluster|storageversion||create,delete,deletecollection,\
        get,list,patch,update,watch||status(get,patch,update kind=StorageVersion)
        networking.k8s.io/v1|ingressclasses|IngressClass|cluster|ingressclass||create,delete,deletecollection,get,list,patch,\
        update,watch||
        networking.k8s.io/v1|ingresses|Ingress|ns|ingress|ing|create,delete,deletecollection,get,list,patch,update,watch||\
        status(get,patch,update kind=Ingress)
        networking.k8s.io/v1|ipaddresses|IPAddress|cluster|ipaddress|ip|create,delete,deletecollection,get,list,patch,update,watch||
        networking.k8s.io/v1|networkpolicies|NetworkPolicy|ns|networkpolicy|netpol|create,delete,deletecollection,get,list,patch,\
        update,watch||
        networking.k8s.io/v1|servicecidrs|ServiceCIDR|cluster|servicecidr||create,delete,deletecollection,get,list,patch,update,\
        watch||status(get,patch,update kind=ServiceCIDR)
        networking.k8s.io/v1beta1|ipaddresses|IPAddress|cluster|ipaddress|ip|create,delete,deletecollection,get,list,patch,update,\
        watch||
        networking.k8s.io/v1beta1|servicecidrs|ServiceCIDR|cluster|servicecidr||create,delete,deletecollection,get,list,patch,\
        update,watch||status(get,patch,update kind=ServiceCIDR)
        node.k8s.io/v1|runtimeclasses|RuntimeClass|cluster|runtimeclass||create,delete,deletecollection,get,list,patch,update,\
        watch||
        policy/v1|poddisruptionbudgets|PodDisruptionBudget|ns|poddisruptionbudget|pdb|create,delete,deletecollection,get,list,\
        patch,update,watch||status(get,patch,update kind=PodDisruptionBudget)
        rbac.authorization.k8s.io/v1|clusterrolebindings|ClusterRoleBinding|cluster|clusterrolebinding||create,delete,\
        deletecollection,get,list,patch,update,watch||
        rbac.authorization.k8s.io/v1|clusterroles|ClusterRole|cluster|clusterrole||create,delete,deletecollection,get,list,patch,\
        update,watch||
        rbac.authorization.k8s.io/v1|rolebindings|RoleBinding|ns|rolebinding||create,delete,deletecollection,get,list,patch,\
        update,watch||
        rbac.authorization.k8s.io/v1|roles|Role|ns|role||create,delete,deletecollection,get,list,patch,update,watch||
        resource.k8s.io/v1|deviceclasses|DeviceClass|cluster|deviceclass||create,delete,deletecollection,get,list,patch,update,\
        watch||
        resource.k8s.io/v1|resourceclaims|ResourceClaim|ns|resourceclaim||create,delete,deletecollection,get,list,patch,update,\
        watch||status(get,patch,update kind=ResourceClaim)
        resource.k8s.io/v1|resourceclaimtemplates|ResourceClaimTemplate|ns|resourceclaimtemplate||create,delete,deletecollection,\
        get,list,patch,update,watch||
        resource.k8s.io/v1|resourceslices|ResourceSlice|cluster|resourceslice||create,delete,deletecollection,get,list,patch,\
        update,watch||
        resource.k8s.io/v1alpha3|devicetaintrules|DeviceTaintRule|cluster|devicetaintrule||create,delete,deletecollection,get,\
        list,patch,update,watch||status(get,patch,update kind=DeviceTaintRule)
        resource.k8s.io/v1alpha3|resourcepoolstatusrequests|ResourcePoolStatusRequest|cluster|resourcepoolstatusrequest||create,\
        delete,deletecollection,get,list,patch,update,watch||status(get,patch,update kind=ResourcePoolStatusRequest)
        resource.k8s.io/v1beta1|deviceclasses|DeviceClass|cluster|deviceclass||create,delete,deletecollection,get,list,patch,\
        update,watch||
        resource.k8s.io/v1beta1|resourceclaims|ResourceClaim|ns|resourceclaim||create,delete,deletecollection,get,list,patch,\
        update,watch||status(get,patch,update kind=ResourceClaim)
        resource.k8s.io/v1beta1|resourceclaimtemplates|ResourceClaimTemplate|ns|resourceclaimtemplate||create,delete,\
        deletecollection,get,list,patch,update,watch||
        resource.k8s.io/v1beta1|resourceslices|ResourceSlice|cluster|resourceslice||create,delete,deletecollection,get,list,patch,\
        update,watch||
        resource.k8s.io/v1beta2|deviceclasses|DeviceClass|cluster|deviceclass||create,delete,deletecollection,get,list,patch,\
        update,watch||
        resource.k8s.io/v1beta2|devicetaintrules|DeviceTaintRule|cluster|devicetaintrule||create,delete,deletecollection,get,list,\
        patch,update,watch||status(get,patch,update kind=DeviceTaintRule)
        resource.k8s.io/v1beta2|resourceclaims|ResourceClaim|ns|resourceclaim||create,delete,deletecollection,get,list,patch,\
        update,watch||status(get,patch,update kind=ResourceClaim)
        resource.k8s.io/v1beta2|resourceclaimtemplates|ResourceClaimTemplate|ns|resourceclaimtemplate||create,delete,\
        deletecollection,get,list,patch,update,watch||
        resource.k8s.io/v1beta2|resourceslices|ResourceSlice|cluster|resourceslice||create,delete,deletecollection,get,list,patch,\
        update,watch||
        scheduling.k8s.io/v1|priorityclasses|PriorityClass|cluster|priorityclass|pc|create,delete,deletecollection,get,list,patch,\
        update,watch||
        scheduling.k8s.io/v1alpha2|podgroups|PodGroup|ns|podgroup||create,delete,deletecollection,get,list,patch,update,watch||\
        status(get,patch,update kind=PodGroup)
        scheduling.k8s.io/v1alpha2|workloads|Workload|ns|workload||create,delete,deletecollection,get,list,patch,update,watch||
        storage.k8s.io/v1|csidrivers|CSIDriver|cluster|csidriver||create,delete,deletecollection,get,list,patch,update,watch||
        storage.k8s.io/v1|csinodes|CSINode|cluster|csinode||create,delete,deletecollection,get,list,patch,update,watch||
        storage.k8s.io/v1|csistoragecapacities|CSIStorageCapacity|ns|csistoragecapacity||create,delete,deletecollection,get,list,\
        patch,update,watch||
        storage.k8s.io/v1|storageclasses|StorageClass|cluster|storageclass|sc|create,delete,deletecollection,get,list,patch,\
        update,watch||
        storage.k8s.io/v1|volumeattachments|VolumeAttachment|cluster|volumeattachment||create,delete,deletecollection,get,list,\
        patch,update,watch||status(get,patch,update kind=VolumeAttachment)
        storage.k8s.io/v1|volumeattributesclasses|VolumeAttributesClass|cluster|volumeattributesclass|vac|create,delete,\
        deletecollection,get,list,patch,update,watch||
        storage.k8s.io/v1beta1|volumeattributesclasses|VolumeAttributesClass|cluster|volumeattributesclass|vac|create,delete,\
        deletecollection,get,list,patch,update,watch||
        storagemigration.k8s.io/v1beta1|storageversionmigrations|StorageVersionMigration|cluster|storageversionmigration||create,\
        delete,deletecollection,get,list,patch,update,watch||status(get,patch,update kind=StorageVersionMigration)
        """
}
