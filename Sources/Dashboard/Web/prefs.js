// What the browser remembers of how somebody likes the page. Nothing of a cluster is among it but the namespace last chosen.

const prefix = 'coxswain.';

function read(key, otherwise) {
  return localStorage.getItem(prefix + key) ?? otherwise;
}

const listeners = new Set();

export const themes = ['auto', 'light', 'dark'];

export function theme() {
  const chosen = read('theme', 'auto');
  return themes.includes(chosen) ? chosen : 'auto';
}

export function setTheme(name) {
  localStorage.setItem(prefix + 'theme', name);
  applyTheme();
}

/** `auto` follows the system. */
export function applyTheme() {
  const name = theme();
  if (name === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}

let chosenNamespace = read('namespace', '');

/** The namespace that lists show; empty shows all. */
export const namespace = () => chosenNamespace;

export function setNamespace(name) {
  if (name === chosenNamespace) return;
  chosenNamespace = name;
  localStorage.setItem(prefix + 'namespace', name);
  // Those who come to listen while this is told know already.
  for (const listener of [...listeners]) if (listeners.has(listener)) listener(name);
}

export function onNamespace(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
