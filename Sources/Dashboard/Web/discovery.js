// Every kind the server serves, those of custom resources among them.

import { get } from './api.js';
import { Kind, byId } from './kinds.js';

const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
const keepTime = 60_000; // ms

let known = null;
let readAt = 0;

function kindsOf(document) {
  const found = [];
  for (const item of document.items ?? []) {
    const version = item.versions?.[0];
    for (const resource of version?.resources ?? []) {
      const { responseKind, resource: plural, scope, verbs = [], shortNames = [] } = resource;
      if (!responseKind?.kind || !verbs.includes('list')) continue;
      const group = item.metadata?.name ?? '';
      found.push(byId(group ? `${plural}.${group}` : plural)
        ?? new Kind({ group, version: version.version, plural, kind: responseKind.kind, namespaced: scope === 'Namespaced', verbs,
          shortNames }));
    }
  }
  return found;
}

/** All kinds that can be listed, each once, in its preferred version. */
export async function allKinds() {
  if (known && Date.now() - readAt < keepTime) return known;
  const [core, groups] = await Promise.all([get('/api', { accept }), get('/apis', { accept })]);
  const seen = new Map();
  for (const kind of [...kindsOf(core), ...kindsOf(groups)]) if (!seen.has(kind.id)) seen.set(kind.id, kind);
  known = [...seen.values()].sort((a, b) => a.id.localeCompare(b.id));
  readAt = Date.now();
  return known;
}

/** The kind an address names. Throws when the server has none such. */
export async function kindById(id) {
  const found = byId(id) ?? (await allKinds()).find((kind) => kind.id === id);
  if (!found) throw new Error(`The server has no resource called ${id}.`);
  return found;
}

/** The kind of a manifest; also versions that are not preferred. */
export async function kindOf(apiVersion, name) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const found = (await allKinds()).find((kind) => kind.group === group && kind.kind === name);
  if (!found) throw new Error(`The server has no kind ${name} in ${apiVersion}.`);
  return new Kind({ ...found, version });
}
