extension CatalogueText {
    /// Types of certificates.v1beta1, told by how they differ from today's.
    static let certificatesV1beta1: StaticString = """
        package certificates.v1beta1
        same certificates.v1
        type CertificateSigningRequestCondition same
          status string 6 go=v1.ConditionStatus default="True"
        type CertificateSigningRequestSpec same
          signerName *string 7
          usages []string 5 list=atomic go=.KeyUsage \
        enum=any|cert_sign|client_auth|code_signing|content_commitment|crl_sign|data_encipherment \
        enum=decipher_only|digital_signature|email_protection|encipher_only|ipsec_end_system \
        enum=ipsec_tunnel|ipsec_user|key_agreement|key_encipherment|microsoft_sgc|netscape_sgc \
        enum=ocsp_signing|s/mime|server_auth|signing|timestamping
        type ClusterTrustBundle kind=certificates.k8s.io/v1beta1/ClusterTrustBundle
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec ClusterTrustBundleSpec 2 ! +
        type ClusterTrustBundleList kind=certificates.k8s.io/v1beta1/ClusterTrustBundleList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []ClusterTrustBundle 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type ClusterTrustBundleSpec
          signerName string 1
          trustBundle string 2 ! +
        type PodCertificateRequest kind=certificates.k8s.io/v1beta1/PodCertificateRequest
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec PodCertificateRequestSpec 2 ! +
          status PodCertificateRequestStatus 3
        type PodCertificateRequestList kind=certificates.k8s.io/v1beta1/PodCertificateRequestList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []PodCertificateRequest 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type PodCertificateRequestSpec
          maxExpirationSeconds *int32 8 default=86400
          nodeName string 6 ! + go=types.NodeName
          nodeUID string 7 ! + go=types.UID
          pkixPublicKey bytes 9 +
          podName string 2 ! +
          podUID string 3 ! + go=types.UID
          proofOfPossession bytes 10 +
          serviceAccountName string 4 ! +
          serviceAccountUID string 5 ! + go=types.UID
          signerName string 1 ! +
          stubPKCS10Request bytes 12 ! +
          unverifiedUserAnnotations {}string 11
        type PodCertificateRequestStatus
          beginRefreshAt *time 5
          certificateChain string 2
          conditions []meta.v1.Condition 1 patch=merge merge=type list=map keys=type
          notAfter *time 6
          notBefore *time 4
        """
}
