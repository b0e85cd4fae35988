import FoundationEssentials

/// Certificates for tests alone, good for a hundred years: an authority, what it signed for a server on loopback and for a client, and an
/// authority that signed neither.
enum TestCertificates {
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBizCCATGgAwIBAgIUP/G6I+eby2jvzk4dbWmL69y71LYwCgYIKoZIzj0EAwIw
        EjEQMA4GA1UEAwwHdGVzdC1jYTAgFw0yNjExMjgwNDQ4NDNaGA8yMTI2MTEwNDA0
        NDg0M1owEjEQMA4GA1UEAwwHdGVzdC1jYTBZMBMGByqGSM49AgEGCCqGSM49AwEH
        A0IABLCAyWd71hD204Mn0M0CpYh0auMkrHvFicOoQN8YhqL0xkuPETqsMDzIoiIN
        teGc/j7237s78rWx2aHgpE0qjzSjYzBhMB0GA1UdDgQWBBTTsXC78/rjiuIz1uGh
        tbeARBxtOzAfBgNVHSMEGDAWgBTTsXC78/rjiuIz1uGhtbeARBxtOzAPBgNVHRMB
        Af8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAKBggqhkjOPQQDAgNIADBFAiEAroXn
        H3kROIrxAPcPCyQMz6rdUrPI3lAAwCzNJ0FHhhkCIHIGJIMmbvpn5/TpCPm62BAp
        ihgr+ukFvIIBBhG0XLwx
        -----END CERTIFICATE-----
        """
    static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBxTCCAWygAwIBAgIULBFkURJu6vvUxRigkTkocfAmUBswCgYIKoZIzj0EAwIw
        EjEQMA4GA1UEAwwHdGVzdC1jYTAgFw0yNjExMjgwNDQ4NDRaGA8yMTI2MDcyNzA0
        NDg0NFowFjEUMBIGA1UEAwwLdGVzdC1zZXJ2ZXIwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAASUiuMN/31NWzDvLs8QQkCi84YQhrzLq7FUxC8rb5QagjNB/rR0NG0J
        aAZtX5xwX2w6W1Vd3CkfkaznybGD1envo4GZMIGWMAkGA1UdEwQCMAAwDgYDVR0P
        AQH/BAQDAgeAMB0GA1UdJQQWMBQGCCsGAQUFBwMBBggrBgEFBQcDAjAaBgNVHREE
        EzARhwR/AAABgglsb2NhbGhvc3QwHQYDVR0OBBYEFFNwrVEzmvVvX5dFg7YZ/vXo
        LDd9MB8GA1UdIwQYMBaAFNOxcLvz+uOK4jPW4aG1t4BEHG07MAoGCCqGSM49BAMC
        A0cAMEQCIG3hJVRCI7Ija7bmydhSWipSdIl6V5YPe+qivDIFLrueAiA7AutZdp0t
        vPp/hRP90Ve1m+Q6itzlLtgS8s+LAwrKpQ==
        -----END CERTIFICATE-----
        """
    static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYVGtsper39ySD3Pr
        2uH1pu8NVFssj5uCOTgpWtzR2S6hRANCAASUiuMN/31NWzDvLs8QQkCi84YQhrzL
        q7FUxC8rb5QagjNB/rR0NG0JaAZtX5xwX2w6W1Vd3CkfkaznybGD1env
        -----END PRIVATE KEY-----
        """
    static let client = """
        -----BEGIN CERTIFICATE-----
        MIIBxjCCAWygAwIBAgIULBFkURJu6vvUxRigkTkocfAmUBwwCgYIKoZIzj0EAwIw
        EjEQMA4GA1UEAwwHdGVzdC1jYTAgFw0yNjExMjgwNDQ4NDRaGA8yMTI2MDcyNzA0
        NDg0NFowFjEUMBIGA1UEAwwLdGVzdC1jbGllbnQwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAR9wujZ7r4KZEWyU+z2gZodjees9dP5CY2aSEc573QZYrzO9xrBq1yQ
        cZB5FBJdwboHUyVRtPa5Df9sl71AEq3To4GZMIGWMAkGA1UdEwQCMAAwDgYDVR0P
        AQH/BAQDAgeAMB0GA1UdJQQWMBQGCCsGAQUFBwMBBggrBgEFBQcDAjAaBgNVHREE
        EzARhwR/AAABgglsb2NhbGhvc3QwHQYDVR0OBBYEFMu+ZDelEkES7VkrfE9A71pO
        xYw5MB8GA1UdIwQYMBaAFNOxcLvz+uOK4jPW4aG1t4BEHG07MAoGCCqGSM49BAMC
        A0gAMEUCIQDHGEbzgSievqE2Y4sqIiRSeKfVAf7C5pQlFmVw733dOAIgf7ObhPHA
        IGn2EQh/ma/u8iPLuzTxsRWm9Zio01lhOZo=
        -----END CERTIFICATE-----
        """
    static let clientKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0gOxtr4Z8Sv3N7Ju
        k2HRfdlB6ia4ai8/xL0fivpvz6uhRANCAAR9wujZ7r4KZEWyU+z2gZodjees9dP5
        CY2aSEc573QZYrzO9xrBq1yQcZB5FBJdwboHUyVRtPa5Df9sl71AEq3T
        -----END PRIVATE KEY-----
        """
    static let strangers = """
        -----BEGIN CERTIFICATE-----
        MIIBfjCCASOgAwIBAgIUQu/i4p0rRaIJ6/QsjT7RtIUJ9zcwCgYIKoZIzj0EAwIw
        EzERMA8GA1UEAwwIb3RoZXItY2EwIBcNMjYxMTI4MDQ0ODQ0WhgPMjEyNjExMDQw
        NDQ4NDRaMBMxETAPBgNVBAMMCG90aGVyLWNhMFkwEwYHKoZIzj0CAQYIKoZIzj0D
        AQcDQgAEYDOJWI4ie1yUI+ogjbsq45zcE/2r106lOT5jU8NIOKHZYPQ/HB+wsy7q
        vLhbKAuBHlf0kyQAT1G/CaOBIqnBEaNTMFEwHQYDVR0OBBYEFJjInjd9G83GDs6i
        QSxve0unkftkMB8GA1UdIwQYMBaAFJjInjd9G83GDs6iQSxve0unkftkMA8GA1Ud
        EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAN7GtF0BpRobkDhYRqY7JIBN
        +WGu5/NqxXxx9POEWLSIAiEAmwqg9Nahhg2nCfSxIQ/czCofqRQttRSW7cp6B7Q7
        90s=
        -----END CERTIFICATE-----
        """

    /// Writes them into a folder, each under its name.
    static func write(to folder: String) throws {
        let all = [
            ("authority", authority), ("server", server), ("serverKey", serverKey), ("client", client), ("clientKey", clientKey),
            ("strangers", strangers),
        ]
        for (name, text) in all { try (text + "\n").write(toFile: "\(folder)/\(name).pem", atomically: true, encoding: .utf8) }
    }
}
