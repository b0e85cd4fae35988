import Testing

@testable import Ingress

@Suite struct ConfigurationTextTests {
    private let settings = ProxySettings(address: "10.243.0.190", directory: "/run/c/ingress", logPath: "/tmp/log", resolver: "10.243.0.1")

    private func text(_ model: ProxyModel) -> String {
        var slots = ServerSlots()
        slots.arrange(model.backends)
        return ConfigurationText(settings: settings, model: model, slots: slots).text(generation: 7)
    }

    /// What follows the fixed head.
    private func body(_ model: ProxyModel) -> String {
        let text = text(model)
        guard let start = text.firstRange(of: "    http-request set-header X-Forwarded-Proto http unless { ssl_fc }\n") else { return text }
        return String(text[start.upperBound...])
    }

    @Test func anEmptyModelAnswers404() {
        #expect(
            text(ProxyModel()) == """
                # Written by coxswain; changes are lost.
                global
                    log stdout format raw local0 info
                    fd-hard-limit 20000
                    stats socket /run/c/ingress/haproxy.sock mode 600 level admin expose-fd listeners
                    user haproxy
                    group haproxy
                    description generation-7
                    hard-stop-after 1h
                    mworker-max-reloads 20
                    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets

                defaults
                    mode http
                    log global
                    option httplog
                    option dontlognull
                    option dontlog-normal
                    option redispatch 1
                    retries 3
                    retry-on conn-failure
                    timeout connect 2s
                    timeout client 60s
                    timeout server 60s
                    timeout http-request 10s
                    timeout http-keep-alive 60s
                    timeout queue 5s
                    timeout tunnel 1h

                frontend ingress
                    bind 10.243.0.190:80
                    bind 10.243.0.190:443 ssl crt-list /run/c/ingress/certificates.list alpn h2,http/1.1
                    http-request set-var(txn.host) req.hdr(host),field(1,:),lower
                    http-request set-var(txn.parent) var(txn.host),field(2,.,0)
                    http-request set-var(txn.path) path,concat(/)
                    http-request set-header X-Forwarded-For %[src]
                    http-request set-header X-Real-IP %[src]
                    http-request set-header X-Forwarded-Host %[req.hdr(host)]
                    http-request set-header X-Forwarded-Port %[dst_port]
                    http-request set-header X-Forwarded-Proto https if { ssl_fc }
                    http-request set-header X-Forwarded-Proto http unless { ssl_fc }
                    default_backend no-route

                backend no-route
                    http-request return status 404 content-type text/plain string "default backend - 404"

                """)
    }

    @Test func routesAndPlaces() {
        var model = ProxyModel()
        model.routes = [
            Route(host: .exact("a.example"), path: .exact("/it's"), backend: "ns:one:80"),
            Route(host: .exact("a.example"), path: .prefix("/deep/"), backend: "ns:one:80"),
            Route(host: .wildcard("example"), path: .prefix("/"), backend: "ns:one:80"),
            Route(host: .any, path: .prefix("/x/"), backend: "ns:one:80"),
        ]
        model.backends = [
            "ns:one:80": ProxyBackend(options: BackendOptions(), servers: .addresses([ServerAddress(address: "10.244.0.1", port: 8080)]))
        ]
        model.defaultBackend = "ns:one:80"
        #expect(
            body(model) == #"""
                    use_backend ns:one:80 if { var(txn.host) -m str 'a.example' } { path -m str '/it'\''s' }
                    use_backend ns:one:80 if { var(txn.host) -m str 'a.example' } { var(txn.path) -m beg '/deep/' }
                    use_backend ns:one:80 if { var(txn.parent) -m str 'example' }
                    use_backend ns:one:80 if { var(txn.path) -m beg '/x/' }
                    default_backend ns:one:80

                backend no-route
                    http-request return status 404 content-type text/plain string "default backend - 404"

                backend ns:one:80
                    server s1 10.244.0.1:8080
                    server s2 127.0.0.1:1 disabled
                    server s3 127.0.0.1:1 disabled
                    server s4 127.0.0.1:1 disabled

                """#)
    }

    @Test func optionsOfBackends() {
        var options = BackendOptions()
        options.affinity = .init(cookie: "route", maximumAge: 3600)
        options.redirectsToTLS = true
        options.rewrite = .expression("/a(/|$)(.*)", target: "/$2?100%")
        options.transport = .https
        var model = ProxyModel()
        model.routes = [Route(host: .any, path: .expression("/a(/|$)(.*)"), backend: "b")]
        model.backends = ["b": ProxyBackend(options: options, servers: .name("api.example.com", port: 443))]
        let text = text(model)
        #expect(text.contains("resolvers cluster\n    nameserver dns 10.243.0.1:53\n"))
        #expect(text.contains("    use_backend b if { path -m reg -i '^/a(/|$)(.*)' }\n"))
        #expect(
            text.hasSuffix(
                #"""
                backend b
                    http-request redirect scheme https code 308 unless { ssl_fc }
                    http-request replace-path '(?i)^/a(/|$)(.*).*' '/\2?100%%'
                    cookie route insert indirect nocache httponly dynamic attr "Max-Age=3600"
                    dynamic-cookie-key coxswain
                    server s1 api.example.com:443 resolvers cluster resolve-prefer ipv4 init-addr none check ssl verify none

                """#))
    }

    @Test func oneListNamesAllCertificates() {
        var model = ProxyModel()
        model.certificates = [
            ServedCertificate(file: "ns_b.pem", pem: "", hosts: ["x", "y"]), ServedCertificate(file: "ns_a.pem", pem: "", hosts: []),
        ]
        #expect(
            ConfigurationText(settings: settings, model: model, slots: ServerSlots()).certificateList == """
                /run/c/ingress/certificates/default.pem
                /run/c/ingress/certificates/ns_b.pem x y
                /run/c/ingress/certificates/ns_a.pem

                """)
    }
}
