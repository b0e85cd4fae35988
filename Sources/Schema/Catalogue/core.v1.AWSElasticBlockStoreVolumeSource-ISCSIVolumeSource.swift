extension CatalogueText {
    /// Types of core.v1 from AWSElasticBlockStoreVolumeSource to ISCSIVolumeSource.
    static let coreV1Part1: StaticString = """
        package core.v1
        type AWSElasticBlockStoreVolumeSource
          fsType string 2
          partition int32 3
          readOnly bool 4
          volumeID string 1 ! +
        type Affinity ~ Wishes about nodes and neighbours.
          nodeAffinity *NodeAffinity 1 ~ Which nodes.
          podAffinity *PodAffinity 2 ~ Near which pods.
          podAntiAffinity *PodAntiAffinity 3 ~ Away from which pods.
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
          secretNamespace *string 4 +
          shareName string 2 ! +
        type AzureFileVolumeSource
          readOnly bool 3
          secretName string 1 ! +
          shareName string 2 ! +
        type Binding kind=v1/Binding
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
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
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          conditions []ComponentCondition 2 patch=merge merge=type list=map keys=type
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
        type ComponentStatusList kind=v1/ComponentStatusList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ComponentStatus 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ConfigMap kind=v1/ConfigMap ~ Settings for programs, as text.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          binaryData {}bytes 3 ~ Other bytes by key, in base64.
          data {}string 2 ~ Text by key.
          immutable *bool 4 ~ True settles the data for good.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
        type ConfigMapEnvSource
          name string -
          optional *bool 2
        type ConfigMapKeySelector atomic
          key string 2 ! +
          name string -
          optional *bool 3
        type ConfigMapList kind=v1/ConfigMapList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ConfigMap 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
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
        type Container ~ One container of a pod.
          args []string 4 list=atomic ~ Arguments instead of those of the image.
          command []string 3 list=atomic ~ The program to run instead of the image's entry point.
          env []EnvVar 7 patch=merge merge=name list=map keys=name ~ Environment variables.
          envFrom []EnvFromSource 19 list=atomic ~ Sources whose every key becomes an environment variable.
          image string 2 ~ The image to run.
          imagePullPolicy string 14 go=v1.PullPolicy enum=Always|IfNotPresent|Never ~ When the image is pulled: Always, IfNotPresent or \
        Never.
          lifecycle *Lifecycle 12 ~ What to do after its start and before its end.
          livenessProbe *Probe 10 ~ When this check fails the container is restarted.
          name string 1 ! + ~ Name of the container, unique within the pod.
          ports []ContainerPort 6 patch=merge merge=containerPort list=map keys=containerPort,protocol ~ Ports the container listens on; \
        for information and for names.
          readinessProbe *Probe 11 ~ Only while this check succeeds does the container get traffic.
          resizePolicy []ContainerResizePolicy 23 list=atomic ~ What happens when its resources change.
          resources ResourceRequirements 8 ~ How much CPU, memory and the like it needs and may use.
          restartPolicy *string 24 go=v1.ContainerRestartPolicy ~ Always makes an init container run beside the others for the life of \
        the pod.
          restartPolicyRules []ContainerRestartRule 25 list=atomic
          securityContext *SecurityContext 15 ~ User, group and privileges of this container.
          startupProbe *Probe 22 ~ Until this check has succeeded once, the other checks wait.
          stdin bool 16 ~ Keep its standard input open.
          stdinOnce bool 17 ~ Close the input after the first client left.
          terminationMessagePath string 13 default="/dev/termination-log" ~ File from which its last words are read.
          terminationMessagePolicy string 20 go=v1.TerminationMessagePolicy enum=FallbackToLogsOnError|File default="File" ~ Where last \
        words come from: the file, or the log as well.
          tty bool 18 ~ Give it a terminal.
          volumeDevices []VolumeDevice 21 patch=merge merge=devicePath list=map keys=devicePath ~ Raw block devices it gets.
          volumeMounts []VolumeMount 9 patch=merge merge=mountPath list=map keys=mountPath ~ Which volumes appear where in its files.
          workingDir string 5 ~ Folder the program starts in.
        type ContainerExtendedResourceRequest
          containerName string 1 ! +
          requestName string 3 ! +
          resourceName string 2 ! +
        type ContainerImage
          names []string 1 + list=atomic
          sizeBytes int64 2
        type ContainerPort ~ A port of a container.
          containerPort int32 3 ! + ~ Port number in the pod.
          hostIP string 5 ~ Address on the node to bind to.
          hostPort int32 2 ~ Port number on the node, when it is to be reachable there.
          name string 1 ~ Name by which services can refer to the port.
          protocol string 4 go=v1.Protocol enum=SCTP|TCP|UDP default="TCP" ~ TCP, UDP or SCTP.
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
        type ContainerStatus ~ How one container is doing.
          allocatedResources {}quantity 10 go=v1.ResourceList
          allocatedResourcesStatus []ResourceStatus 14 patch=merge merge=name list=map keys=name
          containerID string 8 ~ Its id at the runtime.
          image string 6 ! + ~ The image it runs.
          imageID string 7 ! + ~ The exact image, by digest.
          lastState ContainerState 3 ~ How it ended the last time.
          name string 1 ! + ~ Name of the container.
          ready bool 4 ! + ~ Whether it passes its readiness check.
          resources *ResourceRequirements 11
          restartCount int32 5 ! + ~ How often it was started again.
          started *bool 9 ~ Whether it has passed its startup check.
          state ContainerState 2 ~ What it does now.
          stopSignal *string 15 go=v1.Signal enum=SIGABRT|SIGALRM|SIGBUS|SIGCHLD|SIGCLD|SIGCONT|SIGFPE|SIGHUP|SIGILL|SIGINT|SIGIO|SIGIOT \
        enum=SIGKILL|SIGPIPE|SIGPOLL|SIGPROF|SIGPWR|SIGQUIT|SIGRTMAX|SIGRTMAX-1|SIGRTMAX-10|SIGRTMAX-11 \
        enum=SIGRTMAX-12|SIGRTMAX-13|SIGRTMAX-14|SIGRTMAX-2|SIGRTMAX-3|SIGRTMAX-4|SIGRTMAX-5|SIGRTMAX-6 \
        enum=SIGRTMAX-7|SIGRTMAX-8|SIGRTMAX-9|SIGRTMIN|SIGRTMIN+1|SIGRTMIN+10|SIGRTMIN+11|SIGRTMIN+12 \
        enum=SIGRTMIN+13|SIGRTMIN+14|SIGRTMIN+15|SIGRTMIN+2|SIGRTMIN+3|SIGRTMIN+4|SIGRTMIN+5|SIGRTMIN+6 \
        enum=SIGRTMIN+7|SIGRTMIN+8|SIGRTMIN+9|SIGSEGV|SIGSTKFLT|SIGSTOP|SIGSYS|SIGTERM|SIGTRAP|SIGTSTP \
        enum=SIGTTIN|SIGTTOU|SIGURG|SIGUSR1|SIGUSR2|SIGVTALRM|SIGWINCH|SIGXCPU|SIGXFSZ
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
        type Endpoints kind=v1/Endpoints ~ Addresses behind a service, all in one object.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          subsets []EndpointSubset 2 list=atomic ~ Groups of addresses with the same ports.
        type EndpointsList kind=v1/EndpointsList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Endpoints 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type EnvFromSource ~ A ConfigMap or Secret all of whose keys become variables.
          configMapRef *ConfigMapEnvSource 2 ~ The ConfigMap.
          prefix string 1 ~ Put before each name.
          secretRef *SecretEnvSource 3 ~ The Secret.
        type EnvVar ~ One environment variable.
          name string 1 ! + ~ Name of the variable.
          value string 2 ~ Its value; $(OTHER) is replaced by an earlier variable.
          valueFrom *EnvVarSource 3 ~ Where the value comes from when it is not written here.
        type EnvVarSource ~ Where a variable's value comes from; exactly one source.
          configMapKeyRef *ConfigMapKeySelector 3 ~ A key of a ConfigMap.
          fieldRef *ObjectFieldSelector 1 ~ A field of the pod itself.
          fileKeyRef *FileKeySelector 5
          resourceFieldRef *ResourceFieldSelector 2 ~ An amount of a container's resources.
          secretKeyRef *SecretKeySelector 4 ~ A key of a Secret.
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
        type Event kind=v1/Event ~ Something that happened to an object.
          action string 12
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          count int32 8 ~ How often it happened.
          eventTime microTime 10
          firstTimestamp time 6 ~ When it happened first.
          involvedObject ObjectReference 2 ! + ~ What it happened to.
          kind string - ~ Name of the object's kind, such as Pod.
          lastTimestamp time 7 ~ When it happened last.
          message string 4 ~ The whole story.
          metadata meta.v1.ObjectMeta 1 ! + ~ Name, labels and everything else that all objects have in common.
          reason string 3 ~ One word for it.
          related *ObjectReference 13
          reportingComponent string 14 +
          reportingInstance string 15 +
          series *EventSeries 11
          source EventSource 5 ~ Who reported it.
          type string 9 ~ Normal or Warning.
        type EventList kind=v1/EventList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Event 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
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
          service *string 2 + default=""
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
        type HTTPGetAction ~ An HTTP request.
          host string 3 ~ Host to ask instead of the pod.
          httpHeaders []HTTPHeader 5 list=atomic ~ Headers to send.
          path string 1 default="/" ~ Path to ask for.
          port intOrString 2 ! + ~ Port by number or name.
          scheme string 4 go=v1.URIScheme enum=HTTP|HTTPS default="HTTP" ~ HTTP or HTTPS.
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
