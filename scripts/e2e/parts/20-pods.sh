# shellcheck shell=bash
# One pod: making it, looking at it from every side, speaking to it.

fresh pods
sample kubia-manual.yaml >"$work/kubia-manual.yaml"
check "create -f a pod" "pod/kubia-manual created" k create -f "$work/kubia-manual.yaml"
refuse "create it again is refused" 'pods "kubia-manual" already exists' k create -f "$work/kubia-manual.yaml"
eventually "get pods: it runs" 60 "kubia-manual +1/1 +Running +0 " k get pods
check "wait for a condition" "condition met" k wait --for=condition=Ready pod/kubia-manual --timeout=30s
check "wait for a JSON path" "condition met" k wait "--for=jsonpath={.status.phase}=Running" pod/kubia-manual --timeout=30s
check "get -o wide shows IP and node" "IP +NODE.* 10\.44\.[0-9.]+ +[a-z0-9.-]+ " k get pods -o wide
check "get -o yaml" "apiVersion: v1.*kind: Pod.*nodeName: .*phase: Running" k get po kubia-manual -o yaml
check "get -o json" "^Pod$" bash -c "$KUBECTL get po kubia-manual -o json | jq -r .kind"
check "get -o name" "^pod/kubia-manual$" k get po -o name
check "get -o custom-columns" "kubia-manual +10\.44" k get po -o custom-columns=N:.metadata.name,IP:.status.podIP
check "defaults are filled in" "^Always ClusterFirst 30 default /dev/termination-log IfNotPresent|^Always ClusterFirst 30 default /dev/termination-log Always" \
    k get po kubia-manual -o 'jsonpath={.spec.restartPolicy} {.spec.dnsPolicy} {.spec.terminationGracePeriodSeconds} {.spec.serviceAccountName} {.spec.containers[0].terminationMessagePath} {.spec.containers[0].imagePullPolicy}'
check "describe" "Status: +Running.*IP: +10\.44.*State: +Running.*QoS Class: +BestEffort" k describe pod kubia-manual
eventually "describe lists the events of its start" 10 "Scheduled.*Successfully assigned pods/kubia-manual.*Created.*Started" k describe pod kubia-manual
check "get events" "Scheduled" k get events
check "logs" "Kubia server starting" k logs kubia-manual
check "logs -c" "Kubia server starting" k logs kubia-manual -c kubia
refuse "logs of a container that is not there" "container nope is not valid for pod kubia-manual" k logs kubia-manual -c nope
refuse "logs --previous before a restart" "previous terminated container .*not found" k logs kubia-manual --previous
check "exec: the host name is the pod's" "^kubia-manual$" k exec kubia-manual -- hostname
check "exec with standard input" "^HELLO$" bash -c "echo hello | $KUBECTL exec -i kubia-manual -- tr a-z A-Z"
check "exec: a megabyte there and back" "^1048576$" bash -c "head -c 1048576 /dev/zero | $KUBECTL exec -i kubia-manual -- cat | wc -c"
# The time limit stands outside the terminal: inside it, `timeout` under a shell that does not exec would read from the background and be stopped.
check "exec -it on a terminal" "/dev/pts/" bash -c "timeout 30 script -qec '$KUBECTL exec -it kubia-manual -- tty' /dev/null </dev/null"
refuse "exec gives the command's exit status" "exit code 3" k exec kubia-manual -- sh -c 'exit 3'
refuse "exec of a command that is not there" "not found|no such file" k exec kubia-manual -- no-such-command
check "cp into the pod and out of it" "^as it was$" bash -c "echo 'as it was' >$work/in && $KUBECTL cp $work/in kubia-manual:/tmp/in && $KUBECTL cp kubia-manual:/tmp/in $work/out >/dev/null && cat $work/out"
check "the pod's own name resolves" "10\.44\." k exec kubia-manual -- cat /etc/hosts
check "the pod's resolv.conf names the cluster's DNS" "nameserver 10\.45\.0\.10.*search pods\.svc\.cluster\.local svc\.cluster\.local|search pods\.svc\.cluster\.local svc\.cluster\.local.*nameserver 10\.45\.0\.10" k exec kubia-manual -- cat /etc/resolv.conf
check "the ServiceAccount's token is mounted" "ca\.crt.*namespace.*token" k exec kubia-manual -- ls /var/run/secrets/kubernetes.io/serviceaccount
check "the API server answers a pod by name and token" "gitVersion" k exec kubia-manual -- sh -c \
    'cd /var/run/secrets/kubernetes.io/serviceaccount && curl -sS --max-time 5 --cacert ca.crt -H "Authorization: Bearer $(cat token)" https://kubernetes.default.svc/version'
check "the node reaches the pod by its IP" "You've hit kubia-manual" bash -c "curl --noproxy '*' -sS --max-time 5 http://\$($KUBECTL get po kubia-manual -o 'jsonpath={.status.podIP}'):8080"
eventually "logs show the request" 10 "Received request from" k logs kubia-manual
check "logs --tail" "^Received" k logs kubia-manual --tail=1

forwarded() {
    "$KUBECTL" port-forward "$1" ":$2" >"$work/forward" 2>&1 &
    local job=$! port=""
    for _ in $(seq 50); do
        port=$(sed -n 's/^Forwarding from 127.0.0.1:\([0-9]*\) .*/\1/p' "$work/forward")
        [ -n "$port" ] && break
        sleep 0.1
    done
    if [ -n "$port" ]; then get "http://127.0.0.1:$port" && get "http://127.0.0.1:$port"; else cat "$work/forward"; fi
    kill $job 2>/dev/null
}
check "port-forward: two requests answered on 127.0.0.1" "You've hit kubia-manual.*You've hit kubia-manual" forwarded kubia-manual 8080

check "attach sees what the process prints" "Received request" bash -c "
    (sleep 1; curl --noproxy '*' -sS http://\$($KUBECTL get po kubia-manual -o 'jsonpath={.status.podIP}'):8080 >/dev/null) & timeout 3 $KUBECTL attach kubia-manual; true"
check "logs -f follows" "Received request" bash -c "
    (sleep 1; curl --noproxy '*' -sS http://\$($KUBECTL get po kubia-manual -o 'jsonpath={.status.podIP}'):8080 >/dev/null) & timeout 3 $KUBECTL logs -f --tail=0 kubia-manual; true"

killed=$(process_of kubia-manual)
same "the container's process is found in its cgroup" "$killed" "$(process_of kubia-manual)"
[ -n "$killed" ] && kill -9 "$killed"
eventually "its process killed, the container restarts: count 1" 30 "1/1 +Running +1 " k get pod kubia-manual
check "logs --previous" "Received request" k logs kubia-manual --previous
check "describe tells the last state" "Last State: +Terminated.*Exit Code: +137.*Restart Count: +1" k describe pod kubia-manual

(timeout 8 "$KUBECTL" get pods -w >"$work/watch" 2>&1) &
watcher=$!
sleep 1
check "run makes a pod" "created" k run watched --image="$IMAGE" --restart=Never --command -- sh -c 'sleep 1'
wait $watcher
check "get -w shows it going from Pending to Completed" "watched.*Pending.*watched.*ContainerCreating.*watched.*Running.*watched.*Completed" cat "$work/watch"
check "wait for Succeeded" "condition met" k wait --for=jsonpath='{.status.phase}'=Succeeded pod/watched --timeout=20s
check "run --rm -i gives the output of a one-off command" "Hello World" k run once --image="$IMAGE" --restart=Never --rm -i --command -- sh -c 'sleep 1; echo Hello World'
check "delete with the usual grace" 'pod "kubia-manual" deleted' k delete po kubia-manual
refuse "it is gone" 'pods "kubia-manual" not found' k get po kubia-manual
leave pods
