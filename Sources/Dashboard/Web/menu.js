// The menu beside every view, with counts of what is watched anyway.

import { get } from './api.js';
import { allKinds } from './discovery.js';
import { fill, h, icon, logo } from './dom.js';
import { byId, kinds, sections } from './kinds.js';

export function menu() {
  const custom = h('div');
  const version = h('p.version', { title: 'The server\'s version' });
  const entry = (hash, title, iconName) => h('a', { href: hash }, iconName && icon(iconName), h('span', title));
  const groups = sections.map(({ title, icon: iconName }) => {
    const own = kinds.filter((kind) => kind.section === title);
    return h('details', { open: title !== 'Access' && title !== 'Config' ? true : null, data: { section: title } },
      h('summary', icon(iconName), h('span', title)), own.map((kind) => entry(kind.link(), kind.title)));
  });
  const node = h('nav.menu', { 'aria-label': 'Kinds' }, h('a.brand', { href: '#/' }, logo(), h('span', 'Coxswain')),
    entry('#/', 'Overview', 'overview'), groups, custom, entry('#/kinds', 'All kinds', 'custom'), version);
  get('/version').then(({ gitVersion }) => fill(version, gitVersion), () => {});
  allKinds().then((all) => {
    const own = all.filter((kind) => !byId(kind.id) && kind.group.includes('.') && !kind.group.endsWith('.k8s.io'));
    if (own.length) fill(custom,
      h('details', { open: true }, h('summary', icon('custom'), h('span', 'Custom resources')),
      own.map((kind) => entry(kind.link(), kind.kind))));
  }, () => {});

  /** Marks where the page is, and opens the section it is in. */
  function mark(id) {
    const hash = id ? `#/${id}` : '#/';
    for (const link of node.querySelectorAll('a:not(.brand)')) {
      const isHere = link.getAttribute('href') === hash;
      if (isHere) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
      if (isHere) link.closest('details')?.setAttribute('open', '');
    }
  }
  return { node, mark };
}
