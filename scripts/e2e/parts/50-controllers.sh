# shellcheck shell=bash
# A ReplicationController of three, scaled, exposed and reached from everywhere; Deployments rolled out and back.

fresh controllers
sample kubia-rc.yaml | sed "s/^    spec:/    spec:\n      terminationGracePeriodSeconds: 1/" >"$work/rc.yaml"
check "create a ReplicationController" "replicationcontroller/kubia created" k create -f "$work/rc.yaml"
eventually "it has three pods" 90 "kubia +3 +3 +3" k get rc
check "describe rc" "Replicas: +3 current / 3 desired.*3 Running / 0 Waiting.*SuccessfulCreate" k describe rc kubia
check "scale down" "scaled" k scale rc kubia --replicas=1
eventually "one is left" 60 "kubia +1 +1 +1" k get rc
check "scale up" "scaled" k scale rc kubia --replicas=3
eventually "three again" 60 "kubia +3 +3 +3" k get rc
refuse "scale with a wrong --current-replicas" "[Ee]xpected replicas to be 7" k scale rc kubia --current-replicas=7 --replicas=4
check "scale subresource" '"replicas":3' k get --raw /api/v1/namespaces/controllers/replicationcontrollers/kubia/scale

gone=$(names po | cut -d' ' -f1)
check "delete one of its pods" "deleted" k delete pod "$gone" --wait=false
eventually "it is replaced" 60 "kubia +3 +3 +3" k get rc
moved=$(k get po -l app=kubia --sort-by=.metadata.creationTimestamp -o 'jsonpath={.items[-1:].metadata.name}')
check "a pod relabelled leaves the controller" "labeled" k label po "$moved" app=foo --overwrite
eventually "and is replaced" 60 "kubia +3 +3 +3" k get rc
eventually "and runs on, without an owner" 10 "^Running \$" k get po "$moved" -o 'jsonpath={.status.phase} {.metadata.ownerReferences}'
k delete po "$moved" --now >/dev/null

check "expose as a LoadBalancer" "service/kubia-http exposed" k expose rc kubia --type=LoadBalancer --name kubia-http
eventually "it gets an external IP" 30 "LoadBalancer +10\.45\.[0-9.]+ +10\.46\.0\.[0-9]+ +8080:3[0-9]+/TCP" k get svc kubia-http
external=$(field svc/kubia-http '{.status.loadBalancer.ingress[0].ip}')
cluster_ip=$(field svc/kubia-http '{.spec.clusterIP}')
node_port=$(field svc/kubia-http '{.spec.ports[0].nodePort}')
eventually "endpoints: three" 20 "10\.44\.[0-9.]+:8080,10\.44\.[0-9.]+:8080,10\.44\.[0-9.]+:8080" k get endpoints kubia-http
check "endpoint slices" "IPv4 +8080 +10\.44" k get endpointslices -l kubernetes.io/service-name=kubia-http
check "describe svc" "Endpoints: +10\.44" k describe svc kubia-http
pod=$(k get po -l app=kubia --sort-by=.metadata.creationTimestamp -o 'jsonpath={.items[-1:].metadata.name}')
eventually "curl of the external IP" 15 "You've hit kubia-" get "http://$external:8080"
check "curl of the cluster IP from the node" "You've hit kubia-" get "http://$cluster_ip:8080"
check "curl of the node port" "You've hit kubia-" get "http://$NODE_ADDRESS:$node_port"
check "curl of the cluster IP from a pod" "You've hit kubia-" k exec "$pod" -- curl -sS --max-time 5 "http://$cluster_ip:8080"
check "curl of the external IP from a pod" "You've hit kubia-" k exec "$pod" -- curl -sS --max-time 5 "http://$external:8080"
check "curl by name from a pod" "You've hit kubia-" k exec "$pod" -- curl -sS --max-time 5 "http://kubia-http:8080"
check "curl by the full name" "You've hit kubia-" k exec "$pod" -- curl -sS --max-time 5 "http://kubia-http.controllers.svc.cluster.local:8080"
same "the external IP spreads over all three" 3 "$(spread "http://$external:8080" 40 | grep -c "You've hit")"
same "the cluster IP spreads over all three" 3 "$(spread "http://$cluster_ip:8080" 40 | grep -c "You've hit")"
same "the node port spreads over all three" 3 "$(spread "http://$NODE_ADDRESS:$node_port" 40 | grep -c "You've hit")"
check "a pod reaches itself through its service" "^3$" k exec "$pod" -- sh -c \
    "for i in \$(seq 40); do curl -sS --max-time 5 http://$cluster_ip:8080; done | sort -u | grep -c hit"
k delete po "$pod" --wait=false >/dev/null
eventually "its replacement is in the endpoints" 60 "kubia +3 +3 +3" k get rc
newer=$(k get po -l app=kubia --sort-by=.metadata.creationTimestamp -o 'jsonpath={.items[-1:].metadata.name}')
eventually "service variables in a pod made after the service" 30 "KUBIA_HTTP_SERVICE_HOST=$cluster_ip.*KUBIA_HTTP_SERVICE_PORT=8080" k exec "$newer" -- sh -c 'env | sort'
check "delete the service" "deleted" k delete svc kubia-http
eventually "its address answers no more" 10 "no answer" bash -c "curl --noproxy '*' -sS --max-time 1 http://$cluster_ip:8080 >/dev/null 2>&1 || echo no answer"
k delete rc kubia --wait=false >/dev/null

section deployments
check "create deployment" "deployment.apps/kubia created" k create deployment kubia --image="$IMAGE:v1" --replicas=3
k get deployment kubia >/dev/null 2>&1 || make deployment kubia --image="$IMAGE:v1" --replicas=3
check "rollout status" "successfully rolled out" k rollout status deployment kubia --timeout=80s
check "get deploy,rs" "deployment.apps/kubia +3/3 +3 +3.*replicaset.apps/kubia-[a-z0-9]+ +3 +3 +3" k get deploy,rs
check "expose it" "exposed" k expose deployment kubia --port=80 --target-port=8080
address=$(field svc/kubia '{.spec.clusterIP}')
eventually "version one answers" 20 "You've hit" get "http://$address"
check "set image" "image updated" k set image deployment kubia kubia="$IMAGE:v2"
check "rollout status of the update" "successfully rolled out" k rollout status deployment kubia --timeout=80s
eventually "version two answers" 20 "This is v2" get "http://$address"
check "rollout history" "REVISION.*1.*2" k rollout history deployment kubia
check "two replica sets, one empty" "^0 3 $" bash -c "$KUBECTL get rs -o 'jsonpath={range .items[*]}{.spec.replicas}{\"\\n\"}{end}' | sort | tr '\n' ' '"
check "rollout undo" "rolled back" k rollout undo deployment kubia
check "rollout status of the undo" "successfully rolled out" k rollout status deployment kubia --timeout=80s
eventually "version one answers again" 20 "You've hit" get "http://$address"
check "scale deployment" "scaled" k scale deployment kubia --replicas=1
eventually "one pod is left" 60 "1/1 +1 +1" k get deploy kubia
check "describe deployment" "StrategyType: +RollingUpdate.*ScalingReplicaSet" k describe deployment kubia
check "rollout restart" "restarted" k rollout restart deployment kubia
check "rollout status of the restart" "successfully rolled out" k rollout status deployment kubia --timeout=80s
check "rollout pause and resume" "paused.*resumed" bash -c "$KUBECTL rollout pause deployment kubia && $KUBECTL rollout resume deployment kubia"
check "delete deployment" "deleted" k delete deployment kubia
eventually "its replica sets and pods go too" 60 "No resources found" k get rs,po
leave controllers
