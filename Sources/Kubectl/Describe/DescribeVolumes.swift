internal import Document
internal import Resources

/// One line of a volume's description.
private struct VolumeLine: Sendable {
    /// With its punctuation: not all of upstream's have a colon.
    var label: String
    var member: String
    /// What stands for an absent member: the zero value of its type in Go.
    var absent = ""
    var render: @Sendable (JSON) -> String = { $0.goText }

    static func text(_ label: String, _ member: String, _ absent: String = "") -> VolumeLine {
        VolumeLine(label: label + ":", member: member, absent: absent)
    }
    static func flag(_ label: String, _ member: String) -> VolumeLine { text(label, member, "false") }
    static func number(_ label: String, _ member: String) -> VolumeLine { text(label, member, "0") }
    static let readOnly = flag("ReadOnly", "readOnly")
    static let fsType = text("FSType", "fsType")
    /// A reference to a secret, as Go prints the structure.
    static let secretRef = VolumeLine(label: "SecretRef:", member: "secretRef", absent: "nil") { secret in
        secret["namespace"].isPresent
            ? "&SecretReference{Name:\(secret["name"].words),Namespace:\(secret["namespace"].words),}"
            : "&LocalObjectReference{Name:\(secret["name"].words),}"
    }
}

/// What kind of volume a member of a volume's source is, and which of its facts are shown.
private struct VolumeKind: Sendable {
    var member: String
    var type: String
    var lines: [VolumeLine]

    init(_ member: String, _ type: String, _ lines: [VolumeLine]) {
        self.member = member
        self.type = type
        self.lines = lines
    }

    /// In upstream's order, which decides when a source names several.
    static let all: [VolumeKind] = [
        VolumeKind("hostPath", "HostPath (bare host directory volume)", [.text("Path", "path"), .text("HostPathType", "type", "<none>")]),
        VolumeKind(
            "emptyDir", "EmptyDir (a temporary directory that shares a pod's lifetime)",
            [
                .text("Medium", "medium"),
                VolumeLine(label: "SizeLimit:", member: "sizeLimit", absent: "<unset>") {
                    $0.quantity > .zero ? $0.quantityText : "<unset>"
                },
            ]),
        VolumeKind(
            "gcePersistentDisk", "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
            [.text("PDName", "pdName"), .fsType, .number("Partition", "partition"), .readOnly]),
        VolumeKind(
            "awsElasticBlockStore", "AWSElasticBlockStore (a Persistent Disk resource in AWS)",
            [.text("VolumeID", "volumeID"), .fsType, .number("Partition", "partition"), .readOnly]),
        VolumeKind(
            "gitRepo", "GitRepo (a volume that is pulled from git when the pod is created)",
            [.text("Repository", "repository"), .text("Revision", "revision")]),
        VolumeKind(
            "secret", "Secret (a volume populated by a Secret)", [.text("SecretName", "secretName"), .flag("Optional", "optional")]),
        VolumeKind("configMap", "ConfigMap (a volume populated by a ConfigMap)", [.text("Name", "name"), .flag("Optional", "optional")]),
        VolumeKind(
            "nfs", "NFS (an NFS mount that lasts the lifetime of a pod)", [.text("Server", "server"), .text("Path", "path"), .readOnly]),
        VolumeKind(
            "iscsi", "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
            [
                .text("TargetPortal", "targetPortal"), .text("IQN", "iqn"), .number("Lun", "lun"),
                VolumeLine(label: "ISCSIInterface", member: "iscsiInterface"), .fsType, .readOnly, .text("Portals", "portals", "[]"),
                .flag("DiscoveryCHAPAuth", "chapAuthDiscovery"), .flag("SessionCHAPAuth", "chapAuthSession"), .secretRef,
                .text("InitiatorName", "initiatorName", "<none>"),
            ]),
        VolumeKind(
            "glusterfs", "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
            [.text("EndpointsName", "endpoints"), .text("Path", "path"), .readOnly]),
        VolumeKind(
            "persistentVolumeClaim", "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
            [.text("ClaimName", "claimName"), .readOnly]),
        VolumeKind(
            "ephemeral", "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)", []),
        VolumeKind(
            "rbd", "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
            [
                .text("CephMonitors", "monitors", "[]"), .text("RBDImage", "image"), .fsType, .text("RBDPool", "pool"),
                .text("RadosUser", "user"), .text("Keyring", "keyring"), .secretRef, .readOnly,
            ]),
        VolumeKind(
            "quobyte", "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
            [.text("Registry", "registry"), .text("Volume", "volume"), .readOnly]),
        VolumeKind("downwardAPI", "DownwardAPI (a volume populated by information about the pod)", []),
        VolumeKind(
            "azureDisk", "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)",
            [
                .text("DiskName", "diskName"), .text("DiskURI", "diskURI"), VolumeLine(label: "Kind: ", member: "kind"), .fsType,
                .text("CachingMode", "cachingMode"), .readOnly,
            ]),
        VolumeKind(
            "vsphereVolume", "vSphereVolume (a Persistent Disk resource in vSphere)",
            [.text("VolumePath", "volumePath"), .fsType, .text("StoragePolicyName", "storagePolicyName")]),
        VolumeKind(
            "cinder", "Cinder (a Persistent Disk resource in OpenStack)", [.text("VolumeID", "volumeID"), .fsType, .readOnly, .secretRef]),
        VolumeKind(
            "photonPersistentDisk", "PhotonPersistentDisk (a Persistent Disk resource in photon platform)",
            [.text("PdID", "pdID"), .fsType]),
        VolumeKind("portworxVolume", "PortworxVolume (a Portworx Volume resource)", [.text("VolumeID", "volumeID")]),
        VolumeKind(
            "scaleIO", "ScaleIO (a persistent volume backed by a block device in ScaleIO)",
            [
                .text("Gateway", "gateway"), .text("System", "system"), .text("Protection Domain", "protectionDomain"),
                .text("Storage Pool", "storagePool"), .text("Storage Mode", "storageMode"), .text("VolumeName", "volumeName"), .fsType,
                .readOnly,
            ]),
        VolumeKind("local", "LocalVolume (a persistent volume backed by local storage on a node)", [.text("Path", "path")]),
        VolumeKind(
            "cephfs", "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
            [
                .text("Monitors", "monitors", "[]"), .text("Path", "path"), .text("User", "user"), .text("SecretFile", "secretFile"),
                .secretRef, .readOnly,
            ]),
        VolumeKind(
            "storageos", "StorageOS (a StorageOS Persistent Disk resource)",
            [.text("VolumeName", "volumeName"), .text("VolumeNamespace", "volumeNamespace"), .fsType, .readOnly]),
        VolumeKind(
            "fc", "FC (a Fibre Channel disk)",
            [
                VolumeLine(label: "TargetWWNs:", member: "targetWWNs") { $0.strings.joined(separator: ", ") },
                .text("LUN", "lun", "<none>"),
                .fsType, .readOnly,
            ]),
        VolumeKind(
            "azureFile", "AzureFile (an Azure File Service mount on the host and bind mount to the pod)",
            [.text("SecretName", "secretName"), .text("ShareName", "shareName"), .readOnly]),
        VolumeKind(
            "flexVolume", "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)",
            [.text("Driver", "driver"), .fsType, .secretRef, .readOnly, .text("Options", "options", "map[]")]),
        VolumeKind(
            "flocker", "Flocker (a Flocker volume mounted by the Flocker agent)",
            [.text("DatasetName", "datasetName"), .text("DatasetUUID", "datasetUUID")]),
        VolumeKind("projected", "Projected (a volume that contains injected data from multiple sources)", []),
        VolumeKind(
            "csi", "CSI (a Container Storage Interface (CSI) volume source)", [.text("Driver", "driver"), .fsType, .readOnly]),
        VolumeKind(
            "image", "Image (a container image or OCI artifact)", [.text("Reference", "reference"), .text("PullPolicy", "pullPolicy")]),
    ]

    /// Where volumes of a cluster say more than those of a pod.
    static let ofCluster: [String: [VolumeLine]] = [
        "glusterfs": [
            .text("EndpointsName", "endpoints"), .text("EndpointsNamespace", "endpointsNamespace", "<unset>"), .text("Path", "path"),
            .readOnly,
        ],
        "scaleIO": [
            .text("Gateway", "gateway"), .text("System", "system"), .text("Protection Domain", "protectionDomain"),
            .text("Storage Pool", "storagePool"), .text("Storage Mode", "storageMode"), .text("VolumeName", "volumeName"),
            VolumeLine(label: "SecretName:", member: "secretRef") { $0["name"].words },
            VolumeLine(label: "SecretNamespace:", member: "secretRef") { $0["namespace"].words }, .fsType, .readOnly,
        ],
        "azureFile": [
            .text("SecretName", "secretName"), .text("SecretNamespace", "secretNamespace"), .text("ShareName", "shareName"), .readOnly,
        ],
        "csi": [.text("Driver", "driver"), .fsType, .text("VolumeHandle", "volumeHandle"), .readOnly],
    ]
}

extension DescribePage {
    mutating func volumes(_ volumes: [JSON], nested: Bool) {
        let prefix = nested ? "  " : ""
        if volumes.isEmpty { return line(prefix + "Volumes:\t<none>") }
        line(prefix + "Volumes:")
        for volume in volumes {
            line(1, (nested ? " " : "") + volume["name"].words + ":")
            volumeSource(volume, ofCluster: false)
        }
    }

    /// - Parameter ofCluster: whether it is a PersistentVolume's.
    mutating func volumeSource(_ source: JSON, ofCluster: Bool) {
        guard let kind = VolumeKind.all.first(where: { source[$0.member].isPresent }) else { return line(1, "<unknown>") }
        let facts = source[kind.member]
        field(2, "Type", kind.type)
        for line in (ofCluster ? VolumeKind.ofCluster[kind.member] : nil) ?? kind.lines {
            let value = facts[line.member]
            // These lines are at a fixed place whatever they are nested in.
            self.line(2, line.label + "\t" + (value.isNull ? line.absent : line.render(value)))
        }
        switch kind.member {
        case "projected": projections(facts["sources"].items)
        case "downwardAPI": downwardItems(facts["items"].items)
        case "csi": attributes(2, "VolumeAttributes", facts["volumeAttributes"])
        case "ephemeral" where facts["volumeClaimTemplate"].isPresent:
            indent += 2
            claimFacts(facts["volumeClaimTemplate"], isTemplate: true)
            indent -= 2
        default: break
        }
    }

    private mutating func projections(_ sources: [JSON]) {
        for source in sources {
            if source["secret"].isPresent {
                field(2, "SecretName", source["secret"]["name"].words)
                field(2, "Optional", "\(source["secret"]["optional"].bool ?? false)")
            } else if source["downwardAPI"].isPresent {
                field(2, "DownwardAPI", "true")
            } else if source["configMap"].isPresent {
                field(2, "ConfigMapName", source["configMap"]["name"].words)
                field(2, "Optional", "\(source["configMap"]["optional"].bool ?? false)")
            } else if source["serviceAccountToken"].isPresent {
                field(2, "TokenExpirationSeconds", String(source["serviceAccountToken"]["expirationSeconds"].count))
            }
        }
    }

    private mutating func downwardItems(_ items: [JSON]) {
        line(2, "Items:")
        for item in items {
            if item["fieldRef"].isPresent { line(3, "\(item["fieldRef"]["fieldPath"].words) -> \(item["path"].words)") }
            if item["resourceFieldRef"].isPresent { line(3, "\(item["resourceFieldRef"]["resource"].words) -> \(item["path"].words)") }
        }
    }
}
