// Begins: signs in, puts the frame up, and shows the view that the address names.

import { createView } from './createview.js';
import { kindById } from './discovery.js';
import { fill, h } from './dom.js';
import { kindsView } from './kindsview.js';
import { listView } from './listview.js';
import { menu } from './menu.js';
import { objectView } from './objectview.js';
import { overview } from './overview.js';
import { openPalette } from './palette.js';
import { applyTheme } from './prefs.js';
import { go, start } from './router.js';
import { begin, onSignedOut } from './session.js';
import { askToSignIn } from './signin.js';
import { cycleTheme, showKeys, topbar } from './topbar.js';

let view = null;

function viewFor(kind, [namespace, name, part, detail]) {
  return name === undefined ? listView(kind) : objectView(kind, namespace === '-' ? '' : namespace, name, part, detail);
}

function frame() {
  const side = menu();
  const content = h('main.content');
  const shade = h('div.shade', { onclick: () => closeMenu() });
  const root = h('div.frame', side.node, shade, h('div.column', topbar({ openMenu: () => root.classList.add('menu-open') }), content));
  const closeMenu = () => root.classList.remove('menu-open');

  function present(next) {
    view = next;
    fill(content, next.node);
    document.title = `${next.title} · Coxswain`;
    next.ready?.();
  }

  start(({ parts }) => {
    closeMenu();
    const [id, ...rest] = parts;
    let isOver = false;
    side.mark(id);
    if (!id) present(overview());
    else if (id === 'create') present(createView());
    else if (id === 'kinds') present(kindsView());
    else {
      view = null;
      kindById(id).then((kind) => isOver || present(viewFor(kind, rest)), (error) => fill(content, h('div.empty', error.message)));
    }
    return () => {
      isOver = true;
      view?.dispose?.();
      view = null;
    };
  });
  return root;
}

function keydown(event) {
  const isField = event.target.closest('input, textarea, select, [contenteditable]');
  if ((event.ctrlKey || event.metaKey) && event.key === 'k' && !event.target.closest('.terminal')) {
    event.preventDefault();
    return openPalette();
  }
  if (isField || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return undefined;
  const filter = document.querySelector('[data-filter]');
  const keys = {
    '/': openPalette, '?': showKeys, t: cycleTheme, g: () => go('#/'), c: () => go('#/create'), f: () => filter?.focus(),
    Escape: () => view?.up && go(view.up),
  };
  if (event.key in keys) {
    event.preventDefault();
    return keys[event.key]();
  }
  if (view?.key?.(event.key)) event.preventDefault();
  return undefined;
}

async function run() {
  applyTheme();
  onSignedOut(() => location.reload());
  let problem = '';
  let isSignedIn = false;
  try {
    isSignedIn = await begin();
  } catch (error) {
    problem = error.message;
  }
  if (!isSignedIn) await askToSignIn(document.body, problem);
  fill(document.body, frame());
  addEventListener('keydown', keydown);
}

run();
