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
        type Lifecycle
          postStart *LifecycleHandler 1
          preStop *LifecycleHandler 2
          stopSignal *string 3 go=v1.Signal \
        enum=SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
        type LifecycleHandler
          exec *ExecAction 1
          httpGet *HTTPGetAction 2
          sleep *SleepAction 4
          tcpSocket *TCPSocketAction 3
        type LimitRange kind=v1/LimitRange
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec LimitRangeSpec 2
        type LimitRangeItem
          default {}quantity 4 go=v1.ResourceList
          defaultRequest {}quantity 5 go=v1.ResourceList
          max {}quantity 2 go=v1.ResourceList
          maxLimitRequestRatio {}quantity 6 go=v1.ResourceList
          min {}quantity 3 go=v1.ResourceList
          type string 1 ! + go=v1.LimitType
        type LimitRangeList kind=v1/LimitRangeList
          apiVersion string -
          items []LimitRange 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
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
        type Namespace kind=v1/Namespace
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec NamespaceSpec 2
          status NamespaceStatus 3
        type NamespaceCondition
          lastTransitionTime time 4
          message string 6
          reason string 5
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.NamespaceConditionType
        type NamespaceList kind=v1/NamespaceList
          apiVersion string -
          items []Namespace 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type NamespaceSpec
          finalizers []string 1 list=atomic go=v1.FinalizerName
        type NamespaceStatus
          conditions []NamespaceCondition 2 patch=merge merge=type list=map keys=type
          phase string 1 go=v1.NamespacePhase enum=Active|Terminating default="Active"
        type Node kind=v1/Node
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec NodeSpec 2
          status NodeStatus 3
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
          apiVersion string -
          items []Node 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
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
          operator string 2 ! + go=v1.NodeSelectorOperator enum=DoesNotExist|Exists|Gt|In|Lt|NotIn
          values []string 3 list=atomic
        type NodeSelectorTerm atomic
          matchExpressions []NodeSelectorRequirement 1 list=atomic
          matchFields []NodeSelectorRequirement 2 list=atomic
        type NodeSpec
          configSource *NodeConfigSource 6
          externalID string 2
          podCIDR string 1
          podCIDRs []string 7 patch=merge list=set
          providerID string 3
          taints []Taint 5 list=atomic
          unschedulable bool 4
        type NodeStatus
          addresses []NodeAddress 5 patch=merge merge=type list=map keys=type
          allocatable {}quantity 2 go=v1.ResourceList
          capacity {}quantity 1 go=v1.ResourceList
          conditions []NodeCondition 4 patch=merge merge=type list=map keys=type
          config *NodeConfigStatus 11
          daemonEndpoints NodeDaemonEndpoints 6
          declaredFeatures []string 14 list=atomic
          features *NodeFeatures 13
          images []ContainerImage 8 list=atomic
          nodeInfo NodeSystemInfo 7
          phase string 3 go=v1.NodePhase enum=Pending|Running|Terminated
          runtimeHandlers []NodeRuntimeHandler 12 list=atomic
          volumesAttached []AttachedVolume 10 list=atomic
          volumesInUse []string 9 list=atomic go=v1.UniqueVolumeName
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
        type PersistentVolume kind=v1/PersistentVolume
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec PersistentVolumeSpec 2
          status PersistentVolumeStatus 3
        type PersistentVolumeClaim kind=v1/PersistentVolumeClaim
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec PersistentVolumeClaimSpec 2
          status PersistentVolumeClaimStatus 3
        type PersistentVolumeClaimCondition
          lastProbeTime time 3
          lastTransitionTime time 4
          message string 6
          reason string 5
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.PersistentVolumeClaimConditionType
        type PersistentVolumeClaimList kind=v1/PersistentVolumeClaimList
          apiVersion string -
          items []PersistentVolumeClaim 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type PersistentVolumeClaimSpec
          accessModes []string 1 list=atomic go=v1.PersistentVolumeAccessMode \
        enum=ReadOnlyMany|ReadWriteMany|ReadWriteOnce|ReadWriteOncePod
          dataSource *TypedLocalObjectReference 7
          dataSourceRef *TypedObjectReference 8
          resources VolumeResourceRequirements 2
          selector *meta.v1.LabelSelector 4
          storageClassName *string 5
          volumeAttributesClassName *string 9
          volumeMode *string 6 go=v1.PersistentVolumeMode enum=Block|Filesystem default="Filesystem"
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
          metadata meta.v1.ObjectMeta 1
          spec PersistentVolumeClaimSpec 2 ! +
        type PersistentVolumeClaimVolumeSource
          claimName string 1 ! +
          readOnly bool 2
        type PersistentVolumeList kind=v1/PersistentVolumeList
          apiVersion string -
          items []PersistentVolume 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type PersistentVolumeSpec
          accessModes []string 3 list=atomic go=v1.PersistentVolumeAccessMode \
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
        type Pod kind=v1/Pod
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec PodSpec 2
          status PodStatus 3
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
        type PodList kind=v1/PodList
          apiVersion string -
          items []Pod 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
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
        type PodSecurityContext
          appArmorProfile *AppArmorProfile 11
          fsGroup *int64 5
          fsGroupChangePolicy *string 9 go=v1.PodFSGroupChangePolicy enum=Always|OnRootMismatch
          runAsGroup *int64 6
          runAsNonRoot *bool 3
          runAsUser *int64 2
          seLinuxChangePolicy *string 13 go=v1.PodSELinuxChangePolicy
          seLinuxOptions *SELinuxOptions 1
          seccompProfile *SeccompProfile 10
          supplementalGroups []int64 4 list=atomic
          supplementalGroupsPolicy *string 12 go=v1.SupplementalGroupsPolicy enum=Merge|Strict
          sysctls []Sysctl 7 list=atomic
          windowsOptions *WindowsSecurityContextOptions 8
        type PodSpec
          activeDeadlineSeconds *int64 5
          affinity *Affinity 18
          automountServiceAccountToken *bool 21
          containers []Container 2 ! + patch=merge merge=name list=map keys=name
          dnsConfig *PodDNSConfig 26
          dnsPolicy string 6 go=v1.DNSPolicy enum=ClusterFirst|ClusterFirstWithHostNet|Default|None default="ClusterFirst"
          enableServiceLinks *bool 30
          ephemeralContainers []EphemeralContainer 34 patch=merge merge=name list=map keys=name
          hostAliases []HostAlias 23 patch=merge merge=ip list=map keys=ip
          hostIPC bool 13
          hostNetwork bool 11
          hostPID bool 12
          hostUsers *bool 37
          hostname string 16
          hostnameOverride *string 41
          imagePullSecrets []LocalObjectReference 15 patch=merge merge=name list=map keys=name
          initContainers []Container 20 patch=merge merge=name list=map keys=name
          nodeName string 10
          nodeSelector {}string 7 map=atomic
          os *PodOS 36
          overhead {}quantity 32 go=v1.ResourceList
          preemptionPolicy *string 31 go=v1.PreemptionPolicy enum=Never|PreemptLowerPriority
          priority *int32 25
          priorityClassName string 24
          readinessGates []PodReadinessGate 28 list=atomic
          resourceClaims []PodResourceClaim 39 patch=merge,retainKeys merge=name list=map keys=name
          resources *ResourceRequirements 40
          restartPolicy string 3 go=v1.RestartPolicy enum=Always|Never|OnFailure default="Always"
          runtimeClassName *string 29
          schedulerName string 19 default="default-scheduler"
          schedulingGates []PodSchedulingGate 38 patch=merge merge=name list=map keys=name
          schedulingGroup *PodSchedulingGroup 43
          securityContext *PodSecurityContext 14 default={}
          serviceAccount string 9
          serviceAccountName string 8
          setHostnameAsFQDN *bool 35
          shareProcessNamespace *bool 27
          subdomain string 17
          terminationGracePeriodSeconds *int64 4 default=30
          tolerations []Toleration 22 list=atomic
          topologySpreadConstraints []TopologySpreadConstraint 33 patch=merge merge=topologyKey list=map \
        keys=topologyKey,whenUnsatisfiable
          volumes []Volume 1 patch=merge,retainKeys merge=name list=map keys=name
        type PodStatus
          allocatedResources {}quantity 19 go=v1.ResourceList
          conditions []PodCondition 2 patch=merge merge=type list=map keys=type
          containerStatuses []ContainerStatus 8 list=atomic
          ephemeralContainerStatuses []ContainerStatus 13 list=atomic
          extendedResourceClaimStatus *PodExtendedResourceClaimStatus 18
          hostIP string 5
          hostIPs []HostIP 16 patch=merge merge=ip list=atomic
          initContainerStatuses []ContainerStatus 10 list=atomic
          message string 3
          nodeAllocatableResourceClaimStatuses []NodeAllocatableResourceClaimStatus 21 list=atomic
          nominatedNodeName string 11
          observedGeneration int64 17
          phase string 1 go=v1.PodPhase enum=Failed|Pending|Running|Succeeded|Unknown
          podIP string 6
          podIPs []PodIP 12 patch=merge merge=ip list=map keys=ip
          qosClass string 9 go=v1.PodQOSClass enum=BestEffort|Burstable|Guaranteed
          reason string 4
          resize string 14 go=v1.PodResizeStatus
          resourceClaimStatuses []PodResourceClaimStatus 15 patch=merge,retainKeys merge=name list=map keys=name
          resources *ResourceRequirements 20
          startTime *time 7
        """
}
