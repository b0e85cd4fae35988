extension CatalogueText {
    /// Types of core.v1 from ImageVolumeSource to PodStatus.
    static let coreV1Part2: StaticString = """
        package core.v1
        type ImageVolumeSource
          pullPolicy string 2 go=v1.PullPolicy enum=Always|IfNotPresent|Never
          reference string 1
        type ImageVolumeStatus
          imageRef string 1 !
        type KeyToPath
          key string 1 ! +
          mode *int32 3
          path string 2 ! +
        type Lifecycle ~ What to do around the life of a container.
          postStart *LifecycleHandler 1 ~ Right after its start; a failure ends the container.
          preStop *LifecycleHandler 2 ~ Before it is asked to end.
          stopSignal *string 3 go=v1.Signal enum=SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT \
        enum=SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11 \
        enum=SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6 \
        enum=SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12 \
        enum=SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6 \
        enum=SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP \
        enum=SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
        type LifecycleHandler
          exec *ExecAction 1
          httpGet *HTTPGetAction 2
          sleep *SleepAction 4
          tcpSocket *TCPSocketAction 3
        type LimitRange kind=v1/LimitRange ~ Bounds and defaults for resources in a namespace.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec LimitRangeSpec 2 ~ The bounds.
        type LimitRangeItem
          default {}quantity 4 go=v1.ResourceList
          defaultRequest {}quantity 5 go=v1.ResourceList
          max {}quantity 2 go=v1.ResourceList
          maxLimitRequestRatio {}quantity 6 go=v1.ResourceList
          min {}quantity 3 go=v1.ResourceList
          type string 1 ! + go=v1.LimitType
        type LimitRangeList kind=v1/LimitRangeList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []LimitRange 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type LimitRangeSpec
          limits []LimitRangeItem 1 ! + list=atomic
        type LinuxContainerUser
          gid int64 2 ! +
          supplementalGroups []int64 3 list=atomic
          uid int64 1 ! +
        type LoadBalancerIngress
          hostname string 2
          ip string 1
          ipMode *string 3 go=v1.LoadBalancerIPMode
          ports []PortStatus 4 list=atomic
        type LoadBalancerStatus
          ingress []LoadBalancerIngress 1 list=atomic
        type LocalObjectReference atomic
          name string 1
        type LocalVolumeSource
          fsType *string 2
          path string 1 ! +
        type ModifyVolumeStatus
          status string 2 ! + go=v1.PersistentVolumeClaimModifyVolumeStatus enum=InProgress|Infeasible|Pending
          targetVolumeAttributesClassName string 1
        type NFSVolumeSource
          path string 2 ! +
          readOnly bool 3
          server string 1 ! +
        type Namespace kind=v1/Namespace ~ A room for names: objects in different ones do not clash.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec NamespaceSpec 2 ~ What has to be done before it may go.
          status NamespaceStatus 3 ~ Active, or Terminating.
        type NamespaceCondition
          lastTransitionTime time 4
          message string 6
          reason string 5
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.NamespaceConditionType
        type NamespaceList kind=v1/NamespaceList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Namespace 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type NamespaceSpec ~ What has to be done before a namespace may go.
          finalizers []string 1 list=atomic go=v1.FinalizerName ~ Who still has to clean up.
        type NamespaceStatus
          conditions []NamespaceCondition 2 patch=merge merge=type list=map keys=type
          phase string 1 go=v1.NamespacePhase enum=Active|Terminating default="Active"
        type Node kind=v1/Node ~ A machine that runs pods.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec NodeSpec 2 ~ How it takes part in the cluster.
          status NodeStatus 3 ~ What it has and how it is.
        type NodeAddress
          address string 2 ! +
          type string 1 ! + go=v1.NodeAddressType
        type NodeAffinity
          preferredDuringSchedulingIgnoredDuringExecution []PreferredSchedulingTerm 2 list=atomic
          requiredDuringSchedulingIgnoredDuringExecution *NodeSelector 1
        type NodeAllocatableResourceClaimStatus
          containers []string 2 list=set
          resourceClaimName string 1 ! +
          resources {}quantity 3 ! +
        type NodeCondition
          lastHeartbeatTime time 3
          lastTransitionTime time 4
          message string 6
          reason string 5
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.NodeConditionType
        type NodeConfigSource
          configMap *ConfigMapNodeConfigSource 2
        type NodeConfigStatus
          active *NodeConfigSource 2
          assigned *NodeConfigSource 1
          error string 4
          lastKnownGood *NodeConfigSource 3
        type NodeDaemonEndpoints
          kubeletEndpoint DaemonEndpoint 1
        type NodeFeatures
          supplementalGroupsPolicy *bool 1
        type NodeList kind=v1/NodeList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Node 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type NodeRuntimeHandler
          features *NodeRuntimeHandlerFeatures 2
          name string 1 +
        type NodeRuntimeHandlerFeatures
          recursiveReadOnlyMounts *bool 1
          userNamespaces *bool 2
        type NodeSelector atomic
          nodeSelectorTerms []NodeSelectorTerm 1 ! + list=atomic
        type NodeSelectorRequirement
          key string 1 ! +
          operator string 2 ! + go=v1.NodeSelectorOperator
          values []string 3 list=atomic
        type NodeSelectorTerm atomic
          matchExpressions []NodeSelectorRequirement 1 list=atomic
          matchFields []NodeSelectorRequirement 2 list=atomic
        type NodeSpec ~ How a node takes part in the cluster.
          configSource *NodeConfigSource 6
          externalID string 2
          podCIDR string 1 ~ Addresses for its pods.
          podCIDRs []string 7 patch=merge list=set ~ Addresses for its pods, one range of each family.
          providerID string 3 ~ Its name at the cloud provider.
          taints []Taint 5 list=atomic ~ Marks that keep pods away that do not tolerate them.
          unschedulable bool 4 ~ True keeps new pods away.
        type NodeStatus ~ What a node has and how it is.
          addresses []NodeAddress 5 patch=merge merge=type list=map keys=type ~ Where it can be reached.
          allocatable {}quantity 2 go=v1.ResourceList ~ What pods may use.
          capacity {}quantity 1 go=v1.ResourceList ~ All it has.
          conditions []NodeCondition 4 patch=merge merge=type list=map keys=type ~ Facts such as Ready and MemoryPressure.
          config *NodeConfigStatus 11
          daemonEndpoints NodeDaemonEndpoints 6 ~ Port of its kubelet.
          declaredFeatures []string 14 list=atomic
          features *NodeFeatures 13
          images []ContainerImage 8 list=atomic ~ Images it holds.
          nodeInfo NodeSystemInfo 7 ~ Versions of its software.
          phase string 3 go=v1.NodePhase enum=Pending|Running|Terminated
          runtimeHandlers []NodeRuntimeHandler 12 list=atomic
          volumesAttached []AttachedVolume 10 list=atomic ~ Volumes attached to it.
          volumesInUse []string 9 list=atomic go=v1.UniqueVolumeName ~ Volumes mounted on it.
        type NodeSwapStatus
          capacity *int64 1
        type NodeSystemInfo
          architecture string 10 ! +
          bootID string 3 ! +
          containerRuntimeVersion string 6 ! +
          kernelVersion string 4 ! +
          kubeProxyVersion string 8 ! +
          kubeletVersion string 7 ! +
          machineID string 1 ! +
          operatingSystem string 9 ! +
          osImage string 5 ! +
          swap *NodeSwapStatus 11
          systemUUID string 2 ! +
        type ObjectFieldSelector atomic
          apiVersion string 1 default="v1"
          fieldPath string 2 ! +
        type ObjectReference atomic
          apiVersion string 5
          fieldPath string 7
          kind string 1
          name string 3
          namespace string 2
          resourceVersion string 6
          uid string 4 go=types.UID
        type PersistentVolume kind=v1/PersistentVolume ~ A piece of storage of the cluster.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec PersistentVolumeSpec 2 ~ Where and how large it is.
          status PersistentVolumeStatus 3 ~ Whether it is in use.
        type PersistentVolumeClaim kind=v1/PersistentVolumeClaim ~ A wish for storage.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec PersistentVolumeClaimSpec 2 ~ How much, and of what kind.
          status PersistentVolumeClaimStatus 3 ~ What was given.
        type PersistentVolumeClaimCondition
          lastProbeTime time 3
          lastTransitionTime time 4
          message string 6
          reason string 5
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.PersistentVolumeClaimConditionType
        type PersistentVolumeClaimList kind=v1/PersistentVolumeClaimList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []PersistentVolumeClaim 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PersistentVolumeClaimSpec
          accessModes []string 1 kindchecks list=atomic go=v1.PersistentVolumeAccessMode \
        enum=ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod
          dataSource *TypedLocalObjectReference 7
          dataSourceRef *TypedObjectReference 8
          resources VolumeResourceRequirements 2
          selector *meta.v1.LabelSelector 4
          storageClassName *string 5
          volumeAttributesClassName *string 9
          volumeMode *string 6 go=v1.PersistentVolumeMode kindchecks enum=Block|Filesystem default="Filesystem"
          volumeName string 3
        type PersistentVolumeClaimStatus
          accessModes []string 2 list=atomic go=v1.PersistentVolumeAccessMode \
        enum=ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod
          allocatedResourceStatuses {}string 7 map=granular
          allocatedResources {}quantity 5 go=v1.ResourceList
          capacity {}quantity 3 go=v1.ResourceList
          conditions []PersistentVolumeClaimCondition 4 patch=merge merge=type list=map keys=type
          currentVolumeAttributesClassName *string 8
          modifyVolumeStatus *ModifyVolumeStatus 9
          phase string 1 go=v1.PersistentVolumeClaimPhase enum=Bound|Lost|Pending default="Pending"
        type PersistentVolumeClaimTemplate
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec PersistentVolumeClaimSpec 2 ! +
        type PersistentVolumeClaimVolumeSource
          claimName string 1 ! +
          readOnly bool 2
        type PersistentVolumeList kind=v1/PersistentVolumeList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []PersistentVolume 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PersistentVolumeSpec
          accessModes []string 3 kindchecks list=atomic go=v1.PersistentVolumeAccessMode \
        enum=ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod
          awsElasticBlockStore *AWSElasticBlockStoreVolumeSource -
          azureDisk *AzureDiskVolumeSource -
          azureFile *AzureFilePersistentVolumeSource -
          capacity {}quantity 1 go=v1.ResourceList
          cephfs *CephFSPersistentVolumeSource -
          cinder *CinderPersistentVolumeSource -
          claimRef *ObjectReference 4 map=granular
          csi *CSIPersistentVolumeSource -
          fc *FCVolumeSource -
          flexVolume *FlexPersistentVolumeSource -
          flocker *FlockerVolumeSource -
          gcePersistentDisk *GCEPersistentDiskVolumeSource -
          glusterfs *GlusterfsPersistentVolumeSource -
          hostPath *HostPathVolumeSource -
          iscsi *ISCSIPersistentVolumeSource -
          local *LocalVolumeSource -
          mountOptions []string 7 list=atomic
          nfs *NFSVolumeSource -
          nodeAffinity *VolumeNodeAffinity 9
          persistentVolumeReclaimPolicy string 5 go=v1.PersistentVolumeReclaimPolicy enum=Delete|Recycle|Retain default="Retain"
          photonPersistentDisk *PhotonPersistentDiskVolumeSource -
          portworxVolume *PortworxVolumeSource -
          quobyte *QuobyteVolumeSource -
          rbd *RBDPersistentVolumeSource -
          scaleIO *ScaleIOPersistentVolumeSource -
          storageClassName string 6
          storageos *StorageOSPersistentVolumeSource -
          volumeAttributesClassName *string 10
          volumeMode *string 8 go=v1.PersistentVolumeMode enum=Block|Filesystem default="Filesystem"
          vsphereVolume *VsphereVirtualDiskVolumeSource -
        type PersistentVolumeStatus
          lastPhaseTransitionTime *time 4
          message string 2
          phase string 1 go=v1.PersistentVolumePhase enum=Available|Bound|Failed|Pending|Released default="Pending"
          reason string 3
        type PhotonPersistentDiskVolumeSource
          fsType string 2
          pdID string 1 ! +
        type Pod kind=v1/Pod ~ One or more containers that run together on one node and share its network address.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec PodSpec 2 ~ What is to run, and how.
          status PodStatus 3 ~ What the cluster has observed of the pod.
        type PodAffinity
          preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm 2 list=atomic
          requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm 1 list=atomic
        type PodAffinityTerm
          labelSelector *meta.v1.LabelSelector 1
          matchLabelKeys []string 5 list=atomic
          mismatchLabelKeys []string 6 list=atomic
          namespaceSelector *meta.v1.LabelSelector 4
          namespaces []string 2 list=atomic
          topologyKey string 3 ! +
        type PodAntiAffinity
          preferredDuringSchedulingIgnoredDuringExecution []WeightedPodAffinityTerm 2 list=atomic
          requiredDuringSchedulingIgnoredDuringExecution []PodAffinityTerm 1 list=atomic
        type PodCertificateProjection
          certificateChainPath string 6
          credentialBundlePath string 4
          keyPath string 5
          keyType string 2 !
          maxExpirationSeconds *int32 3
          signerName string 1 !
          userAnnotations {}string 7
        type PodCondition
          lastProbeTime time 3
          lastTransitionTime time 4
          message string 6
          observedGeneration int64 7
          reason string 5
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.PodConditionType
        type PodDNSConfig
          nameservers []string 1 list=atomic
          options []PodDNSConfigOption 3 list=atomic
          searches []string 2 list=atomic
        type PodDNSConfigOption
          name string 1
          value *string 2
        type PodExtendedResourceClaimStatus
          requestMappings []ContainerExtendedResourceRequest 1 ! + list=atomic
          resourceClaimName string 2 ! +
        type PodIP
          ip string 1 ! +
        type PodList kind=v1/PodList ~ Several pods.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Pod 2 ! + ~ The pods.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PodOS
          name string 1 ! + go=v1.OSName
        type PodReadinessGate
          conditionType string 1 ! + go=v1.PodConditionType
        type PodResourceClaim
          name string 1 ! +
          resourceClaimName *string 3
          resourceClaimTemplateName *string 4
        type PodResourceClaimStatus
          name string 1 ! +
          resourceClaimName *string 2
        type PodSchedulingGate
          name string 1 ! +
        type PodSchedulingGroup union=:podGroupName>PodGroupName
          podGroupName *string 1
        type PodSecurityContext ~ Security settings for all containers of a pod.
          appArmorProfile *AppArmorProfile 11
          fsGroup *int64 5 ~ Group that owns the volumes' files.
          fsGroupChangePolicy *string 9 go=v1.PodFSGroupChangePolicy enum=Always|OnRootMismatch
          runAsGroup *int64 6 ~ Group id of the processes.
          runAsNonRoot *bool 3 ~ Refuse to run as root.
          runAsUser *int64 2 ~ User id of the processes.
          seLinuxChangePolicy *string 13 go=v1.PodSELinuxChangePolicy
          seLinuxOptions *SELinuxOptions 1 ~ SELinux labels.
          seccompProfile *SeccompProfile 10 ~ System calls that are allowed.
          supplementalGroups []int64 4 list=atomic ~ Further groups of the processes.
          supplementalGroupsPolicy *string 12 go=v1.SupplementalGroupsPolicy enum=Merge|Strict
          sysctls []Sysctl 7 list=atomic ~ Kernel settings of the pod's namespaces.
          windowsOptions *WindowsSecurityContextOptions 8
        type PodSpec ~ What a pod runs and what it needs for that.
          activeDeadlineSeconds *int64 5 ~ Seconds the pod may be active before it is ended and counts as failed.
          affinity *Affinity 18 ~ Wishes about the nodes and neighbours the pod gets.
          automountServiceAccountToken *bool 21 ~ Whether the service account's token is mounted into the containers.
          containers []Container 2 ! + patch=merge merge=name list=map keys=name ~ The containers that run side by side; at least one.
          dnsConfig *PodDNSConfig 26 ~ Name servers, search domains and options beyond what the policy gives.
          dnsPolicy string 6 go=v1.DNSPolicy enum=ClusterFirst|ClusterFirstWithHostNet|Default|None default="ClusterFirst" ~ Where the \
        pod's DNS settings come from.
          enableServiceLinks *bool 30 ~ Whether the namespace's services appear as environment variables.
          ephemeralContainers []EphemeralContainer 34 patch=merge merge=name list=map keys=name ~ Containers added to the running pod to \
        look into it.
          hostAliases []HostAlias 23 patch=merge merge=ip list=map keys=ip ~ Extra lines for /etc/hosts.
          hostIPC bool 13 ~ Use the node's IPC namespace.
          hostNetwork bool 11 ~ Use the node's network namespace.
          hostPID bool 12 ~ Use the node's process namespace.
          hostUsers *bool 37 ~ False gives the pod a user namespace of its own.
          hostname string 16 ~ Host name of the pod, where it is not its name.
          hostnameOverride *string 41 ~ Host name exactly as the containers see it.
          imagePullSecrets []LocalObjectReference 15 patch=merge merge=name list=map keys=name ~ Secrets with credentials for the \
        registries of the images.
          initContainers []Container 20 patch=merge merge=name list=map keys=name ~ Containers that run one after another, to their end, \
        before the others start.
          nodeName string 10 ~ The node the pod runs on; set by the scheduler.
          nodeSelector {}string 7 map=atomic ~ Labels a node must have to be chosen.
          os *PodOS 36 ~ The operating system the containers are made for.
          overhead {}quantity 32 go=v1.ResourceList ~ Resources the runtime itself needs for the pod.
          preemptionPolicy *string 31 kindchecks go=v1.PreemptionPolicy enum=Never|PreemptLowerPriority ~ Whether pods of lower priority may be \
        moved aside for this one.
          priority *int32 25 ~ The number behind the priority class; greater goes first.
          priorityClassName string 24 ~ Names the priority class.
          readinessGates []PodReadinessGate 28 list=atomic ~ Conditions, beyond the containers', that make the pod ready.
          resourceClaims []PodResourceClaim 39 patch=merge,retainKeys merge=name list=map keys=name ~ Devices the pod has to get before \
        it runs.
          resources *ResourceRequirements 40 ~ Resources for all containers together.
          restartPolicy string 3 go=v1.RestartPolicy enum=Always|Never|OnFailure default="Always" ~ Whether containers that end are \
        started again: Always, OnFailure or Never.
          runtimeClassName *string 29 ~ Names the runtime class that runs the pod.
          schedulerName string 19 default="default-scheduler" ~ The scheduler that places the pod.
          schedulingGates []PodSchedulingGate 38 patch=merge merge=name list=map keys=name ~ While there are any, the scheduler leaves \
        the pod alone.
          schedulingGroup *PodSchedulingGroup 43
          securityContext *PodSecurityContext 14 default={} ~ Users, groups and privileges for all containers.
          serviceAccount string 9 ~ Old name of serviceAccountName.
          serviceAccountName string 8 ~ The service account the containers act as.
          setHostnameAsFQDN *bool 35 ~ Use the full domain name as host name.
          shareProcessNamespace *bool 27 ~ Let all containers see each other's processes.
          subdomain string 17 ~ Makes the pod reachable as hostname.subdomain.namespace.svc.domain.
          terminationGracePeriodSeconds *int64 4 default=30 ~ Seconds between the friendly signal and the final one.
          tolerations []Toleration 22 list=atomic ~ Taints of nodes the pod puts up with.
          topologySpreadConstraints []TopologySpreadConstraint 33 patch=merge merge=topologyKey list=map \
        keys=topologyKey,whenUnsatisfiable ~ How evenly pods of this kind are spread over zones or nodes.
          volumes []Volume 1 patch=merge,retainKeys merge=name list=map keys=name ~ Storage the containers can mount.
        type PodStatus ~ What has been observed of a pod; it may lag behind.
          allocatedResources {}quantity 19 go=v1.ResourceList
          conditions []PodCondition 2 patch=merge merge=type list=map keys=type ~ Facts such as PodScheduled, Initialized and Ready.
          containerStatuses []ContainerStatus 8 list=atomic ~ How each container is doing.
          ephemeralContainerStatuses []ContainerStatus 13 list=atomic ~ How each ephemeral container is doing.
          extendedResourceClaimStatus *PodExtendedResourceClaimStatus 18
          hostIP string 5 ~ Address of the node.
          hostIPs []HostIP 16 patch=merge merge=ip list=atomic ~ Addresses of the node, one of each family.
          initContainerStatuses []ContainerStatus 10 list=atomic ~ How each init container is doing.
          message string 3 ~ Why the pod is in this state, for people.
          nodeAllocatableResourceClaimStatuses []NodeAllocatableResourceClaimStatus 21 list=atomic
          nominatedNodeName string 11 ~ The node where room is being made for the pod.
          observedGeneration int64 17
          phase string 1 go=v1.PodPhase enum=Failed|Pending|Running|Succeeded|Unknown ~ Pending, Running, Succeeded, Failed or Unknown.
          podIP string 6 ~ The pod's address.
          podIPs []PodIP 12 patch=merge merge=ip list=map keys=ip ~ The pod's addresses, one of each family.
          qosClass string 9 go=v1.PodQOSClass enum=BestEffort|Burstable|Guaranteed ~ How surely the pod keeps its memory: Guaranteed, \
        Burstable or BestEffort.
          reason string 4 ~ Why the pod is in this state, in one word.
          resize string 14 go=v1.PodResizeStatus
          resourceClaimStatuses []PodResourceClaimStatus 15 patch=merge,retainKeys merge=name list=map keys=name
          resources *ResourceRequirements 20
          startTime *time 7 ~ When the kubelet took the pod over.
        """
}
