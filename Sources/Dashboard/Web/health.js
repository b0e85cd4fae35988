// How an object is: a tone (good, busy, warn, bad, idle), a word, and what is wrong where something is.

const good = (text, detail) => ({ tone: 'good', text, detail });
const busy = (text, detail) => ({ tone: 'busy', text, detail });
const warn = (text, detail) => ({ tone: 'warn', text, detail });
const bad = (text, detail) => ({ tone: 'bad', text, detail });
const idle = (text, detail) => ({ tone: 'idle', text, detail });

export function condition(object, type) {
  return object.status?.conditions?.find((one) => one.type === type);
}

const starting = new Set(['ContainerCreating', 'PodInitializing', 'Pending']);
const freshTime = 60_000; // ms for which what is not ready yet counts as starting

function isFresh(object) {
  return Date.now() - Date.parse(object.metadata.creationTimestamp) < freshTime;
}

/** The word that kubectl shows for a container that keeps a pod from running. */
function containerTrouble(status) {
  const { waiting, terminated } = status.state ?? {};
  if (waiting?.reason && !starting.has(waiting.reason)) return { reason: waiting.reason, message: waiting.message };
  if (terminated && terminated.exitCode !== 0) {
    const reason = terminated.reason || (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`);
    return { reason, message: terminated.message };
  }
  return null;
}

function initProgress(pod) {
  const statuses = pod.status?.initContainerStatuses ?? [];
  const restartable = new Set((pod.spec.initContainers ?? []).filter((one) => one.restartPolicy === 'Always').map((one) => one.name));
  for (const [index, status] of statuses.entries()) {
    if (status.state?.terminated?.exitCode === 0 || (restartable.has(status.name) && status.started)) continue;
    const trouble = containerTrouble(status);
    if (trouble) return { text: `Init:${trouble.reason}`, trouble };
    return { text: `Init:${index}/${statuses.length}` };
  }
  return null;
}

function podHealth(pod) {
  const status = pod.status ?? {};
  if (pod.metadata.deletionTimestamp) return busy(status.reason === 'NodeLost' ? 'Unknown' : 'Terminating');
  if (status.phase === 'Succeeded') return idle('Completed');
  const containers = status.containerStatuses ?? [];
  const troubles = containers.map(containerTrouble).filter(Boolean);
  if (status.phase === 'Failed') return bad(status.reason || troubles[0]?.reason || 'Failed', status.message || troubles[0]?.message);
  const init = status.phase === 'Pending' ? initProgress(pod) : null;
  if (init) return init.trouble ? bad(init.text, init.trouble.message) : busy(init.text);
  if (troubles.length) return bad(troubles[0].reason, troubles[0].message);
  if (status.phase === 'Pending') {
    const scheduled = condition(pod, 'PodScheduled');
    if (scheduled?.status === 'False') {
      return scheduled.reason === 'SchedulingGated' ? idle('SchedulingGated') : warn('Pending', scheduled.message);
    }
    return busy(containers[0]?.state?.waiting?.reason ?? 'Pending');
  }
  if (condition(pod, 'Ready')?.status === 'True') return good('Running');
  const waitsForGates = condition(pod, 'ContainersReady')?.status === 'True';
  const text = waitsForGates ? 'Gates not ready' : 'Not ready';
  return isFresh(pod) ? busy(text) : warn(text, condition(pod, 'Ready')?.message);
}

function replicated(object, wanted, ready, updated = wanted) {
  if (object.metadata.deletionTimestamp) return busy('Terminating');
  if (wanted === 0) return idle('Scaled to 0');
  const failure = condition(object, 'ReplicaFailure');
  if (failure?.status === 'True') return bad('Failing', failure.message);
  const progress = condition(object, 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') return bad('Stalled', progress.message);
  if (ready >= wanted && updated >= wanted) return good('Ready');
  if (updated < wanted || isFresh(object)) return busy('Rolling out', `${ready} of ${wanted} ready`);
  return warn(`${wanted - ready} missing`, `${ready} of ${wanted} ready`);
}

function nodeHealth(node) {
  const ready = condition(node, 'Ready');
  const pressure = (node.status?.conditions ?? []).find((one) => one.type !== 'Ready' && one.status === 'True');
  if (ready?.status !== 'True') return bad(ready?.status === 'Unknown' ? 'Silent' : 'Not ready', ready?.message);
  if (pressure) return warn(pressure.type, pressure.message);
  return node.spec?.unschedulable ? idle('Cordoned') : good('Ready');
}

function jobHealth(job) {
  const failed = condition(job, 'Failed');
  if (failed?.status === 'True') return bad('Failed', failed.message);
  if (condition(job, 'Complete')?.status === 'True') return idle('Complete');
  if (job.spec.suspend) return idle('Suspended');
  return busy('Running', `${job.status?.succeeded ?? 0} of ${job.spec.completions ?? 1} done`);
}

const claimTones = { Bound: good, Available: good, Released: idle, Pending: busy, Lost: bad, Failed: bad };

const judges = {
  Pod: podHealth,
  Node: nodeHealth,
  Job: jobHealth,
  Deployment: (o) => (o.spec.paused ? idle('Paused') : replicated(o, o.spec.replicas ?? 1, o.status?.availableReplicas ?? 0,
    o.status?.updatedReplicas ?? 0)),
  ReplicaSet: (o) => replicated(o, o.spec.replicas ?? 1, o.status?.readyReplicas ?? 0),
  ReplicationController: (o) => replicated(o, o.spec.replicas ?? 1, o.status?.readyReplicas ?? 0),
  StatefulSet: (o) => replicated(o, o.spec.replicas ?? 1, o.status?.readyReplicas ?? 0),
  DaemonSet: (o) => {
    const wanted = o.status?.desiredNumberScheduled ?? 0;
    return wanted === 0 ? idle('No nodes') : replicated(o, wanted, o.status?.numberReady ?? 0, o.status?.updatedNumberScheduled ?? wanted);
  },
  CronJob: (o) => (o.spec.suspend ? idle('Suspended') : o.status?.active?.length ? busy('Running') : good('Waiting')),
  Namespace: (o) => (o.status?.phase === 'Terminating' ? busy('Terminating') : good('Active')),
  PersistentVolumeClaim: (o) => (claimTones[o.status?.phase] ?? idle)(o.status?.phase ?? 'Unknown'),
  PersistentVolume: (o) => (claimTones[o.status?.phase] ?? idle)(o.status?.phase ?? 'Unknown', o.status?.message),
  Service: (o) => (o.spec.type === 'LoadBalancer' && !o.status?.loadBalancer?.ingress?.length ? warn('No address') : null),
  HorizontalPodAutoscaler: (o) => {
    const active = condition(o, 'ScalingActive');
    return active?.status === 'False' ? warn(active.reason, active.message) : good('Active');
  },
};

/** Null where a kind has nothing to be judged by. */
export function health(kind, object) {
  const judge = judges[kind.group in { '': 1, apps: 1, batch: 1, autoscaling: 1 } ? kind.kind : ''];
  if (judge) return judge(object);
  if (object.metadata?.deletionTimestamp) return busy('Terminating');
  const ready = condition(object, 'Ready') ?? condition(object, 'Available') ?? condition(object, 'Established');
  if (!ready) return null;
  return ready.status === 'True' ? good(ready.type) : warn(`Not ${ready.type.toLowerCase()}`, ready.message);
}
