// Addresses of the page, behind the hash: `#/`, `#/pods`, `#/pods/NAMESPACE/NAME/logs`, `#/create`. A cluster-wide object has `-` for
// its namespace; `?namespace=` chooses one for lists.

import { setNamespace } from './prefs.js';

let current = null;
let show = null;

export function parse(hash) {
  const [path, search] = hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(safeDecode);
  return { parts, parameters: new URLSearchParams(search ?? '') };
}

function safeDecode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function go(hash) {
  location.hash = hash;
}

/** Calls `handler` with every address, the present one first. What it returns is called when the next address comes. */
export function start(handler) {
  show = handler;
  addEventListener('hashchange', apply);
  apply();
}

function apply() {
  const address = parse(location.hash);
  current?.();
  current = null;
  if (address.parameters.has('namespace')) {
    setNamespace(address.parameters.get('namespace'));
    history.replaceState(null, '', location.hash.split('?')[0]);
  }
  current = show(address) ?? null;
}

/** Shows the present address anew. */
export function reload() {
  current?.();
  current = show(parse(location.hash)) ?? null;
}
