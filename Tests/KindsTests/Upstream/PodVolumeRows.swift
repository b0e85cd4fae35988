/// Rows of `UpstreamRow`: where Coxswain once answered otherwise.
extension UpstreamTable {
    static let podVolumeTables: [UpstreamTable] = [podVolumes]

    static let podVolumes = UpstreamTable(
        object: #"""
            apiVersion: v1
            kind: Pod
            metadata: {name: p3}
            spec:
              automountServiceAccountToken: false
              containers: [{name: c, image: i}]
              volumes:
              - {name: v1, hostPath: {path: /a, type: DirectoryOrCreate}}
              - {name: v2, emptyDir: {}}
              - {name: v3, secret: {secretName: s, defaultMode: 420, optional: true, items: [{key: k, path: p/q, mode: 256}]}}
              - {name: v4, configMap: {name: s, defaultMode: 420, optional: false, items: [{key: k, path: p/q, mode: 256}]}}
              - {name: v5, nfs: {server: s, path: /a, readOnly: true}}
              - {name: v6, downwardAPI: {defaultMode: 420, items: [{path: a, fieldRef: {fieldPath: metadata.labels}}, {path: b, mode: 256, resourceFieldRef: {containerName: c, resource: limits.cpu, divisor: "1"}}, {path: c, fieldRef: {fieldPath: "metadata.annotations['x']"}}]}}
              - name: v7
                projected:
                  defaultMode: 420
                  sources:
                  - {secret: {name: s, items: [{key: k, path: p1}], optional: true}}
                  - {configMap: {name: s, items: [{key: k, path: p2}]}}
                  - {downwardAPI: {items: [{path: a, fieldRef: {fieldPath: metadata.name}}]}}
                  - {serviceAccountToken: {audience: a, expirationSeconds: 3600, path: tok}}
                  - {clusterTrustBundle: {name: "x", path: ctb, optional: true}}
                  - {clusterTrustBundle: {signerName: "example.com/s", labelSelector: {matchLabels: {a: b}}, path: ctb2}}
                  - {podCertificate: {signerName: "example.com/s", keyType: ED25519, maxExpirationSeconds: 86400, credentialBundlePath: cb}}
              - {name: v8, csi: {driver: d.example.com, readOnly: true, fsType: ext4, volumeAttributes: {a: b}, nodePublishSecretRef: {name: s}}}
              - name: v9
                ephemeral: {volumeClaimTemplate: {metadata: {labels: {a: b}}, spec: {accessModes: [ReadWriteOnce], storageClassName: sc, volumeMode: Filesystem, resources: {requests: {storage: 1Gi}}}}}
              - {name: v10, image: {reference: "r:1", pullPolicy: Always}}
              - {name: v11, iscsi: {targetPortal: "1.2.3.4:5", portals: ["1.2.3.4"], iqn: "iqn.2001-04.com.example:storage", lun: 1, iscsiInterface: default, fsType: ext4, readOnly: true, chapAuthDiscovery: true, chapAuthSession: true, secretRef: {name: s}, initiatorName: "iqn.2001-04.com.example:x"}}
              - {name: v12, fc: {targetWWNs: [a], lun: 1, fsType: ext4, readOnly: true}}
              - {name: v13, glusterfs: {endpoints: e, path: p, readOnly: true}}
              - {name: v14, rbd: {monitors: [m], image: i, pool: p, user: u, keyring: k, fsType: f, readOnly: true, secretRef: {name: s}}}
              - {name: v15, cephfs: {monitors: [m], path: /p, user: u, secretFile: f, readOnly: true, secretRef: {name: s}}}
              - {name: v16, awsElasticBlockStore: {volumeID: v, fsType: f, partition: 1, readOnly: true}}
              - {name: v17, gcePersistentDisk: {pdName: p, fsType: f, partition: 1, readOnly: true}}
              - {name: v18, azureDisk: {diskName: d, diskURI: "https://x", cachingMode: None, fsType: f, readOnly: true, kind: Shared}}
              - {name: v19, azureFile: {secretName: s, shareName: n, readOnly: true}}
              - {name: v20, vsphereVolume: {volumePath: p, fsType: f, storagePolicyName: a, storagePolicyID: b}}
              - {name: v21, portworxVolume: {volumeID: v, fsType: f, readOnly: true}}
              - {name: v22, scaleIO: {gateway: g, system: s, secretRef: {name: s}, sslEnabled: true, protectionDomain: p, storagePool: p, storageMode: ThinProvisioned, volumeName: v, fsType: f, readOnly: true}}
              - {name: v23, storageos: {volumeName: v, volumeNamespace: n, fsType: f, readOnly: true, secretRef: {name: s}}}
              - {name: v24, cinder: {volumeID: v, fsType: f, readOnly: true, secretRef: {name: s}}}
              - {name: v25, flocker: {datasetName: d}}
              - {name: v26, gitRepo: {repository: r, revision: v, directory: d}}
              - {name: v27, quobyte: {registry: "r:1,s:2", volume: v, readOnly: true, user: u, group: g, tenant: t}}
              - {name: v28, flexVolume: {driver: d, fsType: f, secretRef: {name: s}, readOnly: true, options: {a: b}}}
              - {name: v29, photonPersistentDisk: {pdID: p, fsType: f}}
            """#,
        rows: #"""
            spec.volumes[6].projected.sources[3].serviceAccountToken removed ->
            """#)
}
