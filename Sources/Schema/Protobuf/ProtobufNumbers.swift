/// Numbers that the fields of the schema text do not carry themselves.
///
/// Some fields stand in the parent object in JSON and in a message of their own in protobuf (the source of a volume, the
/// handler of a probe): their lines name the numbers that lead to that message. Fields that only lack a number have `-`.
/// A type shared with another package has the numbers of the one it comes from.
/// Line: `<type> <number>[/<number>]…|- <field>=<number>…`
enum ProtobufNumbers {
    static let text: StaticString = """
        admissionregistration.v1.MutatingWebhookConfiguration - webhooks=2
        admissionregistration.v1.NamedRuleWithOperations 2 operations=1
        admissionregistration.v1.NamedRuleWithOperations 2/2 apiGroups=1 apiVersions=2 resources=3 scope=4
        admissionregistration.v1.RuleWithOperations 2 apiGroups=1 apiVersions=2 resources=3 scope=4
        admissionregistration.v1.ValidatingWebhookConfiguration - webhooks=2
        admissionregistration.v1.Validation - expression=1
        admissionregistration.v1.Variable - name=1 expression=2
        apiextensions.v1.JSONSchemaProps - $schema=2 $ref=3 x-kubernetes-preserve-unknown-fields=38
        apiextensions.v1.JSONSchemaProps - x-kubernetes-embedded-resource=39 x-kubernetes-int-or-string=40
        apiextensions.v1.JSONSchemaProps - x-kubernetes-list-map-keys=41 x-kubernetes-list-type=42 x-kubernetes-map-type=43
        apiextensions.v1.JSONSchemaProps - x-kubernetes-validations=44
        authentication.v1.BoundObjectReference - uid=4
        core.v1.ConfigMapEnvSource 1 name=1
        core.v1.ConfigMapKeySelector 1 name=1
        core.v1.ConfigMapProjection 1 name=1
        core.v1.ConfigMapVolumeSource 1 name=1
        core.v1.EphemeralContainer 1 name=1 image=2 command=3 args=4 workingDir=5 ports=6 env=7 resources=8 volumeMounts=9
        core.v1.EphemeralContainer 1 livenessProbe=10 readinessProbe=11 lifecycle=12 terminationMessagePath=13 imagePullPolicy=14
        core.v1.EphemeralContainer 1 securityContext=15 stdin=16 stdinOnce=17 tty=18 envFrom=19 terminationMessagePolicy=20
        core.v1.EphemeralContainer 1 volumeDevices=21 startupProbe=22 resizePolicy=23 restartPolicy=24 restartPolicyRules=25
        core.v1.PersistentVolumeSpec 2 gcePersistentDisk=1 awsElasticBlockStore=2 hostPath=3 glusterfs=4 nfs=5 rbd=6 iscsi=7
        core.v1.PersistentVolumeSpec 2 cinder=8 cephfs=9 fc=10 flocker=11 flexVolume=12 azureFile=13 vsphereVolume=14 quobyte=15
        core.v1.PersistentVolumeSpec 2 azureDisk=16 photonPersistentDisk=17 portworxVolume=18 scaleIO=19 local=20 storageos=21
        core.v1.PersistentVolumeSpec 2 csi=22
        core.v1.Probe 1 exec=1 httpGet=2 tcpSocket=3 grpc=4
        core.v1.SecretEnvSource 1 name=1
        core.v1.SecretKeySelector 1 name=1
        core.v1.SecretProjection 1 name=1
        core.v1.Volume 2 hostPath=1 emptyDir=2 gcePersistentDisk=3 awsElasticBlockStore=4 gitRepo=5 secret=6 nfs=7 iscsi=8
        core.v1.Volume 2 glusterfs=9 persistentVolumeClaim=10 rbd=11 flexVolume=12 cinder=13 cephfs=14 flocker=15 downwardAPI=16
        core.v1.Volume 2 fc=17 azureFile=18 configMap=19 vsphereVolume=20 quobyte=21 azureDisk=22 photonPersistentDisk=23
        core.v1.Volume 2 portworxVolume=24 scaleIO=25 projected=26 storageos=27 csi=28 ephemeral=29 image=30
        networking.v1.IngressClassParametersReference - apiGroup=1
        networking.v1.IngressRule 2 http=1
        resource.v1.DeviceAllocationConfiguration 3 opaque=1
        resource.v1.DeviceClaimConfiguration 2 opaque=1
        resource.v1.DeviceClassConfiguration 1 opaque=1
        """

    /// One line: the type, the numbers that lead to the message, the fields in it.
    struct Line {
        var type: String
        var path: [Int]
        var fields: [(name: String, number: Int)]
    }

    static func lines() -> [Line] {
        text.description.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 2 else { return nil }
            let fields = words.dropFirst(2).compactMap { word -> (name: String, number: Int)? in
                let pair = word.split(separator: "=")
                guard pair.count == 2, let number = Int(pair[1]) else { return nil }
                return (String(pair[0]), number)
            }
            return Line(type: words[0], path: words[1].split(separator: "/").compactMap { Int($0) }, fields: fields)
        }
    }
}
