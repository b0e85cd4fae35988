extension CatalogueText {
    /// Types of core.v1 from AWSElasticBlockStoreVolumeSource to ISCSIVolumeSource.
    static let coreV1Part1: StaticString = """
        package core.v1
        type AWSElasticBlockStoreVolumeSource
          fsType string 2
          partition int32 3
          readOnly bool 4
          volumeID string 1 ! +
        type Affinity
          nodeAffinity *NodeAffinity 1
          podAffinity *PodAffinity 2
          podAntiAffinity *PodAntiAffinity 3
        type AppArmorProfile union=type:localhostProfile>LocalhostProfile
          localhostProfile *string 2
          type string 1 ! + go=v1.AppArmorProfileType enum=Localhost|RuntimeDefault|Unconfined
        type AttachedVolume
          devicePath string 2 ! +
          name string 1 ! + go=v1.UniqueVolumeName
        type AzureDiskVolumeSource
          cachingMode *string 3 go=v1.AzureDataDiskCachingMode enum=None|ReadOnly|ReadWrite default="ReadWrite"
          diskName string 1 ! +
          diskURI string 2 ! +
          fsType *string 4 default="ext4"
          kind *string 6 go=v1.AzureDataDiskKind enum=Dedicated|Managed|Shared default="Shared"
          readOnly *bool 5 default=false
        type AzureFilePersistentVolumeSource
          readOnly bool 3
          secretName string 1 ! +
          secretNamespace *string 4
          shareName string 2 ! +
        type AzureFileVolumeSource
          readOnly bool 3
          secretName string 1 ! +
          shareName string 2 ! +
        type Binding kind=v1/Binding
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          target ObjectReference 2 ! +
        type CSIPersistentVolumeSource
          controllerExpandSecretRef *SecretReference 9
          controllerPublishSecretRef *SecretReference 6
          driver string 1 ! +
          fsType string 4
          nodeExpandSecretRef *SecretReference 10
          nodePublishSecretRef *SecretReference 8
          nodeStageSecretRef *SecretReference 7
          readOnly bool 3
          volumeAttributes {}string 5
          volumeHandle string 2 ! +
        type CSIVolumeSource
          driver string 1 ! +
          fsType *string 3
          nodePublishSecretRef *LocalObjectReference 5
          readOnly *bool 2
          volumeAttributes {}string 4
        type Capabilities
          add []string 1 list=atomic go=v1.Capability
          drop []string 2 list=atomic go=v1.Capability
        type CephFSPersistentVolumeSource
          monitors []string 1 ! + list=atomic
          path string 2
          readOnly bool 6
          secretFile string 4
          secretRef *SecretReference 5
          user string 3
        type CephFSVolumeSource
          monitors []string 1 ! + list=atomic
          path string 2
          readOnly bool 6
          secretFile string 4
          secretRef *LocalObjectReference 5
          user string 3
        type CinderPersistentVolumeSource
          fsType string 2
          readOnly bool 3
          secretRef *SecretReference 4
          volumeID string 1 ! +
        type CinderVolumeSource
          fsType string 2
          readOnly bool 3
          secretRef *LocalObjectReference 4
          volumeID string 1 ! +
        type ClientIPConfig
          timeoutSeconds *int32 1
        type ClusterTrustBundleProjection
          labelSelector *meta.v1.LabelSelector 3
          name *string 1
          optional *bool 5
          path string 4 ! +
          signerName *string 2
        type ComponentCondition
          error string 4
          message string 3
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.ComponentConditionType
        type ComponentStatus kind=v1/ComponentStatus
          apiVersion string -
          conditions []ComponentCondition 2 patch=merge merge=type list=map keys=type
          kind string -
          metadata meta.v1.ObjectMeta 1
        type ComponentStatusList kind=v1/ComponentStatusList
          apiVersion string -
          items []ComponentStatus 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type ConfigMap kind=v1/ConfigMap
          apiVersion string -
          binaryData {}bytes 3
          data {}string 2
          immutable *bool 4
          kind string -
          metadata meta.v1.ObjectMeta 1
        type ConfigMapEnvSource
          name string -
          optional *bool 2
        type ConfigMapKeySelector atomic
          key string 2 ! +
          name string -
          optional *bool 3
        type ConfigMapList kind=v1/ConfigMapList
          apiVersion string -
          items []ConfigMap 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type ConfigMapNodeConfigSource
          kubeletConfigKey string 5 ! +
          name string 2 ! +
          namespace string 1 ! +
          resourceVersion string 4
          uid string 3 go=types.UID
        type ConfigMapProjection
          items []KeyToPath 2 list=atomic
          name string -
          optional *bool 4
        type ConfigMapVolumeSource
          defaultMode *int32 3 default=420
          items []KeyToPath 2 list=atomic
          name string -
          optional *bool 4
        type Container
          args []string 4 list=atomic
          command []string 3 list=atomic
          env []EnvVar 7 patch=merge merge=name list=map keys=name
          envFrom []EnvFromSource 19 list=atomic
          image string 2
          imagePullPolicy string 14 go=v1.PullPolicy enum=Always|IfNotPresent|Never
          lifecycle *Lifecycle 12
          livenessProbe *Probe 10
          name string 1 ! +
          ports []ContainerPort 6 patch=merge merge=containerPort list=map keys=containerPort,protocol
          readinessProbe *Probe 11
          resizePolicy []ContainerResizePolicy 23 list=atomic
          resources ResourceRequirements 8
          restartPolicy *string 24 go=v1.ContainerRestartPolicy
          restartPolicyRules []ContainerRestartRule 25 list=atomic
          securityContext *SecurityContext 15
          startupProbe *Probe 22
          stdin bool 16
          stdinOnce bool 17
          terminationMessagePath string 13 default="/dev/termination-log"
          terminationMessagePolicy string 20 go=v1.TerminationMessagePolicy enum=FallbackToLogsOnError|File default="File"
          tty bool 18
          volumeDevices []VolumeDevice 21 patch=merge merge=devicePath list=map keys=devicePath
          volumeMounts []VolumeMount 9 patch=merge merge=mountPath list=map keys=mountPath
          workingDir string 5
        type ContainerExtendedResourceRequest
          containerName string 1 ! +
          requestName string 3 ! +
          resourceName string 2 ! +
        type ContainerImage
          names []string 1 + list=atomic
          sizeBytes int64 2
        type ContainerPort
          containerPort int32 3 ! +
          hostIP string 5
          hostPort int32 2
          name string 1
          protocol string 4 go=v1.Protocol enum=SCTP|TCP|UDP default="TCP"
        type ContainerResizePolicy
          resourceName string 1 ! + go=v1.ResourceName
          restartPolicy string 2 ! + go=v1.ResourceResizeRestartPolicy
        type ContainerRestartRule
          action string 1 ! go=v1.ContainerRestartRuleAction
          exitCodes *ContainerRestartRuleOnExitCodes 2
        type ContainerRestartRuleOnExitCodes
          operator string 1 ! go=v1.ContainerRestartRuleOnExitCodesOperator
          values []int32 2 list=set
        type ContainerState
          running *ContainerStateRunning 2
          terminated *ContainerStateTerminated 3
          waiting *ContainerStateWaiting 1
        type ContainerStateRunning
          startedAt time 1
        type ContainerStateTerminated
          containerID string 7
          exitCode int32 1 ! +
          finishedAt time 6
          message string 4
          reason string 3
          signal int32 2
          startedAt time 5
        type ContainerStateWaiting
          message string 2
          reason string 1
        type ContainerStatus
          allocatedResources {}quantity 10 go=v1.ResourceList
          allocatedResourcesStatus []ResourceStatus 14 patch=merge merge=name list=map keys=name
          containerID string 8
          image string 6 ! +
          imageID string 7 ! +
          lastState ContainerState 3
          name string 1 ! +
          ready bool 4 ! +
          resources *ResourceRequirements 11
          restartCount int32 5 ! +
          started *bool 9
          state ContainerState 2
          stopSignal *string 15 go=v1.Signal \
        enum=SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT|SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11|SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6|SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12|SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6|SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP|SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
          user *ContainerUser 13
          volumeMounts []VolumeMountStatus 12 patch=merge merge=mountPath list=map keys=mountPath
        type ContainerUser
          linux *LinuxContainerUser 1
        type DaemonEndpoint
          Port int32 1 ! +
        type DownwardAPIProjection
          items []DownwardAPIVolumeFile 1 list=atomic
        type DownwardAPIVolumeFile
          fieldRef *ObjectFieldSelector 2
          mode *int32 4
          path string 1 ! +
          resourceFieldRef *ResourceFieldSelector 3
        type DownwardAPIVolumeSource
          defaultMode *int32 2 default=420
          items []DownwardAPIVolumeFile 1 list=atomic
        type EmptyDirVolumeSource
          medium string 1 go=v1.StorageMedium
          sizeLimit *quantity 2
        type EndpointAddress atomic
          hostname string 3
          ip string 1 ! +
          nodeName *string 4
          targetRef *ObjectReference 2
        type EndpointPort atomic
          appProtocol *string 4
          name string 1
          port int32 2 ! +
          protocol string 3 go=v1.Protocol enum=SCTP|TCP|UDP default="TCP"
        type EndpointSubset
          addresses []EndpointAddress 1 list=atomic
          notReadyAddresses []EndpointAddress 2 list=atomic
          ports []EndpointPort 3 list=atomic
        type Endpoints kind=v1/Endpoints
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          subsets []EndpointSubset 2 list=atomic
        type EndpointsList kind=v1/EndpointsList
          apiVersion string -
          items []Endpoints 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type EnvFromSource
          configMapRef *ConfigMapEnvSource 2
          prefix string 1
          secretRef *SecretEnvSource 3
        type EnvVar
          name string 1 ! +
          value string 2
          valueFrom *EnvVarSource 3
        type EnvVarSource
          configMapKeyRef *ConfigMapKeySelector 3
          fieldRef *ObjectFieldSelector 1
          fileKeyRef *FileKeySelector 5
          resourceFieldRef *ResourceFieldSelector 2
          secretKeyRef *SecretKeySelector 4
        type EphemeralContainer
          args []string - list=atomic
          command []string - list=atomic
          env []EnvVar - patch=merge merge=name list=map keys=name
          envFrom []EnvFromSource - list=atomic
          image string -
          imagePullPolicy string - go=v1.PullPolicy enum=Always|IfNotPresent|Never
          lifecycle *Lifecycle -
          livenessProbe *Probe -
          name string - ! +
          ports []ContainerPort - patch=merge merge=containerPort list=map keys=containerPort,protocol
          readinessProbe *Probe -
          resizePolicy []ContainerResizePolicy - list=atomic
          resources ResourceRequirements -
          restartPolicy *string - go=v1.ContainerRestartPolicy
          restartPolicyRules []ContainerRestartRule - list=atomic
          securityContext *SecurityContext -
          startupProbe *Probe -
          stdin bool -
          stdinOnce bool -
          targetContainerName string 2
          terminationMessagePath string - default="/dev/termination-log"
          terminationMessagePolicy string - go=v1.TerminationMessagePolicy enum=FallbackToLogsOnError|File default="File"
          tty bool -
          volumeDevices []VolumeDevice - patch=merge merge=devicePath list=map keys=devicePath
          volumeMounts []VolumeMount - patch=merge merge=mountPath list=map keys=mountPath
          workingDir string -
        type EphemeralVolumeSource
          volumeClaimTemplate *PersistentVolumeClaimTemplate 1
        type Event kind=v1/Event
          action string 12
          apiVersion string -
          count int32 8
          eventTime microTime 10
          firstTimestamp time 6
          involvedObject ObjectReference 2 ! +
          kind string -
          lastTimestamp time 7
          message string 4
          metadata meta.v1.ObjectMeta 1 ! +
          reason string 3
          related *ObjectReference 13
          reportingComponent string 14 +
          reportingInstance string 15 +
          series *EventSeries 11
          source EventSource 5
          type string 9
        type EventList kind=v1/EventList
          apiVersion string -
          items []Event 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type EventSeries
          count int32 1
          lastObservedTime microTime 2
        type EventSource
          component string 1
          host string 2
        type ExecAction
          command []string 1 list=atomic
        type FCVolumeSource
          fsType string 3
          lun *int32 2
          readOnly bool 4
          targetWWNs []string 1 list=atomic
          wwids []string 5 list=atomic
        type FileKeySelector atomic
          key string 3 ! +
          optional *bool 4
          path string 2 ! +
          volumeName string 1 ! +
        type FlexPersistentVolumeSource
          driver string 1 ! +
          fsType string 2
          options {}string 5
          readOnly bool 4
          secretRef *SecretReference 3
        type FlexVolumeSource
          driver string 1 ! +
          fsType string 2
          options {}string 5
          readOnly bool 4
          secretRef *LocalObjectReference 3
        type FlockerVolumeSource
          datasetName string 1
          datasetUUID string 2
        type GCEPersistentDiskVolumeSource
          fsType string 2
          partition int32 3
          pdName string 1 ! +
          readOnly bool 4
        type GRPCAction
          port int32 1 ! +
          service *string 2 default=""
        type GitRepoVolumeSource
          directory string 3
          repository string 1 ! +
          revision string 2
        type GlusterfsPersistentVolumeSource
          endpoints string 1 ! +
          endpointsNamespace *string 4
          path string 2 ! +
          readOnly bool 3
        type GlusterfsVolumeSource
          endpoints string 1 ! +
          path string 2 ! +
          readOnly bool 3
        type HTTPGetAction
          host string 3
          httpHeaders []HTTPHeader 5 list=atomic
          path string 1 default="/"
          port intOrString 2 ! +
          scheme string 4 go=v1.URIScheme enum=HTTP|HTTPS default="HTTP"
        type HTTPHeader
          name string 1 ! +
          value string 2 ! +
        type HostAlias
          hostnames []string 2 list=atomic
          ip string 1 ! +
        type HostIP
          ip string 1 ! +
        type HostPathVolumeSource
          path string 1 ! +
          type *string 2 go=v1.HostPathType enum=|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket default=""
        type ISCSIPersistentVolumeSource
          chapAuthDiscovery bool 8
          chapAuthSession bool 11
          fsType string 5
          initiatorName *string 12
          iqn string 2 ! +
          iscsiInterface string 4 default="default"
          lun int32 3 ! +
          portals []string 7 list=atomic
          readOnly bool 6
          secretRef *SecretReference 10
          targetPortal string 1 ! +
        type ISCSIVolumeSource
          chapAuthDiscovery bool 8
          chapAuthSession bool 11
          fsType string 5
          initiatorName *string 12
          iqn string 2 ! +
          iscsiInterface string 4 default="default"
          lun int32 3 ! +
          portals []string 7 list=atomic
          readOnly bool 6
          secretRef *LocalObjectReference 10
          targetPortal string 1 ! +
        """
}
