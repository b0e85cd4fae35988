/// The subresources that end on a node: exec, attach, port-forward, logs and the proxies.
package enum StreamingHandlers {
    /// All of them, to be given to `APIServer(connects:)`.
    package static func all(
        registry: ResourceRegistry, kubelets: KubeletAccess
    ) -> [ResourceHandler.Route: any ConnectHandler] {
        let locator = PodLocator(registry: registry)
        return [
            .init(resource: "pods", subresource: "exec"): RemoteCommandHandler(kind: .exec, locator: locator, kubelets: kubelets),
            .init(resource: "pods", subresource: "attach"): RemoteCommandHandler(kind: .attach, locator: locator, kubelets: kubelets),
            .init(resource: "pods", subresource: "portforward"): PortForwardHandler(locator: locator, kubelets: kubelets),
            .init(resource: "pods", subresource: "log"): PodLogHandler(locator: locator, kubelets: kubelets),
            .init(resource: "pods", subresource: "proxy"): ProxyHandler(locator: PodProxyLocator(registry: registry)),
            .init(resource: "services", subresource: "proxy"): ProxyHandler(locator: ServiceProxyLocator(registry: registry)),
            .init(resource: "nodes", subresource: "proxy"): ProxyHandler(
                locator: NodeProxyLocator(registry: registry, kubelets: kubelets)),
        ]
    }
}
