# shellcheck shell=bash
# Services of every kind, how pods find them, Ingresses, readiness, headless services.

inside() { k exec "$one" -- curl -s --max-time 5 "$1"; }
# Before there is a controller, that would take this pod for one too many of its own.
put chapter5/kubia-pod-named-ports.yaml
check "ports by name" "created" k create -f "$(page chapter5/kubia-svc-named-ports.yaml)"
k wait --for=condition=Ready pod/kubia --timeout=60s >/dev/null
eventually "describe svc: the pod's ports" 10 "TargetPort: +http/TCP.*Endpoints: +10\.142\.[0-9.]+:8080.*TargetPort: +https/TCP.*Endpoints: +10\.142\.[0-9.]+:8443" k describe svc kubia
one=kubia
eventually "it answers" 10 "You've hit kubia" inside "http://$(field svc/kubia '{.spec.clusterIP}')"
k delete svc/kubia pod/kubia >/dev/null

put chapter4/kubia-rc.yaml
check "create a service" "service/kubia created" k create -f "$(page chapter5/kubia-svc.yaml)"
running app=kubia 3
check "get svc" "kubia +ClusterIP +10\.143\.[0-9.]+ +<none> +80/TCP" k get svc
ip=$(field svc/kubia '{.spec.clusterIP}')
one=$(first app=kubia)
eventually "exec curl: the cluster IP" 10 "You've hit kubia-" inside "http://$ip:80"
# shellcheck disable=SC2016
same "requests reach all three" 3 "$(k exec "$one" -- sh -c "for i in \$(seq 30); do curl -s http://$ip; done" | sort -u | wc -l)"
check "sessionAffinity: ClientIP" "configured" bash -c "'$KUBECTL' apply -f '$(page chapter5/kubia-svc-session-affinity.yaml)' 2>/dev/null"
sticky() { k exec "$one" -- sh -c "for i in \$(seq 10); do curl -s http://$ip; done" | sort -u | wc -l; }
eventually "one pod answers a client" 10 "^1\$" sticky
k delete svc kubia >/dev/null
check "two ports" "created" k create -f "$(page chapter5/kubia-svc-multi-port.yaml)"
check "get svc: both" "kubia .*80/TCP,443/TCP" k get svc kubia
check "describe svc" "http +80/TCP.*TargetPort: +8080/TCP.*https +443/TCP.*TargetPort: +8443/TCP" k describe svc kubia
k delete svc kubia >/dev/null

section "chapter 5, $client kubectl: discovery"
put chapter5/kubia-svc.yaml
ip=$(field svc/kubia '{.spec.clusterIP}')
check "delete po --all" "deleted" k delete po --all
running app=kubia 3
one=$(first app=kubia)
check "exec env" "KUBIA_SERVICE_HOST=$ip.*KUBIA_SERVICE_PORT=80|KUBIA_SERVICE_PORT=80.*KUBIA_SERVICE_HOST=$ip" k exec "$one" -- env
for name in kubia.default.svc.cluster.local kubia.default kubia; do check "curl http://$name" "You've hit kubia-" inside "http://$name"; done
check "resolv.conf" "search default.svc.cluster.local svc.cluster.local cluster.local" k exec "$one" -- cat /etc/resolv.conf
check "describe svc: its endpoints" "Endpoints: +10\.142\.[0-9.]+:8080,10\.142" k describe svc kubia
check "get endpoints" "kubia +10\.142\.[0-9.]+:8080,10\.142\.[0-9.]+:8080,10\.142\.[0-9.]+:8080" k get endpoints kubia

check "a service without a selector" "created" k create -f "$(page chapter5/external-service.yaml)"
check "and its endpoints by hand" "created" k create -f "$(page chapter5/external-service-endpoints.yaml)"
check "get endpoints: those" "11\.11\.11\.11:80,22\.22\.22\.22:80" k get endpoints external-service
k delete svc external-service >/dev/null
check "ExternalName" "created" k create -f "$(page chapter5/external-service-externalname.yaml)"
check "get svc" "external-service +ExternalName +<none> +someapi.somecompany.com +80/TCP" k get svc external-service
k run dnsutils --image="$REGISTRY/dnsutils" $(own && echo --generator=run-pod/v1) --command -- sleep infinity >/dev/null 2>&1
check "a pod with the tools of the DNS" "condition met" k wait --for=condition=Ready pod/dnsutils --timeout=60s
check "the name is an alias" "someapi.somecompany.com" k exec dnsutils -- dig +short external-service.default.svc.cluster.local CNAME
k delete svc external-service >/dev/null

section "chapter 5, $client kubectl: from outside"
check "NodePort" "created" k create -f "$(page chapter5/kubia-svc-nodeport.yaml)"
check "get svc: 30123" "kubia-nodeport +NodePort +10\.143\.[0-9.]+ +<none> +80:30123/TCP" k get svc kubia-nodeport
eventually "the node's port" 10 "You've hit kubia-" get "http://$NODE_ADDRESS:30123"
check "LoadBalancer" "created" k create -f "$(page chapter5/kubia-svc-loadbalancer.yaml)"
eventually "get svc: its address" 10 "kubia-loadbalancer +LoadBalancer +10\.143\.[0-9.]+ +10\.144\.[0-9.]+ +80:3" k get svc kubia-loadbalancer
eventually "it answers" 10 "You've hit kubia-" get "http://$(field svc/kubia-loadbalancer '{.status.loadBalancer.ingress[0].ip}')"
check "externalTrafficPolicy: Local" "configured" bash -c "'$KUBECTL' apply -f '$(page chapter5/kubia-svc-nodeport-local.yaml)' 2>/dev/null"
eventually "the node's port still answers" 10 "You've hit kubia-" get "http://$NODE_ADDRESS:30123"

check "an Ingress, extensions/v1beta1" "ingress.*/kubia created" k create -f "$(page chapter5/kubia-ingress.yaml)"
eventually "get ingresses: its address" 10 "kubia .*kubia.example.com +10\.144\.[0-9.]+ +80" k get ingresses
address=$(field ingress/kubia '{.status.loadBalancer.ingress[0].ip}')
at() { get -k --resolve "$1:80:$address" --resolve "$1:443:$address" "$2://$1$3"; }
eventually "curl http://kubia.example.com" 10 "You've hit kubia-" at kubia.example.com http /
k create service clusterip bar --tcp=80:8080 >/dev/null
k create service clusterip foo --tcp=80:8080 >/dev/null
for name in foo bar; do k run $name --image="$IMAGE" --labels=app=$name $(own && echo --generator=run-pod/v1) >/dev/null 2>&1; done
k wait --for=condition=Ready pod/foo pod/bar --timeout=60s >/dev/null
k delete ingress kubia >/dev/null
check "two paths of one host" "created" k create -f "$(page chapter5/kubia-ingress-paths.yaml)"
eventually "/kubia" 10 "You've hit kubia-" at kubia.example.com http /kubia
eventually "/foo" 10 "You've hit bar" at kubia.example.com http /foo
k delete ingress kubia >/dev/null
check "two hosts" "created" k create -f "$(page chapter5/kubia-ingress-hosts.yaml)"
eventually "foo.example.com" 10 "You've hit foo" at foo.example.com http /
eventually "bar.example.com" 10 "You've hit bar" at bar.example.com http /
k delete ingress/kubia svc/foo svc/bar >/dev/null
k delete pod foo bar --now >/dev/null

(cd "$work" && openssl genrsa -out tls.key 2048 && openssl req -new -x509 -key tls.key -out tls.cert -days 360 -subj /CN=kubia.example.com) >/dev/null 2>&1
check "create secret tls" "secret/tls-secret created" k create secret tls tls-secret --cert="$work/tls.cert" --key="$work/tls.key"
check "apply an Ingress with TLS" "ingress.*/kubia created" bash -c "'$KUBECTL' apply -f '$(page chapter5/kubia-ingress-tls.yaml)' 2>/dev/null"
eventually "curl -k https://kubia.example.com" 10 "You've hit kubia-" at kubia.example.com https /
check "get ingresses: both ports" "80, 443" k get ingresses
openssl req -new -key "$work/tls.key" -subj "/O=system:masters/CN=reader" -out "$work/tls.csr" 2>/dev/null
cat >"$work/csr.yaml" <<END
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {name: reader}
spec:
  request: $(openssl req -new -key "$work/tls.key" -subj "/CN=reader" | base64 -w0)
  signerName: kubernetes.io/kube-apiserver-client
  usages: [client auth]
END
check "a signing request" "created" k create -f "$work/csr.yaml"
check "certificate approve" "approved" k certificate approve reader
eventually "the certificate in its status" 10 "LS0tLS1CRUdJTi" k get csr reader -o 'jsonpath={.status.certificate}'
k delete csr reader >/dev/null
sed -e 's|certificates.k8s.io/v1$|certificates.k8s.io/v1beta1|' -e '/signerName:/d' -e 's/usages: .*/usages: [digital signature, key encipherment, server auth]/' \
    "$work/csr.yaml" >"$work/csr-then.yaml"
check "one as it was written then, v1beta1 and without a signer" "created" bash -c "'$KUBECTL' create -f '$work/csr-then.yaml' 2>/dev/null"
check "approve it" "approved" k certificate approve reader
eventually "it is signed, too" 10 "LS0tLS1CRUdJTi" k get csr reader -o 'jsonpath={.status.certificate}'
k delete csr reader >/dev/null
k delete ingress/kubia secret/tls-secret svc/kubia-loadbalancer svc/kubia-nodeport >/dev/null

section "chapter 5, $client kubectl: readiness"
probe="s/^\( *\)imagePullPolicy:.*/&\n\1readinessProbe: {periodSeconds: $probe_period, exec: {command: [ls, \/var\/ready]}}/"
check "edit rc: a readiness probe" "edited" env KUBE_EDITOR="$(editor edit-probe "$probe")" "$KUBECTL" edit rc kubia
check "the pods made anew" "deleted" k delete po -l app=kubia
eventually "run, but are not ready" 60 "^(Running False ){3}\$" k get po -l app=kubia -o 'jsonpath={range .items[*]}{.status.phase} {.status.conditions[?(@.type=="Ready")].status} {end}'
check "get po: 0/1" "kubia-[a-z0-9]+ +0/1 +Running" k get po -l app=kubia
check "the service has no endpoints" "kubia +<none>|kubia +[0-9]+s" k get endpoints kubia
one=$(first app=kubia)
check "touch /var/ready" "" k exec "$one" -- touch /var/ready
eventually "that pod is ready" 20 "$one +1/1" k get po "$one"
check "describe: the probe" "Readiness: +exec \[ls /var/ready\] delay=0s timeout=1s period=${probe_period}s #success=1 #failure=3" k describe po "$one"
eventually "and the only endpoint" 10 "kubia +10\.142\.[0-9.]+:8080 " k get endpoints kubia

check "a headless service" "created" k create -f "$(page chapter5/kubia-svc-headless.yaml)"
check "get svc: None" "kubia-headless +ClusterIP +None" k get svc kubia-headless
look() { k exec dnsutils -- nslookup "$1"; }
ready=$(field "po/$one" '{.status.podIP}')
eventually "nslookup: the pod that is ready" 10 "Address: $ready" look kubia-headless
own && check "as the book types it, without --" "Address: $ready" k exec dnsutils nslookup kubia-headless
same "no other" 1 "$(look kubia-headless | grep -c 'Address: 10.142')"
check "nslookup: another service's cluster IP" "Address: $ip" look kubia
check "a service of all pods, ready or not" "created" k create -f "$(page chapter5/kubia-svc-unready.yaml)"
three() { look kubia-unready | grep -c 'Address: 10.142'; }
eventually "nslookup: all three" 10 "^3\$" three
k delete rc/kubia svc/kubia svc/kubia-headless svc/kubia-unready >/dev/null
k delete po dnsutils --now >/dev/null
