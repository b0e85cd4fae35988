extension CatalogueText {
    /// Types of certificates.v1.
    static let certificatesV1: StaticString = """
        package certificates.v1
        type CertificateSigningRequest kind=certificates.k8s.io/v1/CertificateSigningRequest ~ Asks for a certificate.
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ObjectMeta 1 ~ Name, labels and everything else that all objects have in common.
          spec CertificateSigningRequestSpec 2 ! + ~ The request and who signs it.
          status CertificateSigningRequestStatus 3 ~ Approval, and the certificate.
        type CertificateSigningRequestCondition
          lastTransitionTime time 5
          lastUpdateTime time 4
          message string 3
          reason string 2
          status string 6 ! + go=v1.ConditionStatus
          type string 1 ! + go=.RequestConditionType
        type CertificateSigningRequestList kind=certificates.k8s.io/v1/CertificateSigningRequestList
          apiVersion string - ~ Group and version of the schema this object follows, such as v1 or apps/v1.
          items []CertificateSigningRequest 2 ! +
          kind string - ~ Name of the object's kind, such as Pod.
          metadata meta.v1.ListMeta 1 ~ Where the list stands in history, and how to get the rest of it.
        type CertificateSigningRequestSpec
          expirationSeconds *int32 8
          extra {}[]string 6
          groups []string 4 list=atomic
          request bytes 1 ! +
          signerName string 7 ! +
          uid string 3
          usages []string 5 list=atomic go=.KeyUsage \
        enum=any|cert_sign|client_auth|code_signing|content_commitment|crl_sign|data_encipherment \
        enum=decipher_only|digital_signature|email_protection|encipher_only|ipsec_end_system \
        enum=ipsec_tunnel|ipsec_user|key_agreement|key_encipherment|microsoft_sgc|netscape_sgc \
        enum=ocsp_signing|s/mime|server_auth|signing|timestamping
          username string 2
        type CertificateSigningRequestStatus
          certificate bytes 2
          conditions []CertificateSigningRequestCondition 1 list=map keys=type
        """
}
