# shellcheck shell=bash
# The server ends and starts again; containers run on as if nothing had been.

fresh restart
k run steady --image="$IMAGE" --port=8080 >/dev/null
check "a pod that shall live through it" "condition met" k wait --for=condition=Ready pod/steady --timeout=60s
# One that no node can take: the server that comes knows of it, and does not tell again what its forerunner told.
k run waiting --image="$IMAGE" --overrides='{"spec":{"nodeSelector":{"nowhere":"true"}}}' >/dev/null
told() { k get events --field-selector involvedObject.name=waiting,reason=FailedScheduling -o name; }
eventually "one that waits for a node, and an event that says so" 10 "^event/waiting" told
identity() { k get po steady -o 'jsonpath={.metadata.uid} {.status.containerStatuses[0].containerID} {.status.containerStatuses[0].state.running.startedAt} {.status.containerStatuses[0].restartCount}'; }
ends() { for _ in $(seq 100); do [ -d "/proc/$1" ] || return 0; sleep 0.1; done; return 1; }
before=$(identity)
process=$(process_of steady)
address=$(k get po steady -o 'jsonpath={.status.podIP}')
server=$(server_process)
[ -n "$server" ] && kill -TERM "$server"
check "the server ends within ten seconds of SIGTERM" "" ends "$server"
check "while it is away the container answers" "You've hit steady" get "http://$address:8080"
check "up starts it again" "ready" up
eventually "the pod is as it was: same container, same start, no restart" 20 "$before" identity
same "and the same process" "$process" "$(process_of steady)"
check "a watch from before the restart is told that its revision is gone" '"reason": ?"Expired".*"code": ?410|"code": ?410.*"reason": ?"Expired"' \
    api GET "/api/v1/namespaces/restart/pods?watch=1&resourceVersion=1&timeoutSeconds=2"
check "exec works again" "steady" k exec steady -- hostname
check "logs work again" "Kubia server" k logs steady
server=$(server_process)
[ -n "$server" ] && kill -9 "$server"
check "killed outright, it is gone" "" ends "$server"
check "up after a kill" "ready" up
eventually "the pod is as it was" 20 "$before" identity
k run after --image="$IMAGE" >/dev/null
check "and new pods start" "condition met" k wait --for=condition=Ready pod/after --timeout=60s
same "of the one that waits there is still one event" 1 "$(lines told)"
# New labels are no reason to try it again, a new toleration is.
k patch pod waiting --type=json -p '[{"op":"add","path":"/spec/tolerations/-","value":{"key":"again","operator":"Exists"}}]' >/dev/null
eventually "and when it is tried again that is told" 10 '^([2-9]|[1-9] [1-9])' k get events --field-selector involvedObject.name=waiting,reason=FailedScheduling -o 'jsonpath={.items[*].count}'
leave restart
