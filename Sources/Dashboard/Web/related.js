// What belongs to an object: the pods of a workload, of a service, of a node; its events.

import { badge, fill, h } from './dom.js';
import { age } from './format.js';
import { health } from './health.js';
import { byId, byName, eventTime, events, pods, readyText, restarts } from './kinds.js';
import { panel } from './summary.js';
import { store } from './store.js';

const shownLimit = 100; // lines of a panel

function selects(selector, labels = {}) {
  const entries = Object.entries(selector ?? {});
  return entries.length > 0 && entries.every(([key, value]) => labels[key] === value);
}

/** Which pods belong to the object; null when none can. */
function podFilter(kind, object) {
  const owned = (pod) => pod.metadata.ownerReferences?.some((one) => one.uid === object.metadata.uid);
  switch (kind.id) {
    case 'deployments.apps': return (pod) => selects(object.spec.selector?.matchLabels, pod.metadata.labels)
      && pod.metadata.ownerReferences?.some((one) => one.kind === 'ReplicaSet' && one.name.startsWith(`${object.metadata.name}-`));
    case 'replicasets.apps': case 'replicationcontrollers': case 'statefulsets.apps': case 'daemonsets.apps': case 'jobs.batch': return owned;
    case 'services': return (pod) => selects(object.spec.selector, pod.metadata.labels);
    case 'poddisruptionbudgets.policy': return (pod) => selects(object.spec.selector?.matchLabels, pod.metadata.labels);
    case 'nodes': return (pod) => pod.spec.nodeName === object.metadata.name;
    case 'persistentvolumeclaims': return (pod) =>
      pod.spec.volumes?.some((one) => one.persistentVolumeClaim?.claimName === object.metadata.name);
    default: return null;
  }
}

/** Pods of the object, live; `current` gives the object as it is now. */
export function podsPanel(kind, current) {
  if (!podFilter(kind, current())) return null;
  const body = h('div');
  const heading = h('span.total');
  const source = kind.id === 'nodes' ? store(pods, '', `spec.nodeName=${current().metadata.name}`)
    : store(pods, current().metadata.namespace);
  const stop = source.subscribe(({ list, state, error }) => {
    const found = list.filter(podFilter(kind, current())).sort(byName);
    heading.textContent = found.length;
    if (state === 'denied') return fill(body, h('p.faint', error.message));
    return fill(body, found.length === 0 ? h('p.faint', state === 'loading' ? 'Loading …' : 'None.')
      : h('ul.rows.pod-rows', found.slice(0, shownLimit).map(podRow)),
      found.length > shownLimit && h('p.faint', `and ${found.length - shownLimit} more`));
  });
  const node = panel('Pods', body);
  node.firstChild.append(heading);
  return { node, stop };
}

function podRow(pod) {
  const count = restarts(pod);
  return h('li', h('a', { href: pods.link(pod) }, pod.metadata.name), badge(health(pods, pod)),
    h('span.faint', { title: `${readyText(pod)} ready, ${count} restarts` }, `${readyText(pod)}${count ? ` ↻${count}` : ''}`),
    h('span.faint.end', age(pod.metadata.creationTimestamp)));
}

/** Events of one object, the newest first. */
export function eventsPanel(object) {
  const body = h('div');
  const { namespace, uid } = object.metadata;
  // Nodes' events carry the node's name where others have a uid.
  const selector = object.kind === 'Node' ? `involvedObject.name=${object.metadata.name},involvedObject.kind=Node`
    : `involvedObject.uid=${uid}`;
  const stop = store(events, namespace ?? 'default', selector).subscribe(({ list, state, error }) => {
    const sorted = [...list].sort((a, b) => Date.parse(eventTime(b)) - Date.parse(eventTime(a)));
    if (state === 'denied') return fill(body, h('p.faint', error.message));
    return fill(body, sorted.length === 0 ? h('p.faint', state === 'loading' ? 'Loading …' : 'None in the last hour.')
      : h('ul.events', sorted.slice(0, shownLimit).map((one) => eventRow(one, false))));
  });
  return { node: panel('Events', body), stop };
}

export function eventRow(event, withObject = true) {
  const { kind, namespace, name } = event.involvedObject;
  const known = byId({ Pod: 'pods', Node: 'nodes', Service: 'services', Deployment: 'deployments.apps', ReplicaSet: 'replicasets.apps',
    StatefulSet: 'statefulsets.apps', DaemonSet: 'daemonsets.apps', Job: 'jobs.batch', CronJob: 'cronjobs.batch',
    PersistentVolumeClaim: 'persistentvolumeclaims', Ingress: 'ingresses.networking.k8s.io',
    ReplicationController: 'replicationcontrollers' }[kind]);
  const count = event.series?.count ?? event.count ?? 1;
  return h('li', badge({ tone: event.type === 'Warning' ? 'warn' : 'idle', text: event.reason }),
    h('span', withObject && [known ? h('a', { href: known.link({ namespace, name }) }, `${kind.toLowerCase()}/${name}`) : `${kind}/${name}`,
      ' '], event.message),
    h('span.faint.end', `${age(eventTime(event))}${count > 1 ? ` ×${count}` : ''}`));
}
