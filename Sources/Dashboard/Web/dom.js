// Elements from descriptions. Text only ever becomes text: nothing here, or anywhere in the page, parses markup.

/** `h('div.card', {onclick}, 'text', child)`; children may be arrays, and null ones are left out. */
export function h(description, properties, ...children) {
  const [tag, ...classes] = description.split('.');
  const element = document.createElement(tag || 'div');
  if (classes.length) element.className = classes.join(' ');
  if (properties instanceof Node || typeof properties !== 'object' || Array.isArray(properties)) {
    children.unshift(properties);
    properties = null;
  }
  for (const [name, value] of Object.entries(properties ?? {})) set(element, name, value);
  append(element, children);
  return element;
}

function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
  else if (name === 'class') element.className = [element.className, value].filter(Boolean).join(' ');
  else if (name === 'style') Object.entries(value).forEach(([key, text]) => element.style.setProperty(key, text));
  else if (name === 'data') Object.assign(element.dataset, value);
  else if (name === 'value') element.value = value;
  else element.setAttribute(name, value === true ? '' : value);
}

function append(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces what an element holds. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** Sets text only when it differs, so that unchanged cells cost no layout. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const space = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes, ...children) {
  const element = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Strokes on a 16 × 16 grid.
const strokes = {
  overview: 'M2 9h4l1.5-5 2.5 9 1.5-4H14',
  workload: 'M8 2l5.5 3v6L8 14l-5.5-3V5zM2.5 5L8 8l5.5-3M8 8v6',
  network: 'M8 2v4M3 14v-3h10v3M8 6v5M6 2h4v4H6zM1.5 12.5h3v2h-3zM11.5 12.5h3v2h-3z',
  storage: 'M2.5 4c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2zM2.5 4v8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2',
  config: 'M2 4h7M13 4h1M2 12h1M7 12h7M9 2.5v3h4v-3zM3 10.5v3h4v-3z',
  cluster: 'M2.5 2.5h11v4h-11zM2.5 9.5h11v4h-11zM5 4.5h.01M5 11.5h.01',
  access: 'M8 1.5l5.5 2v4c0 3.5-2.3 5.8-5.5 7-3.2-1.2-5.5-3.5-5.5-7v-4zM5.8 8l1.6 1.6L10.5 6.5',
  custom: 'M3 3h4v4H3zM9 9h4v4H9zM11 3l2 2-2 2-2-2zM5 9v4M3 11h4',
  search: 'M7 2.5a4.5 4.5 0 100 9 4.5 4.5 0 000-9zM10.5 10.5L14 14',
  moon: 'M13.5 9.5A6 6 0 116.5 2.5a4.7 4.7 0 007 7z',
  sun: 'M8 5a3 3 0 100 6 3 3 0 000-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1',
  auto: 'M8 2a6 6 0 100 12A6 6 0 008 2zM8 2v12M8 5h4.5M8 8h6M8 11h4.5',
  menu: 'M2 4h12M2 8h12M2 12h12',
  plus: 'M8 3v10M3 8h10',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  down: 'M4 6.5L8 10.5l4-4',
  logs: 'M3 2.5h10v11H3zM5.5 5.5h5M5.5 8h5M5.5 10.5h3',
  shell: 'M2 3h12v10H2zM4.5 6l2 2-2 2M8.5 10h3',
  edit: 'M3 13l.6-2.8L11 2.8 13.2 5 5.8 12.4zM9.7 4.1l2.2 2.2',
  scale: 'M8 2v12M5 5l3-3 3 3M5 11l3 3 3-3',
  restart: 'M13 8a5 5 0 11-1.6-3.7M13 2.5v3h-3',
  trash: 'M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.6 9h5.8l.6-9M7 7v4M9 7v4',
  pause: 'M5 3v10M11 3v10',
  play: 'M4.5 2.5l8 5.5-8 5.5z',
  save: 'M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11',
  why: 'M8 2a6 6 0 100 12A6 6 0 008 2zM6.2 6.3C6.3 5.2 7 4.6 8 4.6c1.1 0 1.9.7 1.9 1.7 0 1.4-1.8 1.5-1.9 3M8 11.4h.01',
  warn: 'M8 2.5l6 11H2zM8 6.5V10M8 11.8h.01',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  user: 'M8 2.5a2.7 2.7 0 100 5.4 2.7 2.7 0 000-5.4zM2.8 14c.5-2.8 2.5-4.2 5.2-4.2s4.7 1.4 5.2 4.2',
  keys: 'M1.5 4h13v8h-13zM4 6.5h.01M6.7 6.5h.01M9.3 6.5h.01M12 6.5h.01M5 9.5h6',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 100 4 2 2 0 000-4z',
};

export function icon(name) {
  return svg('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: strokes[name] ?? strokes.custom }));
}

/** An eight from above: the hull, and oars on both sides. */
export function logo() {
  const oars = [4.5, 8.5, 12.5, 16.5].map((x) => `M${x} 12l-2-7M${x + 2.5} 12l-2 7`).join('');
  return svg('svg', { class: 'logo', viewBox: '0 0 24 24', 'aria-hidden': 'true' },
    svg('path', { class: 'oars', d: oars }), svg('path', { class: 'hull', d: 'M1 12c4-2.6 15-3 22 0-7 3-18 2.600-22 0z' }));
}

export function button(label, properties, iconName) {
  return h('button.button', { type: 'button', ...properties }, iconName && icon(iconName), label && h('span', label));
}

/** A word with the colour of how things stand: good, busy, warn, bad or idle. */
export function badge({ tone, text, title }) {
  return h('span.badge', { class: tone, title }, text);
}

export async function copyText(text) {
  await navigator.clipboard.writeText(text);
}
