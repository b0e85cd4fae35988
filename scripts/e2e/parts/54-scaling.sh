# shellcheck shell=bash
# Metrics, replicas that follow load, quotas and limits, and pods that may not all go at once.

fresh scaling
node=$(names nodes | cut -d' ' -f1)

section "metrics"
check "the metrics API is available" "v1beta1.metrics.k8s.io +Local +True" k get apiservice v1beta1.metrics.k8s.io
eventually "top nodes" 30 "NAME +CPU\(cores\).*$node +[0-9]+m +[0-9]+% +[0-9]+Mi" k top nodes
# A pod that counts its queries, and tells their number as Prometheus asks for it.
counter='let n=0;require("http").createServer((q,s)=>{if(q.url=="/metrics"){s.end("# TYPE queries_total counter\nqueries_total "+n+"\n")}'
counter+='else{n++;s.end("hi\n")}}).listen(8080)'
cat >"$work/qps.yaml" <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: {name: qps}
spec:
  replicas: 1
  selector: {matchLabels: {app: qps}}
  template:
    metadata:
      labels: {app: qps}
      annotations: {prometheus.io/scrape: "true", prometheus.io/port: "8080"}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - name: main
        image: $IMAGE:v1
        command: [node, -e, '$counter']
        resources: {requests: {cpu: 50m, memory: 32Mi}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: qps}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: qps}
  minReplicas: 1
  maxReplicas: 3
  behavior: {scaleDown: {stabilizationWindowSeconds: 0}}
  metrics:
  - type: Pods
    pods: {metric: {name: queries}, target: {type: AverageValue, averageValue: "5"}}
YAML
sed -e 's/name: qps/name: busy/; s/app: qps/app: busy/; /annotations:/d; /^---/,$d' "$work/qps.yaml" |
    sed -e 's/app: qps/app: busy/' >"$work/busy.yaml"
check "a deployment that counts its queries" "deployment.apps/qps created" k create -f "$work/qps.yaml"
check "and one that will be busy" "deployment.apps/busy created" k create -f "$work/busy.yaml"
check "autoscale it by processor use" "horizontalpodautoscaler.autoscaling/busy autoscaled" \
    k autoscale deployment busy --cpu-percent=50 --min=1 --max=3
k patch hpa busy --type=merge -p '{"spec":{"behavior":{"scaleDown":{"stabilizationWindowSeconds":0}}}}' >/dev/null
k rollout status deployment qps --timeout=60s >/dev/null
k rollout status deployment busy --timeout=60s >/dev/null
eventually "top pods --containers" 40 "busy-[a-z0-9-]+ +main +[0-9]+m +[0-9]+Mi" k top pods --containers
refuse "top of no such pod" 'NotFound.*podmetrics.metrics.k8s.io "scaling/nobody" not found' k top pod nobody

section "autoscaling"
k exec deploy/busy -- timeout 30 sh -c 'while :; do :; done' >/dev/null 2>&1 &
address=$(k get po -l app=qps -o 'jsonpath={.items[0].status.podIP}')
(for _ in $(seq 600); do get "http://$address:8080/" >/dev/null; sleep 0.03; done) 2>/dev/null &
queries=$!
eventually "queries per second, as a custom metric" 20 '"value":"[1-9]' k get --raw \
    "/apis/custom.metrics.k8s.io/v1beta1/namespaces/scaling/pods/*/queries"
eventually "replicas follow the processor" 75 "Deployment/busy +cpu: [0-9]+%/50% +1 +3 +3" k get hpa busy
eventually "and the queries" 60 "Deployment/qps +[0-9m]+/5 +1 +3 +[23]" k get hpa qps
check "describe hpa" "ScalingActive +True +ValidMetricFound.*SuccessfulRescale.*New size: 3; reason: cpu resource utilization" k describe hpa busy
kill "$queries" 2>/dev/null
wait 2>/dev/null
eventually "less work, fewer replicas" 75 "Deployment/busy +cpu: [0-9]+%/50% +1 +3 +1" k get hpa busy
eventually "less asked, fewer replicas" 60 "Deployment/qps +[0-9m]+/5 +1 +3 +1" k get hpa qps
k delete hpa --all >/dev/null
# Of a service counts what the pods behind it tell; of what no object has, what any pod of the namespace tells.
k expose deployment qps --port=80 --target-port=8080 >/dev/null
scaled() {
    printf '{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"qps"},"spec":{"maxReplicas":3,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"qps"},"metrics":[%s]}}' "$1" |
        k apply -f - >/dev/null
}
scaled '{"type":"Object","object":{"describedObject":{"apiVersion":"v1","kind":"Service","name":"qps"},"metric":{"name":"queries"},"target":{"type":"Value","value":"5"}}}'
eventually "a metric of a service" 25 "^0 True ValidMetricFound" k get hpa qps -o \
    'jsonpath={.status.currentMetrics[0].object.current.value} {.status.conditions[?(@.type=="ScalingActive")].status} {.status.conditions[?(@.type=="ScalingActive")].reason}'
scaled '{"type":"External","external":{"metric":{"name":"queue_length","selector":{"matchLabels":{"queue":"mail"}}},"target":{"type":"AverageValue","averageValue":"2"}}}'
eventually "one that nobody offers is said to be missing" 25 "ScalingActive +False +FailedGetExternalMetric.*queue_length/&LabelSelector[{]MatchLabels:map\[string\]string[{]queue: mail,[}]" k describe hpa qps
refuse "scaling to zero" "spec.minReplicas: Invalid value: 0: must be greater than or equal to 1" k patch hpa qps -p '{"spec":{"minReplicas":0}}'
k delete hpa,service qps >/dev/null
k delete deployment busy --wait=false >/dev/null

section "quotas and limits"
check "a quota" "resourcequota/small created" k create quota small --hard=pods=4,requests.cpu=200m,count/deployments.apps=1,configmaps=3
eventually "its use is counted" 10 "pods: 1/4" k get quota small
eventually "described" 10 "count/deployments.apps +1 +1.*requests.cpu +50m +200m" k describe quota small
refuse "what exceeds it" 'exceeded quota: small, requested: count/deployments.apps=1, used: count/deployments.apps=1' \
    k create deployment more --image="$IMAGE:v1"
refuse "pods that do not say what they need" 'failed quota: small: must specify requests.cpu for: silent' \
    k run silent --image="$IMAGE:v1"
printf '{"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"range"},"spec":{"limits":[{"type":"Container","defaultRequest":{"cpu":"30m"},"max":{"cpu":"1"}}]}}' |
    k create -f - >/dev/null
check "a limit range fills in" "pod/filled created" k run filled --image="$IMAGE:v1" --restart=Never --command -- sleep 300
check "what was filled in" '^30m 1$' k get pod filled -o 'jsonpath={.spec.containers[0].resources.requests.cpu} {.spec.containers[0].resources.limits.cpu}'
eventually "the quota has seen it" 10 "requests.cpu +80m +200m" k describe quota small
k delete pod filled --now >/dev/null
eventually "and that it went" 20 "requests.cpu +50m +200m" k describe quota small
k delete quota,limitrange --all >/dev/null

section "disruption"
check "a disruption budget" "poddisruptionbudget.policy/qps created" k create pdb qps --selector=app=qps --min-available=1
eventually "allows nothing with one pod" 20 "qps +1 +N/A +0" k get pdb qps
refuse "drain waits for it" "Cannot evict pod as it would violate the pod's disruption budget" \
    k drain "$node" --pod-selector=app=qps --ignore-daemonsets --timeout=4s
check "uncordon" "uncordoned" k uncordon "$node"
k scale deployment qps --replicas=2 >/dev/null
eventually "allows one of two" 40 "qps +1 +N/A +1" k get pdb qps
pod=$(names po -l app=qps | cut -d' ' -f1)
eviction="{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"$pod\",\"namespace\":\"scaling\"}}"
check "evict one" "HTTP 201" api POST "/api/v1/namespaces/scaling/pods/$pod/eviction" -H 'Content-Type: application/json' -d "$eviction"
eventually "and it is replaced" 40 "qps +1 +N/A +1" k get pdb qps
leave scaling
