# shellcheck shell=bash
# DaemonSets, Jobs, CronJobs, StatefulSets, and the history of Deployments.

fresh workloads
node=$(k get nodes -o 'jsonpath={.items[0].metadata.name}')

# pod_template LABEL POLICY COMMAND: a template of one container that runs a shell command.
pod_template() {
    cat <<END
    metadata: {labels: {app: $1}}
    spec:
      terminationGracePeriodSeconds: 0
      restartPolicy: $2
      containers: [{name: main, image: $IMAGE, command: [sh, -c, '$3']}]
END
}

cat >"$work/ds.yaml" <<END
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ssd-monitor}
spec:
  selector: {matchLabels: {app: ssd-monitor}}
  template:
$(pod_template ssd-monitor Always 'while true; do echo SSD OK; sleep 1; done')
      nodeSelector: {disk: ssd}
END
check "create a DaemonSet for nodes with a label" "created" k create -f "$work/ds.yaml"
eventually "no node has it: nothing is wished for" 20 "ssd-monitor +0 +0 +0 +0 +0 +disk=ssd" k get ds
k label node "$node" disk=ssd >/dev/null
eventually "the node gets the label: one pod" 60 "ssd-monitor +1 +1 +1 +1 +1 +disk=ssd" k get ds
check "its pod is bound to the node by the scheduler" "^$node metadata.name" k get po -l app=ssd-monitor -o \
    'jsonpath={.items[0].spec.nodeName} {.items[0].spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key}'
eventually "it works" 20 "SSD OK" k logs -l app=ssd-monitor --tail=1
k cordon "$node" >/dev/null
before=$(names po -l app=ssd-monitor)
k delete po -l app=ssd-monitor --wait=false >/dev/null
eventually "deleted, it comes back even on a cordoned node" 60 "1/1 +Running" k get po -l app=ssd-monitor
same "it is another pod" "0" "$(names po -l app=ssd-monitor | grep -cx "$before")"
k uncordon "$node" >/dev/null
check "set env: a new template" "updated" k set env ds/ssd-monitor ROUND=2
check "rollout status" "successfully rolled out" k rollout status ds/ssd-monitor --timeout=60s
check "rollout history: two revisions" "REVISION.*1 .*2 " k rollout history ds/ssd-monitor
check "rollout undo" "rolled back" k rollout undo ds/ssd-monitor
check "it rolls back" "successfully rolled out" k rollout status ds/ssd-monitor --timeout=60s
check "the old template's revision has come back as the third" "REVISION.*2 .*3 " k rollout history ds/ssd-monitor
k label node "$node" disk=hdd --overwrite >/dev/null
eventually "the node loses the label: the pod goes" 40 "No resources found" k get po -l app=ssd-monitor
k label node "$node" disk- >/dev/null
check "delete the DaemonSet" "deleted" k delete ds ssd-monitor

section jobs
# job NAME SPEC COMMAND [POLICY]
job() {
    cat <<END
apiVersion: batch/v1
kind: Job
metadata: {name: $1}
spec:
$2
  template:
$(pod_template "$1" "${4:-Never}" "$3")
END
}
job batch '  completions: 3
  parallelism: 2' 'echo working; sleep 1; echo finally done' OnFailure | k create -f - >/dev/null
check "a job's pods carry its finalizer and labels" "batch.kubernetes.io/job-tracking.* batch" eval \
    "for i in \$(seq 50); do k get po -l job-name=batch -o name | grep -q . && break; sleep 0.1; done; k get po -l job-name=batch -o 'jsonpath={.items[0].metadata.finalizers} {.items[0].metadata.labels.batch\.kubernetes\.io/job-name}'"
check "wait for the job" "condition met" k wait --for=condition=Complete job/batch --timeout=60s
check "get jobs" "batch +Complete +3/3 +[0-9]+s" k get jobs
same "its three pods are kept" "3" "$(lines k get po -l job-name=batch --no-headers)"
check "and their logs" "finally done" k logs job/batch
check "describe" "Pods Statuses: +0 Active .*/ 3 Succeeded / 0 Failed.*SuccessfulCreate.*Completed.*Job completed" k describe job batch
check "the conditions come in order" "^SuccessCriteriaMet CompletionsReached Complete CompletionsReached $" k get job batch -o \
    'jsonpath={range .status.conditions[*]}{.type} {.reason} {end}'
job wrong '' true Always >"$work/job-wrong.yaml"
refuse "a job that would restart for ever is refused" 'restartPolicy: Required value: valid values: "OnFailure", "Never"' \
    k create -f "$work/job-wrong.yaml"
job failing '  backoffLimit: 0' 'exit 3' | k create -f - >/dev/null
check "a job that fails" "condition met" k wait --for=condition=Failed job/failing --timeout=60s
check "says why" "Warning +BackoffLimitExceeded .*Job has reached the specified backoff limit" k describe job failing
job slow '  activeDeadlineSeconds: 2' 'sleep 100' | k create -f - >/dev/null
check "a job that takes too long" "condition met" k wait --for=condition=Failed job/slow --timeout=60s
check "is ended" "DeadlineExceeded" k get job slow -o 'jsonpath={.status.conditions[*].reason}'
job indexed '  completions: 3
  parallelism: 3
  completionMode: Indexed
  ttlSecondsAfterFinished: 5' 'echo "$JOB_COMPLETION_INDEX on $(hostname)"' | k create -f - >/dev/null
check "an indexed job" "condition met" k wait --for=condition=Complete job/indexed --timeout=60s
check "each pod knows its index" "0 on indexed-0.*1 on indexed-1.*2 on indexed-2" bash -c "$KUBECTL logs -l job-name=indexed | sort"
same "the indexes are kept as a range" "0-2" "$(field job/indexed '{.status.completedIndexes}')"
job paused '  suspend: true' 'echo woken' | k create -f - >/dev/null
eventually "a suspended job waits" 20 "paused +Suspended" k get job paused
check "resume it" "patched" k patch job paused --type=merge -p '{"spec":{"suspend":false}}'
check "it runs" "condition met" k wait --for=condition=Complete job/paused --timeout=60s
eventually "a finished job goes when its time is up, its pods too" 40 "No resources found" k get po -l job-name=indexed
check "delete a job" "deleted" k delete job batch failing slow paused
eventually "its pods go with it" 40 "No resources found" k get po

section cronjobs
cat >"$work/cron.yaml" <<END
apiVersion: batch/v1
kind: CronJob
metadata: {name: every}
spec:
  schedule: "@every 3s"
  concurrencyPolicy: Forbid
  successfulJobsHistoryLimit: 2
  jobTemplate:
    spec:
      template:
$(pod_template every OnFailure 'echo tick' | sed 's/^/    /')
END
sed 's/@every 3s/61 * * * */' "$work/cron.yaml" >"$work/cron-wrong.yaml"
refuse "a schedule that is none" "spec.schedule: Invalid value: .*end of range \(61\) above maximum \(59\): 61" k create -f "$work/cron-wrong.yaml"
check "create a CronJob" "created" k create -f "$work/cron.yaml"
check "get cronjobs" "every +@every 3s +<none> +False" k get cronjobs
check "make a job of it by hand" "created" k create job now --from=cronjob/every
check "it runs" "condition met" k wait --for=condition=Complete job/now --timeout=60s
k delete cronjob every >/dev/null
minute='*/1 * * * *'
sed "s|@every 3s|$minute|" "$work/cron.yaml" | k create -f - >/dev/null
check "it can be suspended" "patched" k patch cronjob every --type=merge -p '{"spec":{"suspend":true}}'
check "get shows it" "every +\*/1 \* \* \* \* +<none> +True" k get cronjob every
check "and go on with a time zone" "patched" k patch cronjob every --type=merge -p '{"spec":{"suspend":false,"timeZone":"Europe/Ljubljana"}}'
refuse "a time zone that is none" 'spec.timeZone: Invalid value: "Mars/North": unknown time zone Mars/North' \
    k patch cronjob every --type=merge -p '{"spec":{"timeZone":"Mars/North"}}'

section statefulsets
cat >"$work/sts.yaml" <<END
apiVersion: v1
kind: Service
metadata: {name: db}
spec:
  clusterIP: None
  selector: {app: db}
  ports: [{name: http, port: 8080}]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  replicas: 2
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: kubia, image: $IMAGE}]
END
k create -f "$work/sts.yaml" >/dev/null
eventually "a StatefulSet's pods have names that stay" 60 "db-0 +1/1 +Running.*db-1 +1/1 +Running" k get po -l app=db
check "get sts" "db +2/2" k get sts
check "each has its host name and a name in the DNS" "db-1.*You've hit db-0" k exec db-1 -- sh -c 'hostname; curl -sS --max-time 5 http://db-0.db.workloads.svc.cluster.local:8080'
k delete po db-0 >/dev/null
eventually "deleted, a pod comes back under its name" 60 "db-0 +1/1 +Running" k get po db-0
check "scale" "scaled" k scale sts db --replicas=3
eventually "the next ordinal comes" 60 "db-2 +1/1 +Running" k get po db-2
check "scale down" "scaled" k scale sts db --replicas=1
eventually "the highest go" 60 "^db-0 $" names po -l app=db
check "a new image" "updated" k set image sts/db "kubia=$IMAGE:v2"
check "it rolls" "partitioned roll out complete" k rollout status sts/db --timeout=60s
same "revisions are told" "$(field sts/db '{.status.updateRevision}')" "$(field sts/db '{.status.currentRevision}')"
check "and back" "rolled back" k rollout undo sts/db
check "it rolls back" "partitioned roll out complete" k rollout status sts/db --timeout=60s

section deployments
make deployment web --image="$IMAGE:v1" --replicas=2
k annotate deployment web kubernetes.io/change-cause="first version" >/dev/null
check "a deployment is rolled out" "successfully rolled out" k rollout status deployment/web --timeout=60s
k set image deployment/web kubia="$IMAGE:v2" >/dev/null
k annotate deployment web kubernetes.io/change-cause="second version" --overwrite >/dev/null
check "the second version too" "successfully rolled out" k rollout status deployment/web --timeout=60s
check "history with causes" "1 +first version.*2 +second version" k rollout history deployment/web
check "undo to a revision" "rolled back" k rollout undo deployment/web --to-revision=1
check "it is rolled out" "successfully rolled out" k rollout status deployment/web --timeout=60s
check "the revision has come back as the third" "2 +second version.*3 +first version" k rollout history deployment/web
same "with its image" "$IMAGE:v1" "$(field deployment/web '{.spec.template.spec.containers[0].image}')"
check "pause" "paused" k rollout pause deployment/web
k set image deployment/web kubia="$IMAGE:v2" >/dev/null
eventually "paused, nothing happens but that it is told" 10 "DeploymentPaused" k get deployment web -o 'jsonpath={.status.conditions[*].reason}'
# Those that the undo ended may still be on their way out; new ones would stay.
eventually "no new pods" 45 "^0$" bash -c "$KUBECTL get po -l app=web -o 'jsonpath={.items[*].spec.containers[0].image}' | grep -c v2; true"
check "resume" "resumed" k rollout resume deployment/web
check "it goes on" "successfully rolled out" k rollout status deployment/web --timeout=60s

section cronjobs again
eventually "a minute later the CronJob has run" 75 "every-[0-9]+ +Complete" k get jobs
check "its job says for when it is" "\+0[12]:00" k get job -o 'jsonpath={.items[*].metadata.annotations}'
check "its status tells" "^20[0-9-]+T" k get cronjob every -o 'jsonpath={.status.lastScheduleTime}'
eventually "and its events" 10 "SuccessfulCreate +.*Created job every-.*SawCompletedJob .*Saw completed job: every-.*condition: Complete" k describe cronjob every
leave workloads
