extension CatalogueText {
    /// Types of core.v1 from PodTemplate to WindowsSecurityContextOptions.
    static let coreV1Part3: StaticString = """
        package core.v1
        type PodTemplate kind=v1/PodTemplate
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          template PodTemplateSpec 2
        type PodTemplateList kind=v1/PodTemplateList
          apiVersion string -
          items []PodTemplate 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type PodTemplateSpec
          metadata meta.v1.ObjectMeta 1
          spec PodSpec 2
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
        type Probe
          exec *ExecAction -
          failureThreshold int32 6 default=3
          grpc *GRPCAction -
          httpGet *HTTPGetAction -
          initialDelaySeconds int32 2
          periodSeconds int32 4 default=10
          successThreshold int32 5 default=1
          tcpSocket *TCPSocketAction -
          terminationGracePeriodSeconds *int64 7
          timeoutSeconds int32 3 default=1
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
        type ReplicationController kind=v1/ReplicationController
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec ReplicationControllerSpec 2
          status ReplicationControllerStatus 3
        type ReplicationControllerCondition
          lastTransitionTime time 3
          message string 5
          reason string 4
          status string 2 ! + go=v1.ConditionStatus
          type string 1 ! + go=v1.ReplicationControllerConditionType
        type ReplicationControllerList kind=v1/ReplicationControllerList
          apiVersion string -
          items []ReplicationController 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type ReplicationControllerSpec
          minReadySeconds int32 4
          replicas *int32 1 default=1
          selector {}string 2 map=atomic
          template *PodTemplateSpec 3
        type ReplicationControllerStatus
          availableReplicas int32 5
          conditions []ReplicationControllerCondition 6 patch=merge merge=type list=map keys=type
          fullyLabeledReplicas int32 2
          observedGeneration int64 3
          readyReplicas int32 4
          replicas int32 1 ! +
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
        type ResourceQuota kind=v1/ResourceQuota
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec ResourceQuotaSpec 2
          status ResourceQuotaStatus 3
        type ResourceQuotaList kind=v1/ResourceQuotaList
          apiVersion string -
          items []ResourceQuota 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type ResourceQuotaSpec
          hard {}quantity 1 go=v1.ResourceList
          scopeSelector *ScopeSelector 3
          scopes []string 2 list=atomic go=v1.ResourceQuotaScope \
        enum=BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass
        type ResourceQuotaStatus
          hard {}quantity 1 go=v1.ResourceList
          used {}quantity 2 go=v1.ResourceList
        type ResourceRequirements
          claims []ResourceClaim 3 list=map keys=name
          limits {}quantity 1 go=v1.ResourceList
          requests {}quantity 2 go=v1.ResourceList
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
          secretRef *SecretReference 3 !
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
          secretRef *LocalObjectReference 3 !
          sslEnabled bool 4
          storageMode string 7 default="ThinProvisioned"
          storagePool string 6
          system string 2 ! +
          volumeName string 8
        type ScopeSelector atomic
          matchExpressions []ScopedResourceSelectorRequirement 1 list=atomic
        type ScopedResourceSelectorRequirement
          operator string 2 ! + go=v1.ScopeSelectorOperator enum=DoesNotExist|Exists|In|NotIn
          scopeName string 1 ! + go=v1.ResourceQuotaScope \
        enum=BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass
          values []string 3 list=atomic
        type SeccompProfile union=type:localhostProfile>LocalhostProfile
          localhostProfile *string 2
          type string 1 ! + go=v1.SeccompProfileType enum=Localhost|RuntimeDefault|Unconfined
        type Secret kind=v1/Secret
          apiVersion string -
          data {}bytes 2
          immutable *bool 5
          kind string -
          metadata meta.v1.ObjectMeta 1
          stringData {}string 4
          type string 3 go=v1.SecretType default="Opaque"
        type SecretEnvSource
          name string -
          optional *bool 2
        type SecretKeySelector atomic
          key string 2 ! +
          name string -
          optional *bool 3
        type SecretList kind=v1/SecretList
          apiVersion string -
          items []Secret 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
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
        type SecurityContext
          allowPrivilegeEscalation *bool 7
          appArmorProfile *AppArmorProfile 12
          capabilities *Capabilities 1
          privileged *bool 2
          procMount *string 9 go=v1.ProcMountType enum=Default|Unmasked
          readOnlyRootFilesystem *bool 6
          runAsGroup *int64 8
          runAsNonRoot *bool 5
          runAsUser *int64 4
          seLinuxOptions *SELinuxOptions 3
          seccompProfile *SeccompProfile 11
          windowsOptions *WindowsSecurityContextOptions 10
        type Service kind=v1/Service
          apiVersion string -
          kind string -
          metadata meta.v1.ObjectMeta 1
          spec ServiceSpec 2
          status ServiceStatus 3
        type ServiceAccount kind=v1/ServiceAccount
          apiVersion string -
          automountServiceAccountToken *bool 4
          imagePullSecrets []LocalObjectReference 3 list=atomic
          kind string -
          metadata meta.v1.ObjectMeta 1
          secrets []ObjectReference 2 patch=merge merge=name list=map keys=name
        type ServiceAccountList kind=v1/ServiceAccountList
          apiVersion string -
          items []ServiceAccount 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type ServiceAccountTokenProjection
          audience string 1
          expirationSeconds *int64 2 default=3600
          path string 3 ! +
        type ServiceList kind=v1/ServiceList
          apiVersion string -
          items []Service 2 ! +
          kind string -
          metadata meta.v1.ListMeta 1
        type ServicePort
          appProtocol *string 6
          name string 1
          nodePort int32 5
          port int32 3 ! +
          protocol string 2 go=v1.Protocol enum=SCTP|TCP|UDP default="TCP"
          targetPort intOrString 4
        type ServiceSpec
          allocateLoadBalancerNodePorts *bool 20
          clusterIP string 3
          clusterIPs []string 18 list=atomic
          externalIPs []string 5 list=atomic
          externalName string 10
          externalTrafficPolicy string 11 go=v1.ServiceExternalTrafficPolicy enum=Cluster|Local
          healthCheckNodePort int32 12
          internalTrafficPolicy *string 22 go=v1.ServiceInternalTrafficPolicy enum=Cluster|Local
          ipFamilies []string 19 list=atomic go=v1.IPFamily enum=|IPv4|IPv6
          ipFamilyPolicy *string 17 go=v1.IPFamilyPolicy enum=PreferDualStack|RequireDualStack|SingleStack
          loadBalancerClass *string 21
          loadBalancerIP string 8
          loadBalancerSourceRanges []string 9 list=atomic
          ports []ServicePort 1 patch=merge merge=port list=map keys=port,protocol
          publishNotReadyAddresses bool 13
          selector {}string 2 map=atomic
          sessionAffinity string 7 go=v1.ServiceAffinity enum=ClientIP|None default="None"
          sessionAffinityConfig *SessionAffinityConfig 14
          trafficDistribution *string 23
          type string 4 go=v1.ServiceType enum=ClusterIP|ExternalName|LoadBalancer|NodePort default="ClusterIP"
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
        type Taint
          effect string 3 ! + go=v1.TaintEffect enum=NoExecute|NoSchedule|PreferNoSchedule
          key string 1 ! +
          timeAdded *time 4
          value string 2
        type Toleration
          effect string 4 go=v1.TaintEffect enum=NoExecute|NoSchedule|PreferNoSchedule
          key string 1
          operator string 2 go=v1.TolerationOperator enum=Equal|Exists|Gt|Lt
          tolerationSeconds *int64 5
          value string 3
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
          apiGroup *string 1
          kind string 2 ! +
          name string 3 ! +
        type TypedObjectReference
          apiGroup *string 1
          kind string 2 ! +
          name string 3 ! +
          namespace *string 4
        type Volume
          awsElasticBlockStore *AWSElasticBlockStoreVolumeSource -
          azureDisk *AzureDiskVolumeSource -
          azureFile *AzureFileVolumeSource -
          cephfs *CephFSVolumeSource -
          cinder *CinderVolumeSource -
          configMap *ConfigMapVolumeSource -
          csi *CSIVolumeSource -
          downwardAPI *DownwardAPIVolumeSource -
          emptyDir *EmptyDirVolumeSource -
          ephemeral *EphemeralVolumeSource -
          fc *FCVolumeSource -
          flexVolume *FlexVolumeSource -
          flocker *FlockerVolumeSource -
          gcePersistentDisk *GCEPersistentDiskVolumeSource -
          gitRepo *GitRepoVolumeSource -
          glusterfs *GlusterfsVolumeSource -
          hostPath *HostPathVolumeSource -
          image *ImageVolumeSource -
          iscsi *ISCSIVolumeSource -
          name string 1 ! +
          nfs *NFSVolumeSource -
          persistentVolumeClaim *PersistentVolumeClaimVolumeSource -
          photonPersistentDisk *PhotonPersistentDiskVolumeSource -
          portworxVolume *PortworxVolumeSource -
          projected *ProjectedVolumeSource -
          quobyte *QuobyteVolumeSource -
          rbd *RBDVolumeSource -
          scaleIO *ScaleIOVolumeSource -
          secret *SecretVolumeSource -
          storageos *StorageOSVolumeSource -
          vsphereVolume *VsphereVirtualDiskVolumeSource -
        type VolumeDevice
          devicePath string 2 ! +
          name string 1 ! +
        type VolumeMount
          mountPath string 3 ! +
          mountPropagation *string 5 go=v1.MountPropagationMode enum=Bidirectional|HostToContainer|None
          name string 1 ! +
          readOnly bool 2
          recursiveReadOnly *string 7 go=v1.RecursiveReadOnlyMode
          subPath string 4
          subPathExpr string 6
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
