"""The official Python client (`kubernetes`) at its own work: create, watch, patch, exec, logs, delete. Prints a line a step."""
import os
import threading
import time

from kubernetes import client, config, dynamic, watch
from kubernetes.client.exceptions import ApiException
from kubernetes.stream import stream

namespace = os.environ["NAMESPACE"]
image = os.environ["IMAGE"]


def step(text, holds=True):
    print(("ok " if holds else "NOT ") + text, flush=True)


def soon(holds, seconds=20):
    """Whether it comes to hold: a container that runs need not have said anything yet."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if holds():
                return True
        except OSError:
            pass
        time.sleep(0.2)
    return False


config.load_kube_config()
core, apps = client.CoreV1Api(), client.AppsV1Api()
step("version " + client.VersionApi().get_code().git_version)

pod = client.V1Pod(
    metadata=client.V1ObjectMeta(name="py", labels={"app": "py"}),
    spec=client.V1PodSpec(termination_grace_period_seconds=1, containers=[client.V1Container(name="main", image=image)]),
)
seen = []


def follow():
    for event in watch.Watch().stream(core.list_namespaced_pod, namespace, label_selector="app=py", timeout_seconds=60):
        seen.append(event["type"])
        if event["type"] == "DELETED":
            return


watcher = threading.Thread(target=follow)
watcher.start()
created = core.create_namespaced_pod(namespace, pod)
step("created", created.metadata.uid is not None)
for event in watch.Watch().stream(core.list_namespaced_pod, namespace, field_selector="metadata.name=py", timeout_seconds=60):
    if event["object"].status.container_statuses and event["object"].status.container_statuses[0].ready:
        break
step("runs")
said = stream(
    core.connect_get_namespaced_pod_exec, "py", namespace, command=["sh", "-c", "echo out; echo err >&2"],
    stderr=True, stdin=False, stdout=True, tty=False)
step("exec", "out" in said and "err" in said)
session = stream(
    core.connect_get_namespaced_pod_exec, "py", namespace, command=["sh", "-c", "read line; echo got $line; exit 3"],
    stderr=True, stdin=True, stdout=True, tty=False, _preload_content=False)
session.write_stdin("words\n")
session.run_forever(timeout=20)
step("exec with input and exit code", "got words" in session.read_stdout() and session.returncode == 3)
step("logs", soon(lambda: "server starting" in core.read_namespaced_pod_log("py", namespace)))
patched = core.patch_namespaced_pod("py", namespace, {"metadata": {"labels": {"colour": "blue"}}})
step("strategic patch", patched.metadata.labels == {"app": "py", "colour": "blue"})
patched = core.patch_namespaced_pod("py", namespace, [{"op": "remove", "path": "/metadata/labels/colour"}])
step("JSON patch", patched.metadata.labels == {"app": "py"})
try:
    core.create_namespaced_pod(namespace, pod)
    step("a conflict is told", False)
except ApiException as error:
    step("a conflict is told", error.status == 409 and "AlreadyExists" in error.body)
core.delete_namespaced_pod("py", namespace)
watcher.join(60)
step("watched all of it", seen[:1] == ["ADDED"] and "MODIFIED" in seen and seen[-1] == "DELETED")

labels = {"app": "pydeploy"}
apps.create_namespaced_deployment(
    namespace,
    client.V1Deployment(
        metadata=client.V1ObjectMeta(name="pydeploy"),
        spec=client.V1DeploymentSpec(
            replicas=0, selector=client.V1LabelSelector(match_labels=labels),
            template=client.V1PodTemplateSpec(
                metadata=client.V1ObjectMeta(labels=labels),
                spec=client.V1PodSpec(containers=[client.V1Container(name="main", image=image)])))))
scaled = apps.patch_namespaced_deployment_scale("pydeploy", namespace, {"spec": {"replicas": 1}})
step("scale", scaled.spec.replicas == 1)
apps.delete_namespaced_deployment("pydeploy", namespace, propagation_policy="Foreground")

maps = dynamic.DynamicClient(client.ApiClient()).resources.get(api_version="v1", kind="ConfigMap")
maps.create(body={"metadata": {"name": "dyn"}, "data": {"a": "b"}}, namespace=namespace)
step("the dynamic client discovers and reads", maps.get(name="dyn", namespace=namespace).data.a == "b")
page = core.list_namespaced_config_map(namespace, limit=1)
step("pages", len(page.items) == 1)
maps.delete(name="dyn", namespace=namespace)
review = client.AuthorizationV1Api().create_self_subject_access_review(
    client.V1SelfSubjectAccessReview(
        spec=client.V1SelfSubjectAccessReviewSpec(resource_attributes=client.V1ResourceAttributes(verb="get", resource="pods"))))
step("access review", review.status.allowed)
