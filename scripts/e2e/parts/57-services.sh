# shellcheck shell=bash
# Services in all their forms: affinity, several ports, node ports, local traffic, headless, external names, hand-made endpoints, DNS
# by every name; network policies.

fresh services
# A server of datagrams, and of TCP beside it.
datagrams='require("dgram").createSocket("udp4").on("message",function(m,r){this.send("heard "+m,r.port,r.address)}).bind(9000)'
datagrams+=';require("net").createServer(s=>s.end("hello")).listen(9001)'
cat >"$work/services.yaml" <<YAML
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: web
        image: $IMAGE
        ports: [{name: http, containerPort: 8080}]
        readinessProbe: {exec: {command: [test, '!', -e, /tmp/unready]}, periodSeconds: 1}
---
apiVersion: v1
kind: Service
metadata: {name: my-web}
spec:
  type: NodePort
  sessionAffinity: ClientIP
  selector: {app: web}
  ports:
  - {name: http, port: 80, targetPort: http, nodePort: 30123}
  - {name: other, port: 81, targetPort: 8080}
---
apiVersion: v1
kind: Service
metadata: {name: headless}
spec: {clusterIP: None, selector: {app: web}, ports: [{name: http, port: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: unready}
spec: {clusterIP: None, publishNotReadyAddresses: true, selector: {app: web}, ports: [{name: http, port: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: outside}
spec: {type: ExternalName, externalName: my-web.services.svc.cluster.local}
---
apiVersion: v1
kind: Service
metadata: {name: by-hand}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: by-hand}
subsets:
- {addresses: [{ip: 10.46.0.1}], ports: [{port: $API_PORT}]}
- {addresses: [{ip: 10.46.0.77}], ports: [{port: $API_PORT}]}
---
apiVersion: v1
kind: Service
metadata: {name: local}
spec: {type: LoadBalancer, externalTrafficPolicy: Local, loadBalancerSourceRanges: [10.46.0.0/24], selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: named, labels: {app: client}}
spec:
  hostname: my-host
  subdomain: names
  terminationGracePeriodSeconds: 1
  containers: [{name: c, image: $IMAGE}]
---
apiVersion: v1
kind: Service
metadata: {name: names}
spec: {clusterIP: None, selector: {app: client}, ports: [{name: http, port: 8080}]}
---
apiVersion: v1
kind: Pod
metadata: {name: configured, labels: {app: datagrams}}
spec:
  dnsPolicy: None
  dnsConfig: {nameservers: [10.45.0.10], searches: [services.svc.cluster.local], options: [{name: ndots, value: "2"}]}
  terminationGracePeriodSeconds: 1
  containers: [{name: c, image: $IMAGE, command: [node, -e, '$datagrams']}]
---
apiVersion: v1
kind: Service
metadata: {name: datagrams}
spec: {type: NodePort, selector: {app: datagrams}, ports: [{name: u, protocol: UDP, port: 53, targetPort: 9000, nodePort: 30124}, {name: t, port: 53, targetPort: 9001, nodePort: 30124}]}
YAML
check "services of many kinds" "service/my-web created.*pod/configured created" k create -f "$work/services.yaml"
eventually "their pods are ready" 60 "web +3 +3 +3" k get rs
eventually "and the others" 30 "1/1 +Running.*1/1 +Running" k get po named configured
cluster_ip=$(field svc/my-web '{.spec.clusterIP}')
eventually "a service answers on its first port" 5 "You've hit web-" get "http://$cluster_ip"
eventually "and on its second" 5 "You've hit web-" get "http://$cluster_ip:81"
eventually "and on its node port" 5 "You've hit web-" get "http://$NODE_ADDRESS:30123"
datagram() { timeout 2 bash -c "exec 3<>/dev/udp/$1/$2 && echo hello >&3 && head -n 1 <&3"; }
eventually "UDP: a datagram to a service is answered" 5 "heard hello" datagram "$(field svc/datagrams '{.spec.clusterIP}')" 53
eventually "and one to its node port, which TCP has too" 5 "heard hello" datagram "$NODE_ADDRESS" 30124
same "a client stays with its pod" 1 "$(spread "http://$cluster_ip" 20 | wc -l)"
check "variables of services older than the pod" "MY_WEB_SERVICE_HOST=$cluster_ip.*MY_WEB_SERVICE_PORT_OTHER=81" bash -c \
    "$KUBECTL run env --image=$IMAGE --restart=Never >/dev/null && $KUBECTL wait --for=condition=Ready pod/env --timeout=30s >/dev/null && $KUBECTL exec env -- sh -c 'env | sort | tr \"\\n\" \" \"'"

section "services: DNS"
# lookup NAME [TYPE]: from a pod, through its own resolver settings
lookup() { k exec named -- node -e "require('dns').promises.resolve('$1', '${2:-A}').then(a => console.log(JSON.stringify(a)), e => console.log(e.code))"; }
check "the short name" "You've hit" k exec named -- curl -sS --max-time 5 http://my-web
check "with its namespace" "You've hit" k exec named -- curl -sS --max-time 5 http://my-web.services
check "with svc" "You've hit" k exec named -- curl -sS --max-time 5 http://my-web.services.svc
check "the full name" "$cluster_ip" lookup my-web.services.svc.cluster.local
check "the search path" "search services.svc.cluster.local svc.cluster.local cluster.local.*ndots:5" k exec named -- sh -c "tr '\n' ' ' </etc/resolv.conf"
check "a headless service names its pods" '^\["10\.44\.[0-9.]+","10\.44\.[0-9.]+","10\.44\.[0-9.]+"\]' lookup headless.services.svc.cluster.local
check "and their ports" '"port":8080' lookup _http._tcp.headless.services.svc.cluster.local SRV
check "also without naming one" '"port":8080' lookup headless.services.svc.cluster.local SRV
check "an external name is an alias" "my-web.services.svc.cluster.local" lookup outside.services.svc.cluster.local CNAME
check "and is followed" "You've hit" k exec named -- curl -sS --max-time 5 http://outside
check "a pod with hostname and subdomain has a name" '^\["10\.44\.' lookup my-host.names.services.svc.cluster.local
check "and knows it" "my-host.names.services.svc.cluster.local" k exec named -- cat /etc/hosts
check "addresses lead back to names" "my-web.services.svc.cluster.local" k exec named -- node -e "require('dns').promises.reverse('$cluster_ip').then(console.log)"
check "a name that is none" "ENOTFOUND" lookup nobody.services.svc.cluster.local
check "dnsPolicy None takes what dnsConfig says" "nameserver 10.45.0.10 search services.svc.cluster.local options ndots:2|nameserver 10.45.0.10.*ndots:2" k exec configured -- sh -c "tr '\n' ' ' </etc/resolv.conf"

section "services: endpoints"
pod=$(names po -l app=web | cut -d' ' -f1)
k exec "$pod" -- touch /tmp/unready
eventually "an unready pod leaves the headless service" 15 '^\["10\.44\.[0-9.]+","10\.44\.[0-9.]+"\]' lookup headless.services.svc.cluster.local
check "but not the one that publishes it" '^\["10\.44\.[0-9.]+","10\.44\.[0-9.]+","10\.44\.[0-9.]+"\]' lookup unready.services.svc.cluster.local
k exec "$pod" -- rm /tmp/unready
eventually "ready again it returns" 15 '^\["10\.44\.[0-9.]+","10\.44\.[0-9.]+","10\.44\.[0-9.]+"\]' lookup headless.services.svc.cluster.local
check "hand-made endpoints are mirrored, alike ports in one slice" "by-hand-[a-z0-9]+ +IPv4 +$API_PORT +10\.46\.0\.1,10\.46\.0\.77" k get endpointslices -l kubernetes.io/service-name=by-hand
k patch endpoints by-hand --type=json -p '[{"op":"remove","path":"/subsets/1"}]' >/dev/null
eventually "and lead there" 5 "ok" get -k "https://$(field svc/by-hand '{.spec.clusterIP}'):80/healthz"
external=$(field svc/local '{.status.loadBalancer.ingress[0].ip}')
eventually "local traffic keeps the client's address" 5 "You've hit" get "http://$external"
check "its health check tells of three" '"localEndpoints": 3' get "http://$NODE_ADDRESS:$(field svc/local '{.spec.healthCheckNodePort}')"
k scale rs web --replicas=0 >/dev/null
eventually "and of none" 15 '"localEndpoints": 0.*503' get -w '%{http_code}' "http://$NODE_ADDRESS:$(field svc/local '{.spec.healthCheckNodePort}')"
eventually "without pods a service is refused at once" 10 "refused|Couldn't connect" bash -c "curl --noproxy '*' -sS --max-time 2 http://$cluster_ip 2>&1; true"
k scale rs web --replicas=1 >/dev/null
eventually "with a pod it answers" 30 "You've hit" get "http://$cluster_ip"

node=$(k get nodes -o 'jsonpath={.items[0].metadata.name}')
hints() { k get endpointslices -l kubernetes.io/service-name=my-web -o 'jsonpath={.items[*].endpoints[*].zone} {.items[*].endpoints[*].hints}'; }
k label node "$node" topology.kubernetes.io/zone=here >/dev/null
eventually "endpoints tell the zone of their node" 5 '^here $' hints
k patch svc my-web -p '{"spec":{"trafficDistribution":"PreferSameZone"}}' >/dev/null
eventually "trafficDistribution gives hints for the zone" 5 '^here [{]"forZones":[[][{]"name":"here"[}][]][}]$' hints
k patch svc my-web -p '{"spec":{"trafficDistribution":"PreferSameNode"}}' >/dev/null
eventually "and for the node" 5 "\"forNodes\":\[[{]\"name\":\"$node\"[}]\]" hints
eventually "it is reached with hints as without" 5 "You've hit" get "http://$cluster_ip"
k label node "$node" topology.kubernetes.io/zone- >/dev/null

section "network policies"
eventually "and the former ones are gone" 30 "^[^ ]+ $" names po -l app=web
web=$(field pods '{.items[?(@.metadata.labels.app=="web")].status.podIP}')
reach() { k exec "$1" -- curl -sS --max-time 1 "http://$web:8080" 2>&1 || true; }
check "without policies all pods reach all" "You've hit" reach named
policy() { printf 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: %s}\nspec: %s\n' "$1" "$2" | k apply -f - >/dev/null; }
policy default-deny '{podSelector: {}}'
eventually "default-deny closes them" 5 "timed out" reach named
check "the node still reaches them" "You've hit" get "http://$web:8080"
policy allow-client '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {app: client}}}], ports: [{port: http}]}]}'
eventually "a policy opens them for some" 5 "You've hit" reach named
check "and for nobody else" "timed out" reach configured
policy allow-team '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: green}}}], ports: [{port: 8000, endPort: 8090}]}]}'
check "one by a namespace's label does not" "timed out" reach configured
k label namespace services team=green >/dev/null
eventually "until the namespace has it" 5 "You've hit" reach configured
k label namespace services team- >/dev/null
eventually "nor when it has lost it" 5 "timed out" reach configured
policy closed '{podSelector: {matchLabels: {app: client}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.44.0.0/16, except: ['"$web"'/32]}}]}]}'
eventually "egress is judged" 5 "timed out" reach named
check "names are found nevertheless" "$cluster_ip" lookup my-web.services.svc.cluster.local
k delete networkpolicy --all >/dev/null
eventually "without policies all is open again" 5 "You've hit" reach configured
same "and no table is left" "0" "$(nft list tables | grep -c "coxswain-policy-$CLUSTER\$")"
leave services
