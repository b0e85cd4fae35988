# shellcheck shell=bash
# The API versions of earlier servers: the same objects, in the shape and with the defaults of their day.

fresh versions
check "earlier versions are listed" "apps/v1beta1.*extensions/v1beta1.*policy/v1beta1" k api-versions
check "the preferred version stays today's" "^deployments +deploy +apps/v1 +true +Deployment" bash -c "$KUBECTL api-resources | grep '^deployments '"
cat >"$work/old.yaml" <<'EOF'
apiVersion: extensions/v1beta1
kind: Deployment
metadata:
  name: old
spec:
  replicas: 0
  template:
    metadata:
      labels: {app: old}
    spec:
      containers: [{name: main, image: "none"}]
---
apiVersion: extensions/v1beta1
kind: Ingress
metadata:
  name: old
spec:
  rules:
  - host: old.example.com
    http:
      paths:
      - path: /
        backend: {serviceName: old, servicePort: 80}
---
apiVersion: batch/v1beta1
kind: CronJob
metadata:
  name: old
spec:
  schedule: "0 0 1 1 *"
  suspend: true
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: main, image: "none"}]
EOF
check "apply a manifest of old" "Warning: extensions/v1beta1 Deployment is deprecated in v1\.8\+, unavailable in v1\.16\+; use apps/v1 Deployment.*deployment\.extensions/old created.*ingress\.extensions/old created.*cronjob\.batch/old created" \
    k apply -f "$work/old.yaml"
check "selector and limits are those of old" '^app old 1 2147483647$' \
    k get deployment.v1.apps old -o 'jsonpath=app {.spec.selector.matchLabels.app} {.spec.strategy.rollingUpdate.maxSurge} {.spec.revisionHistoryLimit}'
check "get in the version of choice" "extensions/v1beta1" k get deployments.v1beta1.extensions old -o 'jsonpath={.apiVersion}'
check "the ingress as of today" '^old 80$' \
    k get ingress.v1.networking.k8s.io old -o 'jsonpath={.spec.rules[0].http.paths[0].backend.service.name} {.spec.rules[0].http.paths[0].backend.service.port.number}'
check "apply again changes nothing" "deployment\.extensions/old unchanged|deployment\.extensions/old configured" k apply -f "$work/old.yaml"
check "scale through an earlier version" "scaled" k scale deployments.v1beta1.apps old --replicas=0
check "explain an earlier version" "backend" k explain ingress.spec --api-version=extensions/v1beta1
check "flow schemas are there" "catch-all.*exempt.*system-nodes" k get flowschemas
check "the range of services is an object" "kubernetes +10\." k get servicecidrs
check "delete what was made" "deployment\.extensions \"old\" deleted.*ingress\.extensions \"old\" deleted.*cronjob\.batch \"old\" deleted" \
    k delete -f "$work/old.yaml"
