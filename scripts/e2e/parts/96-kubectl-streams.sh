# shellcheck shell=bash
# The built-in kubectl beside the stock one: describe byte for byte, streams, and administration.

own() { timeout "$step_limit" "$BINARY" kubectl "$@"; }

# What 1.32 and 1.36 tell differently is left out: names of ports, containers of events, members that came or went. So is which of the
# stock kubectl's two timers ended a stream.
without_versions() {
    sed -E -e '/^  Kube-Proxy Version:/d' -e '/^(Time Zone|Mountable secrets|Tokens): +</d' \
        -e 's|^( +(Host )?Port: .*/TCP) \(.*\)$|\1|' -e 's/^ +(ConfigMap)?Optional: +(false|<nil>)$/Optional: false/' \
        -e 's/spec\.containers\{[a-z-]+\}: //' -e 's/cannot delete cannot delete /cannot delete /' -e 's/ is not valid for pod ([^ ]+) out of: .*/ is not valid for pod \1/' \
        -e 's/^(error: context deadline exceeded) \(Client\.Timeout or context cancellation while reading body\)$/\1/'
}

# identical TITLE ARGUMENTS…: both print the same, both streams and the status. Ages tick between two runs, so a few tries are allowed.
identical() {
    local title=$1 ours theirs try
    shift
    for try in 1 2 3 4 5 6; do
        theirs=$(k "$@" 2>&1; echo "status $?")
        ours=$(own "$@" 2>&1; echo "status $?")
        theirs=$(printf '%s\n' "$theirs" | without_versions)
        ours=$(printf '%s\n' "$ours" | without_versions)
        [ "$ours" = "$theirs" ] && break
        sleep 0.3
    done
    seen=$(diff <(printf '%s\n' "$theirs") <(printf '%s\n' "$ours"))
    if [ -z "$seen" ]; then pass "$title"; else fail "$title" "what the stock kubectl prints (<)" "kubectl $*"; fi
    : "$try"
}

fresh streams
k create -f - >/dev/null <<YAML
apiVersion: v1
kind: Pod
metadata:
  name: talker
  labels: {app: talker}
  annotations: {note: "two\nlines", long: "$(printf 'x%.0s' $(seq 200))"}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: main
    image: $IMAGE
    ports: [{containerPort: 8080, name: http}]
    env:
    - {name: PLAIN, value: "a b"}
    - {name: ME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
    resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {memory: 64Mi}}
    readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
    volumeMounts: [{name: scratch, mountPath: /scratch}, {name: settings, mountPath: /settings, readOnly: true}]
  - name: side
    image: $IMAGE
    command: [sh, -c, "i=0; while :; do echo line \$i; i=\$((i+1)); sleep 0.2; done"]
  volumes:
  - {name: scratch, emptyDir: {}}
  - {name: settings, configMap: {name: settings, optional: true}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: web, image: $IMAGE, ports: [{containerPort: 8080, name: http}]}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: v1
kind: Secret
metadata: {name: hidden}
stringData: {password: secret}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: plain}
data: {key: "value", file: "a\nb\n"}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: quota}
spec: {hard: {pods: "20", requests.cpu: "4"}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: limits}
spec: {limits: [{type: Container, defaultRequest: {cpu: 5m}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: policy}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 80}]}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ingress}
spec:
  rules: [{host: a.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: budget}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: reader}
rules: [{apiGroups: ["", apps], resources: [pods, deployments], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: readers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{kind: ServiceAccount, name: default, namespace: streams}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: never}
spec:
  schedule: "0 0 30 2 *"
  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: j, image: $IMAGE}]}}}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: claim}
spec: {accessModes: [ReadWriteOnce], storageClassName: none, resources: {requests: {storage: 1Gi}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: scaler}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  maxReplicas: 3
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
YAML
k wait --for=condition=Ready pod/talker --timeout=60s >/dev/null
k rollout status deploy/web --timeout=60s >/dev/null
node=$(k get nodes -o 'jsonpath={.items[0].metadata.name}')

for object in pod/talker deploy/web svc/web endpoints/web secret/hidden configmap/plain quota/quota limits/limits \
    netpol/policy ing/ingress pdb/budget role/reader rolebinding/readers cronjob/never pvc/claim hpa/scaler serviceaccount/default; do
    identical "describe $object" describe "$object"
done
identical "describe a replica set" describe rs -l app=web
identical "describe a namespace" describe namespace streams
identical "describe a node" describe node "$node"
identical "describe a cluster role" describe clusterrole view
identical "describe a lease" describe -n kube-node-lease lease "$node"
identical "describe by the beginning of a name" describe po talk --show-events=false
identical "describe what is not there" describe pod nothing
identical "describe several" describe pods -l app=web --show-events=false
identical "describe without events" describe pod/talker --show-events=false

identical "logs of a container" logs talker -c side --tail=2 --limit-bytes=4
identical "logs default to the first container" logs talker --tail=0
identical "logs of a wrong container" logs talker -c nothing
identical "logs of no pod" logs nothing
identical "logs of a deployment" logs deploy/web --tail=0
check "logs with prefixes" '\[pod/talker/side\] line' own logs talker --all-containers --prefix --tail=1
check "logs are followed" 'line.*line' timeout 5 bash -c "'$BINARY' kubectl logs -f talker -c side --since=1s | head -n 3"

identical "a watch ends with --request-timeout" get pod talker -w -o name --request-timeout=1s
identical "a log that is followed, too" logs -f talker -c main --tail=0 --request-timeout=1s
identical "a wait goes on" wait pod/talker --for=condition=Never --timeout=2s --request-timeout=1s
identical "a command goes on" exec talker -c main --request-timeout=1s -- sleep 2
identical "a timeout that is none" get pods --request-timeout=soon

identical "exec" exec talker -c main -- sh -c 'echo out; echo err >&2'
identical "exec tells the exit code" exec talker -c main -- sh -c 'exit 7'
identical "exec in a deployment" exec deploy/web -- echo hello
identical "exec without a command" exec talker
check "exec without --, as in the book's day" 'hello.*DEPRECATED|DEPRECATED.*hello' own exec talker echo hello
same "exec passes input on" "hello" "$(printf hello | own exec -i talker -c main -- cat)"
check "exec -t asks for a terminal" 'Unable to use a TTY' bash -c "'$BINARY' kubectl exec -it talker -c main -- true </dev/null"
check "exec gives a terminal" '24 80|[0-9]+ [0-9]+' \
    script -qec "'$BINARY' kubectl exec -it talker -c main -- sh -c 'stty size; tty'" /dev/null

mkdir -p "$work/copy/inner" && echo one >"$work/copy/a" && echo two >"$work/copy/inner/b"
check "cp into a container" '^$' own cp "$work/copy" talker:/tmp/copied -c main
check "cp brought everything" 'two' k exec talker -c main -- cat /tmp/copied/inner/b
check "cp out of a container" "^(tar: Removing leading .*)?\$" own cp talker:/tmp/copied "$work/back" -c main
same "cp brings everything back" "onetwo" "$(cat "$work/back/a" "$work/back/inner/b" | tr -d '\n')"
identical "cp of what is not there" cp "$work/absent" talker:/tmp/x -c main

local_port=$(free_port 18100)
# The program itself in the background, not a shell around it: what is killed later is what listens.
"$BINARY" kubectl port-forward svc/web "$local_port:80" >"$work/own-forward" 2>&1 &
forward=$!
eventually "port-forward listens" 10 'Forwarding from 127.0.0.1' cat "$work/own-forward"
check "port-forward reaches the pod" '.' get "http://127.0.0.1:$local_port/"
check "port-forward again, over the same connection" '.' get "http://127.0.0.1:$local_port/"
kill "$forward" 2>/dev/null && wait "$forward" 2>/dev/null
refuse "port-forward has ended" "onnect" get "http://127.0.0.1:$local_port/"
"$BINARY" kubectl proxy --port=0 >"$work/own-proxy" 2>&1 &
proxy=$!
eventually "proxy listens" 10 'Starting to serve on 127.0.0.1' cat "$work/own-proxy"
proxied=$(sed -n 's/.*on //p' "$work/own-proxy")
check "proxy adds credentials" '"streams"' get "http://$proxied/api/v1/namespaces/streams"
check "proxy refuses other hosts" 'Forbidden' get -H 'Host: evil.example' "http://$proxied/version"
kill "$proxy" 2>/dev/null && wait "$proxy" 2>/dev/null
refuse "proxy has ended" "onnect" get "http://$proxied/version"

identical "cordon" cordon "$node"
check "uncordon" 'node/.* uncordoned' own uncordon "$node"
k uncordon "$node" >/dev/null
identical "drain refuses pods without controllers" drain "$node" --dry-run=client
k uncordon "$node" >/dev/null
check "taint" 'tainted' own taint node "$node" e2e=1:PreferNoSchedule
identical "taint refuses to overwrite" taint node "$node" e2e=2:PreferNoSchedule
check "untaint" 'untainted' own taint node "$node" e2e-
identical "taint refuses nonsense" taint node "$node" a:b:c
identical "auth can-i" auth can-i create pods
identical "auth can-i, as somebody" auth can-i delete nodes --as=system:serviceaccount:streams:default
identical "auth can-i --list" auth can-i --list --as=system:serviceaccount:streams:default
identical "auth whoami" auth whoami
identical "events" events --for pod/talker
identical "no events" events -n default --for pod/nothing
identical "top without figures or with them" top pod nothing
check "cluster-info" 'Kubernetes control plane is running at https' own cluster-info
check "debug beside a pod's containers" 'seen from beside' \
    own debug talker --image="$IMAGE" --attach -q -c helper -- sh -c 'sleep 2; echo seen from beside; sleep 1'
identical "debug without an image" debug talker

leave streams
