extension CatalogueText {
    /// Types of core.v1 from PodTemplate to WindowsSecurityContextOptions.
    static let coreV1Part3: StaticString = """
        package core.v1
        type PodTemplate kind=v1/PodTemplate ~ A stored mould for pods.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          template PodTemplateSpec 2 ~ The mould.
        type PodTemplateList kind=v1/PodTemplateList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []PodTemplate 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PodTemplateSpec ~ The mould from which pods are made.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec PodSpec 2 ~ What each pod runs.
        type PortStatus
          error *string 3
          port int32 1 ! +
          protocol string 2 ! + go=v1.Protocol enum=SCTP|TCP|UDP
        type PortworxVolumeSource
          fsType string 2
          readOnly bool 3
          volumeID string 1 ! +
        type PreferredSchedulingTerm
          preference NodeSelectorTerm 2 ! +
          weight int32 1 ! +
        type Probe ~ A check that is repeated on a container.
          exec *ExecAction - ~ Run a command; exit code 0 is success.
          failureThreshold int32 6 default=3 ~ Failures in a row that make it unwell.
          grpc *GRPCAction - ~ Ask the gRPC health service.
          httpGet *HTTPGetAction - ~ Ask a URL; 200 to 399 is success.
          initialDelaySeconds int32 2 ~ Seconds to wait after the start.
          periodSeconds int32 4 default=10 ~ Seconds between two checks.
          successThreshold int32 5 default=1 ~ Successes in a row that make it well.
          tcpSocket *TCPSocketAction - ~ Open a TCP connection.
          terminationGracePeriodSeconds *int64 7 ~ Seconds to end in when this check fails.
          timeoutSeconds int32 3 default=1 ~ Seconds an answer may take.
        type ProjectedVolumeSource
          defaultMode *int32 2 default=420
          sources []VolumeProjection 1 + list=atomic
        type QuobyteVolumeSource
          group string 5
          readOnly bool 3
          registry string 1 ! +
          tenant string 6
          user string 4
          volume string 2 ! +
        type RBDPersistentVolumeSource
          fsType string 3
          image string 2 ! +
          keyring string 6 default="/etc/ceph/keyring"
          monitors []string 1 ! + list=atomic
          pool string 4 default="rbd"
          readOnly bool 8
          secretRef *SecretReference 7
          user string 5 default="admin"
        type RBDVolumeSource
          fsType string 3
          image string 2 ! +
          keyring string 6 default="/etc/ceph/keyring"
          monitors []string 1 ! + list=atomic
          pool string 4 default="rbd"
          readOnly bool 8
          secretRef *LocalObjectReference 7
          user string 5 default="admin"
        type ReplicationController kind=v1/ReplicationController ~ Keeps a number of pods of one kind running.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ReplicationControllerSpec 2 ~ How many pods, and what they look like.
          status ReplicationControllerStatus 3 ~ How many there are.
        type ReplicationControllerCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.ReplicationControllerConditionType
        type ReplicationControllerList kind=v1/ReplicationControllerList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ReplicationController 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ReplicationControllerSpec ~ What a ReplicationController keeps.
          minReadySeconds int32 4 ~ Seconds a pod has to be ready to count as available.
          replicas *int32 1 default=1 ~ How many pods there shall be.
          selector {}string 2 map=atomic ~ Labels of the pods that count; those of the template when absent.
          template *PodTemplateSpec 3 ~ The mould for new pods.
        type ReplicationControllerStatus ~ What a ReplicationController has.
          availableReplicas int32 5 ~ Pods that have been ready long enough.
          conditions []ReplicationControllerCondition 6 patch=merge merge=type list=map keys=type ~ Facts about it, such as failures to \
        make pods.
          fullyLabeledReplicas int32 2 ~ Pods with all labels of the template.
          observedGeneration int64 3 ~ The generation this speaks of.
          readyReplicas int32 4 ~ Pods that are ready.
          replicas int32 1 ! + ~ Pods there are.
        type ResourceClaim
          name string 1 ! +
          request string 2
        type ResourceFieldSelector atomic
          containerName string 1
          divisor quantity 3
          resource string 2 ! +
        type ResourceHealth
          health string 2 go=v1.ResourceHealthStatus
          message *string 6
          resourceID string 1 ! + go=v1.ResourceID
        type ResourceQuota kind=v1/ResourceQuota ~ The most a namespace may use altogether.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ResourceQuotaSpec 2 ~ The bounds.
          status ResourceQuotaStatus 3 ~ What is used.
        type ResourceQuotaList kind=v1/ResourceQuotaList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ResourceQuota 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ResourceQuotaSpec
          hard {}quantity 1 go=v1.ResourceList
          scopeSelector *ScopeSelector 3
          scopes []string 2 kindchecks list=atomic go=v1.ResourceQuotaScope \
        enum=BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass enum=Terminating|VolumeAttributesClass
        type ResourceQuotaStatus
          hard {}quantity 1 go=v1.ResourceList
          used {}quantity 2 go=v1.ResourceList
        type ResourceRequirements ~ Amounts of resources.
          claims []ResourceClaim 3 list=map keys=name ~ Devices it uses, by the names of the pod's claims.
          limits {}quantity 1 go=v1.ResourceList ~ The most it may use.
          requests {}quantity 2 go=v1.ResourceList ~ What it is guaranteed; the scheduler counts with it.
        type ResourceStatus
          name string 1 ! + go=v1.ResourceName
          resources []ResourceHealth 2 list=map keys=resourceID
        type SELinuxOptions
          level string 4
          role string 2
          type string 3
          user string 1
        type ScaleIOPersistentVolumeSource
          fsType string 9 default="xfs"
          gateway string 1 ! +
          protectionDomain string 5
          readOnly bool 10
          secretRef *SecretReference 3 ! +
          sslEnabled bool 4
          storageMode string 7 default="ThinProvisioned"
          storagePool string 6
          system string 2 ! +
          volumeName string 8
        type ScaleIOVolumeSource
          fsType string 9 default="xfs"
          gateway string 1 ! +
          protectionDomain string 5
          readOnly bool 10
          secretRef *LocalObjectReference 3 ! +
          sslEnabled bool 4
          storageMode string 7 default="ThinProvisioned"
          storagePool string 6
          system string 2 ! +
          volumeName string 8
        type ScopeSelector atomic
          matchExpressions []ScopedResourceSelectorRequirement 1 list=atomic
        type ScopedResourceSelectorRequirement
          operator string 2 kindchecks ! + go=v1.ScopeSelectorOperator enum=DoesNotExist|Exists|In|NotIn
          scopeName string 1 kindchecks ! + go=v1.ResourceQuotaScope \
        enum=BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass enum=Terminating|VolumeAttributesClass
          values []string 3 list=atomic
        type SeccompProfile union=type:localhostProfile>LocalhostProfile
          localhostProfile *string 2
          type string 1 ! + go=v1.SeccompProfileType enum=Localhost|RuntimeDefault|Unconfined
        type Secret kind=v1/Secret ~ Small secrets such as passwords and keys.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          data {}bytes 2 ~ Bytes by key, in base64.
          immutable *bool 5 ~ True settles the data for good.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          stringData {}string 4 ~ Text by key, for writing only; it ends up in data.
          type string 3 go=v1.SecretType default="Opaque" ~ What the secret is for; some types need certain keys.
        type SecretEnvSource
          name string -
          optional *bool 2
        type SecretKeySelector atomic
          key string 2 ! +
          name string -
          optional *bool 3
        type SecretList kind=v1/SecretList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Secret 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type SecretProjection
          items []KeyToPath 2 list=atomic
          name string -
          optional *bool 4
        type SecretReference atomic
          name string 1
          namespace string 2
        type SecretVolumeSource
          defaultMode *int32 3 default=420
          items []KeyToPath 2 list=atomic
          optional *bool 4
          secretName string 1
        type SecurityContext ~ Security settings of one container; they win over those of the pod.
          allowPrivilegeEscalation *bool 7 ~ Whether a process may gain more rights than its parent.
          appArmorProfile *AppArmorProfile 12
          capabilities *Capabilities 1 ~ Linux capabilities to add or drop.
          privileged *bool 2 ~ Run with all rights of the node's root.
          procMount *string 9 go=v1.ProcMountType enum=Default|Unmasked
          readOnlyRootFilesystem *bool 6 ~ Forbid writing to the image's files.
          runAsGroup *int64 8 ~ Group id of the process.
          runAsNonRoot *bool 5 ~ Refuse to run as root.
          runAsUser *int64 4 ~ User id of the process.
          seLinuxOptions *SELinuxOptions 3
          seccompProfile *SeccompProfile 11
          windowsOptions *WindowsSecurityContextOptions 10
        type Service kind=v1/Service ~ One lasting address for a changing set of pods.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ServiceSpec 2 ~ Which pods, which ports, and who may reach them.
          status ServiceStatus 3 ~ Addresses given by the load balancer.
        type ServiceAccount kind=v1/ServiceAccount ~ Who a program is, towards the API server.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          automountServiceAccountToken *bool 4 ~ Whether pods get its token.
          imagePullSecrets []LocalObjectReference 3 list=atomic ~ Registry credentials that its pods use.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          secrets []ObjectReference 2 patch=merge merge=name list=map keys=name ~ Secrets its pods may mount.
        type ServiceAccountList kind=v1/ServiceAccountList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ServiceAccount 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ServiceAccountTokenProjection
          audience string 1
          expirationSeconds *int64 2 default=3600
          path string 3 ! +
        type ServiceList kind=v1/ServiceList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []Service 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ServicePort ~ One port of a service.
          appProtocol *string 6 ~ The protocol spoken on it.
          name string 1 ~ Name of the port; needed when there are several.
          nodePort int32 5 ~ Port on every node, for NodePort and LoadBalancer.
          port int32 3 ! + ~ Port number of the service.
          protocol string 2 go=v1.Protocol enum=SCTP|TCP|UDP default="TCP" ~ TCP, UDP or SCTP.
          targetPort intOrString 4 ~ Port of the pods, by number or name.
        type ServiceSpec ~ What a Service offers.
          allocateLoadBalancerNodePorts *bool 20 ~ Whether a load balancer also needs node ports.
          clusterIP string 3 ~ Its address within the cluster; None for a headless service.
          clusterIPs []string 18 list=atomic ~ Its addresses within the cluster, one of each family.
          externalIPs []string 5 list=atomic ~ Further addresses at which nodes take traffic for it.
          externalName string 10 ~ Domain name it stands for, where the type is ExternalName.
          externalTrafficPolicy string 11 go=v1.ServiceExternalTrafficPolicy enum=Cluster|Local ~ Local keeps outside traffic on the node \
        it came to, with the client's address.
          healthCheckNodePort int32 12 ~ Port at which nodes tell whether they have pods of it.
          internalTrafficPolicy *string 22 go=v1.ServiceInternalTrafficPolicy enum=Cluster|Local ~ Local keeps inside traffic on the node \
        it came from.
          ipFamilies []string 19 kindchecks list=atomic go=v1.IPFamily enum=|IPv4|IPv6 ~ IPv4 or IPv6.
          ipFamilyPolicy *string 17 go=v1.IPFamilyPolicy enum=PreferDualStack|RequireDualStack|SingleStack ~ One address family or two.
          loadBalancerClass *string 21 ~ Which load balancer serves it.
          loadBalancerIP string 8 ~ Address asked of the load balancer.
          loadBalancerSourceRanges []string 9 list=atomic ~ Client addresses the load balancer lets in.
          ports []ServicePort 1 patch=merge merge=port list=map keys=port,protocol ~ Ports of the service.
          publishNotReadyAddresses bool 13 ~ Send traffic also to pods that are not ready.
          selector {}string 2 map=atomic ~ Labels of the pods that get the traffic; without it, endpoints are set by hand.
          sessionAffinity string 7 go=v1.ServiceAffinity enum=ClientIP|None default="None" ~ ClientIP sends a client always to the same \
        pod.
          sessionAffinityConfig *SessionAffinityConfig 14 ~ How long that lasts.
          trafficDistribution *string 23
          type string 4 go=v1.ServiceType enum=ClusterIP|ExternalName|LoadBalancer|NodePort default="ClusterIP" ~ Who reaches it: \
        ClusterIP, NodePort, LoadBalancer or ExternalName.
        type ServiceStatus
          conditions []meta.v1.Condition 2 patch=merge merge=type list=map keys=type
          loadBalancer LoadBalancerStatus 1
        type SessionAffinityConfig
          clientIP *ClientIPConfig 1
        type SleepAction
          seconds int64 1 ! +
        type StorageOSPersistentVolumeSource
          fsType string 3
          readOnly bool 4
          secretRef *ObjectReference 5
          volumeName string 1
          volumeNamespace string 2
        type StorageOSVolumeSource
          fsType string 3
          readOnly bool 4
          secretRef *LocalObjectReference 5
          volumeName string 1
          volumeNamespace string 2
        type Sysctl
          name string 1 ! +
          value string 2 ! +
        type TCPSocketAction
          host string 2
          port intOrString 1 ! +
        type Taint ~ Keeps pods off a node that do not tolerate it.
          effect string 3 ! + go=v1.TaintEffect kindchecks enum=NoExecute|NoSchedule|PreferNoSchedule ~ NoSchedule, PreferNoSchedule or NoExecute.
          key string 1 ! + ~ Name of the taint.
          timeAdded *time 4 ~ When it was put on.
          value string 2 ~ Value of the taint.
        type Toleration ~ A taint the pod puts up with.
          effect string 4 go=v1.TaintEffect enum=NoExecute|NoSchedule|PreferNoSchedule ~ Effect of the taint; empty means all.
          key string 1 ~ Key of the taint; empty means any.
          operator string 2 go=v1.TolerationOperator enum=Equal|Exists ~ Equal or Exists.
          tolerationSeconds *int64 5 ~ For how long, where the effect is NoExecute.
          value string 3 ~ Value of the taint, for Equal.
        type TopologySelectorLabelRequirement
          key string 1 ! +
          values []string 2 ! + list=atomic
        type TopologySelectorTerm atomic
          matchLabelExpressions []TopologySelectorLabelRequirement 1 list=atomic
        type TopologySpreadConstraint
          labelSelector *meta.v1.LabelSelector 4
          matchLabelKeys []string 8 list=atomic
          maxSkew int32 1 ! +
          minDomains *int32 5
          nodeAffinityPolicy *string 6 go=v1.NodeInclusionPolicy enum=Honor|Ignore
          nodeTaintsPolicy *string 7 go=v1.NodeInclusionPolicy enum=Honor|Ignore
          topologyKey string 2 ! +
          whenUnsatisfiable string 3 ! + go=v1.UnsatisfiableConstraintAction enum=DoNotSchedule|ScheduleAnyway
        type TypedLocalObjectReference atomic
          apiGroup *string 1 +
          kind string 2 ! +
          name string 3 ! +
        type TypedObjectReference
          apiGroup *string 1 +
          kind string 2 ! +
          name string 3 ! +
          namespace *string 4
        type Volume ~ Storage of a pod; exactly one source.
          awsElasticBlockStore *AWSElasticBlockStoreVolumeSource -
          azureDisk *AzureDiskVolumeSource -
          azureFile *AzureFileVolumeSource -
          cephfs *CephFSVolumeSource -
          cinder *CinderVolumeSource -
          configMap *ConfigMapVolumeSource - ~ The keys of a ConfigMap as files.
          csi *CSIVolumeSource - ~ A volume made by a CSI driver for this pod alone.
          downwardAPI *DownwardAPIVolumeSource - ~ Facts about the pod as files.
          emptyDir *EmptyDirVolumeSource - ~ A folder that lives and dies with the pod.
          ephemeral *EphemeralVolumeSource - ~ A claim made for this pod and deleted with it.
          fc *FCVolumeSource -
          flexVolume *FlexVolumeSource -
          flocker *FlockerVolumeSource -
          gcePersistentDisk *GCEPersistentDiskVolumeSource -
          gitRepo *GitRepoVolumeSource -
          glusterfs *GlusterfsVolumeSource -
          hostPath *HostPathVolumeSource - ~ A file or folder of the node.
          image *ImageVolumeSource - ~ The files of an image.
          iscsi *ISCSIVolumeSource -
          name string 1 ! + ~ Name by which containers mount it.
          nfs *NFSVolumeSource - ~ An NFS share.
          persistentVolumeClaim *PersistentVolumeClaimVolumeSource - ~ Storage that outlives the pod.
          photonPersistentDisk *PhotonPersistentDiskVolumeSource -
          portworxVolume *PortworxVolumeSource -
          projected *ProjectedVolumeSource - ~ Several sources in one folder.
          quobyte *QuobyteVolumeSource -
          rbd *RBDVolumeSource -
          scaleIO *ScaleIOVolumeSource -
          secret *SecretVolumeSource - ~ The keys of a Secret as files.
          storageos *StorageOSVolumeSource -
          vsphereVolume *VsphereVirtualDiskVolumeSource -
        type VolumeDevice
          devicePath string 2 ! +
          name string 1 ! +
        type VolumeMount ~ Shows a volume in a container's files.
          mountPath string 3 ! + ~ Where it appears.
          mountPropagation *string 5 kindchecks go=v1.MountPropagationMode enum=Bidirectional|HostToContainer|None ~ Whether mounts made later pass \
        in or out.
          name string 1 ! + ~ The volume.
          readOnly bool 2 ~ Forbid writing.
          recursiveReadOnly *string 7 go=v1.RecursiveReadOnlyMode
          subPath string 4 ~ Only this part of the volume.
          subPathExpr string 6 ~ As subPath, with $(VARIABLES) replaced.
        type VolumeMountStatus
          mountPath string 2 ! +
          name string 1 ! +
          readOnly bool 3
          recursiveReadOnly *string 4 go=v1.RecursiveReadOnlyMode
          volumeStatus *VolumeStatus 5
        type VolumeNodeAffinity
          required *NodeSelector 1
        type VolumeProjection
          clusterTrustBundle *ClusterTrustBundleProjection 5
          configMap *ConfigMapProjection 3
          downwardAPI *DownwardAPIProjection 2
          podCertificate *PodCertificateProjection 6
          secret *SecretProjection 1
          serviceAccountToken *ServiceAccountTokenProjection 4
        type VolumeResourceRequirements
          limits {}quantity 1 go=v1.ResourceList
          requests {}quantity 2 go=v1.ResourceList
        type VolumeStatus
          image *ImageVolumeStatus 1
        type VsphereVirtualDiskVolumeSource
          fsType string 2
          storagePolicyID string 4
          storagePolicyName string 3
          volumePath string 1 ! +
        type WeightedPodAffinityTerm
          podAffinityTerm PodAffinityTerm 2 ! +
          weight int32 1 ! +
        type WindowsSecurityContextOptions
          gmsaCredentialSpec *string 2
          gmsaCredentialSpecName *string 1
          hostProcess *bool 4
          runAsUserName *string 3
        """
}
