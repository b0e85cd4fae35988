"""lightkube at its own work. Prints a line a step."""
import os
import time

from lightkube import ApiError, Client
from lightkube.models.core_v1 import Container, PodSpec
from lightkube.models.meta_v1 import ObjectMeta
from lightkube.resources.apps_v1 import Deployment
from lightkube.resources.core_v1 import ConfigMap, Pod
from lightkube.types import PatchType

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


client = Client(namespace=namespace, field_manager="lightkube")
client.create(
    Pod(
        metadata=ObjectMeta(name="light", labels={"app": "light"}),
        spec=PodSpec(terminationGracePeriodSeconds=1, containers=[Container(name="main", image=image)])))
client.wait(Pod, "light", for_conditions=["Ready"])
step("created and ready")
step("logs", soon(lambda: any("server starting" in line for line in client.log("light"))))
client.patch(Pod, "light", {"metadata": {"labels": {"colour": "blue"}}})
step("strategic patch", client.get(Pod, "light").metadata.labels["colour"] == "blue")
client.patch(Pod, "light", {"metadata": {"labels": {"colour": None}}}, patch_type=PatchType.MERGE)
step("merge patch", "colour" not in client.get(Pod, "light").metadata.labels)
step("list", [pod.metadata.name for pod in client.list(Pod, labels={"app": "light"})] == ["light"])
client.create(ConfigMap(metadata=ObjectMeta(name="light"), data={"a": "b"}))
found = client.get(ConfigMap, "light")
found.data["c"] = "d"
client.replace(found)
step("replace", client.get(ConfigMap, "light").data == {"a": "b", "c": "d"})
for kind, item in client.watch(ConfigMap, fields={"metadata.name": "light"}, server_timeout=10):
    step("watch", kind == "ADDED" and item.data["c"] == "d")
    break
try:
    client.get(ConfigMap, "none")
except ApiError as error:
    step("a missing object is told", error.status.code == 404)
client.apply(ConfigMap(metadata=ObjectMeta(name="applied"), data={"a": "b", "c": "d"}))
client.apply(ConfigMap(metadata=ObjectMeta(name="applied"), data={"a": "e"}))
step("apply, and what is no longer applied goes", client.get(ConfigMap, "applied").data == {"a": "e"})
theirs = ConfigMap(metadata=ObjectMeta(name="applied"), data={"a": "f"})
try:
    client.apply(theirs, field_manager="other")
    step("a conflict of managers is told", False)
except ApiError as error:
    step("a conflict of managers is told", error.status.code == 409 and '"lightkube"' in error.status.message)
client.apply(theirs, field_manager="other", force=True)
step("apply by force", client.get(ConfigMap, "applied").data == {"a": "f"})
client.delete(ConfigMap, "applied")
client.delete(ConfigMap, "light")
client.delete(Pod, "light", grace_period=0)
step("deleted")
