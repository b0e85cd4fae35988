# shellcheck shell=bash
# Three containers of one pod: without volumes they have nothing in common, with two volumes they work together.

website() { get "http://$(field po/"$1" '{.status.podIP}')/"; }
check "three containers without volumes" "created" k create -f "$(page chapter6/website-no-volumes.yaml)"
check "with two volumes" "created" k create -f "$(page chapter6/website.yaml)"
# Without its directory the generator fails, without logs the handler does: the pod never is whole.
eventually "with them all three run" 60 "website +3/3 +Running" k get po website
eventually "the generator's page is served" 20 "Page [0-9]+, made by website" website website
eventually "the handler has the server's log" 20 "handled access.log.[0-9]+" k logs website -c log-handler
check "describe: the volumes" "public-html:.*EmptyDir.*logs:.*EmptyDir" k describe po website
check "exec in each: one host name" "^website website website\$" bash -c "echo \$(for c in web-server content-agent log-handler; do '$KUBECTL' exec website -c \$c -- hostname 2>/dev/null; done)"
refuse "the server cannot write the pages" "Read-only file system" k exec website -c web-server -- touch /var/htdocs/x
k exec website -c content-agent -- touch /var/html/kept >/dev/null
k exec website -c content-agent -- sh -c 'kill -TERM 1' >/dev/null 2>&1
eventually "the generator is started anew" 60 "^[1-9]" k get po website -o 'jsonpath={.status.containerStatuses[?(@.name=="content-agent")].restartCount}'
eventually "the volume still has what it wrote" 30 "kept" k exec website -c web-server -- ls /var/htdocs
eventually "without volumes no page is found" 20 "not found" website website-no-volumes
refuse "and no log is written" "No such file" k exec website-no-volumes -c web-server -- ls /var/logs
check "pages in memory, logs in a claim" "created" k create -f "$(page chapter6/website-memory.yaml)"
eventually "the page is served" 60 "Page [0-9]+, made by website-memory" website website-memory
check "the volume is memory" "tmpfs" k exec website-memory -c content-agent -- grep /var/html /proc/mounts
check "get pvc: bound" "website-logs +Bound" k get pvc
check "delete the pods" "deleted.*deleted.*deleted" k delete po website website-no-volumes website-memory --now
check "and the claim" "deleted" k delete pvc website-logs
