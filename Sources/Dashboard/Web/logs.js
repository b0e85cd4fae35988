// A container's log, followed as it grows.

import { fetchRaw, query } from './api.js';
import { button, h, icon, write } from './dom.js';
import { byId } from './kinds.js';

const lineLimit = 5_000; // lines kept on the page
const firstLines = 1_000; // lines asked for at first
const retryTime = 2_000; // ms before a log that broke off is asked for again
const escapes = /\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])/g;

export function logsView(pod, initialContainer) {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers,
    ...(pod.spec.ephemeralContainers ?? [])].map((one) => one.name);
  const fallback = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'] ?? pod.spec.containers[0].name;
  const chosen = h('select', { 'aria-label': 'Container', onchange: () => restart() },
    containers.map((name) => h('option', { value: name }, name)));
  chosen.value = containers.includes(initialContainer) ? initialContainer : fallback;
  const state = h('span.total');
  const filter = h('input.filter',
    { type: 'search', placeholder: 'Filter', 'aria-label': 'Filter lines', data: { filter: true }, oninput: () => applyFilter() });
  const output = h('div.log', { tabindex: 0, onscroll: () => noteScroll() });
  const jump = button('Latest', { class: 'jump', hidden: true, onclick: () => toEnd() }, 'down');
  const box = (label, onchange) => {
    const field = h('input', { type: 'checkbox', onchange });
    return { field, node: h('label.check', field, h('span', label)) };
  };
  const previous = box('Previous', () => restart());
  const times = box('Times', () => output.classList.toggle('with-times', times.field.checked));
  const wrap = box('Wrap', () => output.classList.toggle('wraps', wrap.field.checked));
  wrap.field.checked = true;
  output.classList.add('wraps');

  let abort = null;
  let retry = null;
  let pending = [];
  let frame = null;
  let isAtEnd = true;
  let lastTime = '';
  let isDisposed = false;

  function noteScroll() {
    isAtEnd = output.scrollHeight - output.scrollTop - output.clientHeight < 24;
    jump.hidden = isAtEnd;
  }

  function toEnd() {
    output.scrollTop = output.scrollHeight;
  }

  const isHidden = (text) => filter.value !== '' && !text.toLowerCase().includes(filter.value.toLowerCase());

  function applyFilter() {
    for (const line of output.children) line.hidden = isHidden(line.lastChild.textContent);
    if (isAtEnd) toEnd();
  }

  function makeLine(text) {
    const space = text.indexOf(' ');
    const time = text.slice(0, space);
    const rest = text.slice(space + 1).replace(escapes, '');
    lastTime = time;
    return h('div.line', { hidden: isHidden(rest) }, h('time', `${time.slice(0, 23).replace('T', ' ')} `), h('span', rest));
  }

  function flush() {
    frame = null;
    const lines = pending.slice(-lineLimit);
    pending = [];
    output.append(...lines.map(makeLine));
    while (output.childElementCount > lineLimit) output.firstChild.remove();
    if (isAtEnd) toEnd();
  }

  function take(lines) {
    pending.push(...lines);
    frame ??= requestAnimationFrame(flush);
  }

  function restart() {
    output.replaceChildren();
    pending = [];
    lastTime = '';
    isAtEnd = true;
    follow();
  }

  async function follow() {
    abort?.abort();
    clearTimeout(retry);
    const control = new AbortController();
    abort = control;
    const isPrevious = previous.field.checked;
    write(state, 'connecting …');
    try {
      const parameters = { container: chosen.value, timestamps: true, follow: !isPrevious, previous: isPrevious || undefined };
      if (lastTime) parameters.sinceTime = lastTime;
      else parameters.tailLines = firstLines;
      const answer = await fetchRaw(byId('pods').pathOf(pod, 'log') + query(parameters), { accept: '*/*', signal: control.signal });
      write(state, isPrevious ? '' : 'following');
      await readLines(answer.body, lastTime);
      write(state, 'ended');
    } catch (error) {
      if (control.signal.aborted || isDisposed) return;
      write(state, error.message);
      if (!isPrevious) retry = setTimeout(follow, retryTime);
    }
  }

  /** Lines up to `known` were shown before the log broke off. */
  async function readLines(body, known) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      const lines = (rest + (value ?? '')).split('\n');
      rest = done ? '' : lines.pop();
      take(lines.filter((line) => line && !(known && line.slice(0, line.indexOf(' ')) <= known)));
      if (done) return;
    }
  }

  function download() {
    const text = [...output.children].map((line) => line.textContent).join('\n');
    const link = h('a', { href: URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' })),
      download: `${pod.metadata.name}-${chosen.value}.log` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  }

  const node = h('div.pane',
    h('div.bar', containers.length > 1 ? chosen : h('span.total', chosen.value), state, h('div.grow'), filter, times.node, wrap.node,
      previous.node,
      h('button.button.bare', { type: 'button', title: 'Download what is shown', 'aria-label': 'Download', onclick: download },
        icon('save'))),
    h('div.log-frame', output, jump));
  return {
    node,
    ready: () => follow(),
    dispose: () => {
      isDisposed = true;
      abort?.abort();
      clearTimeout(retry);
      cancelAnimationFrame(frame);
    },
  };
}
