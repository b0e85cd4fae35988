# shellcheck shell=bash
# Probes, ReplicationControllers, ReplicaSets, DaemonSets, Jobs; the CronJob and the job of five, that take longest, come first.

check "create a CronJob, batch/v1beta1" "cronjob.batch/batch-job-every-fifteen-minutes created" k create -f "$(page chapter4/cronjob.yaml)"
check "get cronjobs" "batch-job-every-fifteen-minutes +" k get cronjobs
cron_made=$SECONDS
check "a job of five, one after the other" "job.batch/multi-completion-batch-job created" k create -f "$(page chapter4/multi-completion-batch-job.yaml)"
check "a pod with a liveness probe" "pod/kubia-liveness created" k create -f "$(page chapter4/kubia-liveness-probe.yaml)"

check "create a ReplicationController" "replicationcontroller/kubia created" k create -f "$(page chapter4/kubia-rc.yaml)"
running app=kubia 3
one=$(first app=kubia)
check "delete one of its pods" "deleted" k delete po "$one"
running app=kubia 3
refuse "it is another one" "not found" k get po "$one"
check "get rc" "kubia +3 +3 +3" k get rc
check "describe rc" "Replicas: +3 current / 3 desired.*SuccessfulCreate" k describe rc kubia
one=$(first app=kubia)
check "another label on a pod" "labeled" k label pod "$one" type=special
check "nothing changes" "app=kubia,type=special" k get pods -l app=kubia --show-labels
same "there are three" 3 "$(lines k get po -l app=kubia -o name)"
refuse "label without --overwrite" "overwrite is false" k label pod "$one" app=foo
check "label --overwrite moves it out" "labeled" k label pod "$one" app=foo --overwrite
running app=kubia 3
check "get pods -L app: four" "$one +.* foo" k get pods -L app
k delete po "$one" --wait=false >/dev/null

check "edit rc: a label for the template" "edited" env KUBE_EDITOR="$(editor edit-label '/^    metadata:/,/^    spec:/s/^        app: kubia/&\n        round: two/')" "$KUBECTL" edit rc kubia
check "the pods stay as they are" "No resources" k get po -l round=two
one=$(first app=kubia)
k delete po "$one" >/dev/null
running app=kubia 3
same "a new one has the label" 1 "$(lines k get po -l round=two -o name)"
check "scale rc --replicas=10" "scaled" k scale rc kubia --replicas=10
running app=kubia 10
check "edit rc: three replicas" "edited" env KUBE_EDITOR="$(editor edit-scale 's/^  replicas: 10/  replicas: 3/')" "$KUBECTL" edit rc kubia
running app=kubia 3
check "delete rc --cascade=false" "deleted" k delete rc kubia --cascade=false
same "the pods go on" 3 "$(lines k get po -l app=kubia -o name)"

check "a ReplicaSet, apps/v1beta2, takes them over" "replicaset.apps/kubia created" k create -f "$(page chapter4/kubia-replicaset.yaml)"
eventually "get rs" 20 "kubia +3 +3 +3" k get rs
eventually "they are its own now" 20 "^(ReplicaSet ){3}\$" k get po -l app=kubia -o 'jsonpath={range .items[*]}{.metadata.ownerReferences[0].kind} {end}'
check "describe rs" "Replicas: +3 current / 3 desired" k describe rs
k delete rs kubia --cascade=orphan >/dev/null
check "one with matchExpressions takes them over too" "created" k create -f "$(page chapter4/kubia-replicaset-matchexpressions.yaml)"
eventually "get rs again" 20 "kubia +3 +3 +3" k get rs
same "with the same selector" "app In kubia" "$(k get rs kubia -o 'jsonpath={.spec.selector.matchExpressions[0].key} {.spec.selector.matchExpressions[0].operator} {.spec.selector.matchExpressions[0].values[0]}')"
check "delete rs" "deleted" k delete rs kubia

node=$(k get nodes -o 'jsonpath={.items[0].metadata.name}')
check "a DaemonSet, apps/v1beta2" "daemonset.apps/ssd-monitor created" k create -f "$(page chapter4/ssd-monitor-daemonset.yaml)"
check "get ds: no node has the label" "ssd-monitor +0 +0 +0" k get ds
k label node "$node" disk=ssd >/dev/null
running app=ssd-monitor 1
eventually "its log" 10 "SSD OK" k logs "$(first app=ssd-monitor)"
k label node "$node" disk=hdd --overwrite >/dev/null
gone app=ssd-monitor
k label node "$node" disk- >/dev/null
check "delete ds" "deleted" k delete ds ssd-monitor

check "a Job" "job.batch/batch-job created" k create -f "$(page chapter4/exporter.yaml)"
check "a job of five, two at a time" "created" k create -f "$(page chapter4/multi-completion-parallel-batch-job.yaml)"
sed 's/name: BATCH_SECONDS, value: "[0-9]*"/name: BATCH_SECONDS, value: "3600"/' "$(page chapter4/time-limited-batch-job.yaml)" >"$work/limited.yaml"
check "a job with a time limit" "created" k create -f "$work/limited.yaml"
check "get jobs" "batch-job +" k get jobs
check "the job is done" "condition met" k wait --for=condition=Complete job/batch-job --timeout=$((batch_seconds + 60))s
if own; then
    check "get pod --show-all" "batch-job-.*Completed" k get pod --show-all
    check "get pod -a" "batch-job-.*Completed" k get pod -a
else
    check "get pod shows it" "batch-job-.*Completed" k get pod
fi
check "its log" "Finished successfully" k logs "$(first job-name=batch-job)"
check "the time limit ends the other" "condition met" k wait --for=condition=Failed job/time-limited-batch-job --timeout=$((time_limit + 60))s
check "and is told" "DeadlineExceeded" k describe job time-limited-batch-job
check "five, two at a time, are done" "condition met" k wait --for=condition=Complete job/multi-completion-parallel-batch-job --timeout=$((3 * batch_seconds + 60))s
check "five, one after the other, too" "condition met" k wait --for=condition=Complete job/multi-completion-batch-job --timeout=$((5 * batch_seconds + 60))s
check "get jobs: 5/5" "multi-completion-batch-job +Complete +5/5.*multi-completion-parallel-batch-job +Complete +5/5" k get jobs

eventually "the unhealthy server is started anew" 60 "kubia-liveness .* [1-9][0-9]* \(" k get po kubia-liveness
eventually "logs --previous" 30 "Received request" k logs kubia-liveness --previous
check "describe: the signal, and the probe" "Liveness: +http-get http://:8080/ delay=0s timeout=1s period=${probe_period}s #success=1 #failure=3" k describe po kubia-liveness
check "describe: exit code 137" "Last State: +Terminated.*Exit Code: +137" k describe po kubia-liveness
check "describe: the answer" "Unhealthy .*Liveness probe failed: HTTP probe failed with statuscode: 500" k describe po kubia-liveness
check "describe: what follows" "Killing .*Container kubia failed liveness probe, will be restarted" k describe po kubia-liveness
k delete po kubia-liveness --now >/dev/null
put chapter4/kubia-liveness-probe-initial-delay.yaml
check "a probe with an initial delay" "delay=15s" k describe po kubia-liveness
k delete po kubia-liveness --now >/dev/null

k delete job batch-job multi-completion-batch-job multi-completion-parallel-batch-job time-limited-batch-job >/dev/null
eventually "the CronJob has run" $((100 - SECONDS + cron_made)) "batch-job-every-fifteen-minutes-[0-9]+ +Complete" k get jobs
check "with startingDeadlineSeconds" "configured" bash -c "'$KUBECTL' apply -f '$(page chapter4/cronjob-deadline.yaml)' 2>/dev/null"
check "get cronjob" "15" k get cronjob batch-job-every-fifteen-minutes -o 'jsonpath={.spec.startingDeadlineSeconds}'
check "delete cronjob" "deleted" k delete cronjob batch-job-every-fifteen-minutes
