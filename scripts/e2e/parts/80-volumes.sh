# shellcheck shell=bash
# Volumes of the everyday kinds, several containers in one pod, environment from elsewhere.

fresh volumes
make configmap settings --from-literal=colour=blue --from-literal=file.txt=content
make secret generic hidden --from-literal=password=swordfish
cat >"$work/volumes.yaml" <<END
apiVersion: v1
kind: Pod
metadata: {name: shared, labels: {app: shared}}
spec:
  terminationGracePeriodSeconds: 0
  containers:
  - name: writer
    image: $IMAGE
    command: [sh, -c, "echo from the writer >/var/htdocs/index.html; sleep 3600"]
    volumeMounts: [{name: html, mountPath: /var/htdocs}]
  - name: reader
    image: $IMAGE
    command: [sleep, "3600"]
    env:
    - {name: COLOUR, valueFrom: {configMapKeyRef: {name: settings, key: colour}}}
    - {name: PASSWORD, valueFrom: {secretKeyRef: {name: hidden, key: password}}}
    - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
    - {name: GREETING, value: "\$(COLOUR) sea"}
    resources: {limits: {memory: 64Mi, cpu: 500m}}
    volumeMounts:
    - {name: html, mountPath: /usr/share/html, readOnly: true}
    - {name: settings, mountPath: /etc/settings}
    - {name: hidden, mountPath: /etc/hidden}
    - {name: labels, mountPath: /etc/podinfo}
    - {name: host, mountPath: /host}
  volumes:
  - {name: html, emptyDir: {}}
  - {name: settings, configMap: {name: settings}}
  - {name: hidden, secret: {secretName: hidden, defaultMode: 0400}}
  - {name: labels, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
  - {name: host, hostPath: {path: $work, type: Directory}}
END
check "a pod of two containers and five volumes" "created" k create -f "$work/volumes.yaml"
eventually "it runs" 60 "2/2 +Running" k get po shared
r() { k exec shared -c reader -- sh -c "$1"; }
check "emptyDir is shared by both containers" "from the writer" r 'cat /usr/share/html/index.html'
refuse "a read-only mount is read-only" "Read-only file system" r 'echo x >/usr/share/html/index.html'
check "configMap volume" "content" r 'cat /etc/settings/file.txt'
check "secret volume, with its mode" "^400 swordfish" r 'echo $(stat -L -c %a /etc/hidden/password) $(cat /etc/hidden/password)'
check "downwardAPI volume" 'app="shared"' r 'cat /etc/podinfo/labels'
check "hostPath volume" "kubeconfig" r 'ls /host'
check "environment from ConfigMap, Secret and field" "blue swordfish [a-z0-9.-]+ blue sea" r 'echo $COLOUR $PASSWORD $NODE $GREETING'
check "both containers have one address and one name" "^shared shared$" bash -c "echo \$($KUBECTL exec shared -c writer -- hostname) \$($KUBECTL exec shared -c reader -- hostname)"
check "limits reach the cgroup" "67108864" r 'cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; true'
k patch configmap settings -p '{"data":{"colour":"green"}}' >/dev/null
eventually "a changed ConfigMap reaches the volume" 90 "green" r 'cat /etc/settings/colour'
leave volumes
