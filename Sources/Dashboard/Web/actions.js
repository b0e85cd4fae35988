// What can be done to an object: scale, restart, suspend, cordon, delete. Each asks first where something would be lost.

import { get, send } from './api.js';
import { ask, toast } from './dialog.js';
import { h } from './dom.js';
import { byId } from './kinds.js';

const mergePatch = 'application/merge-patch+json';
const strategicPatch = 'application/strategic-merge-patch+json';
const scalable = new Set(['deployments.apps', 'statefulsets.apps', 'replicasets.apps', 'replicationcontrollers']);
const restartable = new Set(['deployments.apps', 'statefulsets.apps', 'daemonsets.apps']);

export function nameOf(kind, object) {
  return `${kind.kind} ${object.metadata.name}`;
}

/** `[{key, label, icon, tone, run}]` for an object, the most wanted first. */
export function actionsFor(kind, object) {
  const found = [];
  if (scalable.has(kind.id)) found.push({ key: 'x', label: 'Scale', icon: 'scale', run: () => scale(kind, object) });
  if (restartable.has(kind.id)) found.push({ key: 'r', label: 'Restart', icon: 'restart', run: () => restart(kind, object) });
  if (kind.id === 'cronjobs.batch') {
    found.push({ label: 'Run now', icon: 'play', run: () => runNow(object) });
    found.push(toggle(kind, object, 'suspend', ['Suspend', 'pause'], ['Resume', 'play']));
  }
  if (kind.id === 'jobs.batch') found.push(toggle(kind, object, 'suspend', ['Suspend', 'pause'], ['Resume', 'play']));
  if (kind.id === 'nodes') found.push(toggle(kind, object, 'unschedulable', ['Cordon', 'pause'], ['Uncordon', 'play']));
  if (kind.can('delete')) found.push({ key: 'd', label: 'Delete', icon: 'trash', tone: 'danger', run: () => confirmDelete(kind, object) });
  return found;
}

function toggle(kind, object, field, on, off) {
  const isOn = object.spec[field] === true;
  const [label, icon] = isOn ? off : on;
  return { label, icon,
    run: () => attempt(`${nameOf(kind, object)}: ${label.toLowerCase()} done`,
    () => send('PATCH', kind.pathOf(object), { spec: { [field]: !isOn } }, mergePatch)) };
}

async function attempt(text, work) {
  try {
    await work();
    toast(text);
  } catch (error) {
    toast(error.message, 'bad');
  }
}

async function scale(kind, object) {
  const path = kind.pathOf(object, 'scale');
  const present = object.spec.replicas ?? 1;
  const field = h('input', { name: 'replicas', type: 'number', min: 0, step: 1, required: true, value: present, autofocus: true });
  await ask({
    title: `Scale ${object.metadata.name}`, action: 'Scale', body: h('label.field', h('span', 'Replicas'), field),
    perform: async (form) => {
      const replicas = Number(form.get('replicas'));
      await send('PATCH', path, { spec: { replicas } }, mergePatch);
      toast(`${nameOf(kind, object)} scaled to ${replicas}`);
    },
  });
}

async function restart(kind, object) {
  await ask({
    title: `Restart ${object.metadata.name}?`, action: 'Restart', body: h('p', 'Its pods are replaced, as its update strategy says.'),
    perform: async () => {
      const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString().replace(/\.\d+Z$/, 'Z') };
      await send('PATCH', kind.pathOf(object), { spec: { template: { metadata: { annotations } } } }, strategicPatch);
      toast(`${nameOf(kind, object)} restarted`);
    },
  });
}

/** A job as the next run would make it, owned by the CronJob (as `kubectl create job --from`). */
async function runNow(object) {
  const { metadata, spec } = object;
  const suffix = Math.floor(Date.now() / 1000).toString(36);
  const job = {
    apiVersion: 'batch/v1', kind: 'Job',
    metadata: {
      name: `${metadata.name.slice(0, 52)}-${suffix}`, namespace: metadata.namespace, labels: spec.jobTemplate.metadata?.labels,
      annotations: { ...spec.jobTemplate.metadata?.annotations, 'cronjob.kubernetes.io/instantiate': 'manual' },
      ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: metadata.name, uid: metadata.uid, controller: true }],
    },
    spec: spec.jobTemplate.spec,
  };
  await attempt(`Job ${job.metadata.name} created`, () => send('POST', byId('jobs.batch').path(metadata.namespace), job));
}

/** Returns whether it was deleted. */
export function confirmDelete(kind, object) {
  const { name, namespace } = object.metadata;
  const loses = kind.kind === 'Namespace' ? 'Everything in it is deleted with it.' : 'What it owns is deleted with it.';
  return ask({
    title: `Delete ${kind.kind} ${name}?`, action: 'Delete', tone: 'danger',
    body: h('div', h('p', namespace ? `In the namespace ${namespace}. ` : '', loses),
      kind.kind === 'Pod' && h('label.check', h('input', { type: 'checkbox', name: 'force' }),
        h('span', 'At once, without a grace period'))),
    perform: async (form) => {
      const options = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background',
        preconditions: { uid: object.metadata.uid } };
      if (form.get('force')) options.gracePeriodSeconds = 0;
      await send('DELETE', kind.pathOf(object), options);
      toast(`${nameOf(kind, object)} deleted`);
    },
  });
}

/** The object as it is now. */
export const read = (kind, namespace, name) => get(kind.path(namespace, name));
