// Why an object is not as wished, as `coxswain why` tells it; only where the page is served by a command that can find out.

import { ApiError } from './api.js';
import { button, fill, h, icon } from './dom.js';
import { headers } from './session.js';
import { steadily } from './steady.js';

async function explanations(kind, object) {
  const { name, namespace } = object.metadata;
  const answer = await steadily('why',
    { method: 'POST', changes: false, headers: { 'Content-Type': 'application/json', ...headers() },
    body: JSON.stringify({ kind: kind.id, name, namespace }) });
  const text = await answer.text();
  let document = { message: text };
  try {
    document = JSON.parse(text);
  } catch { /* told as text */ }
  if (!answer.ok) throw new ApiError(answer.status, document);
  return document.explanations;
}

export function whyView(kind, object) {
  const body = h('div.why');
  async function load() {
    fill(body, h('p.faint', 'Looking …'));
    try {
      fill(body, (await explanations(kind, object)).map((one) => h('article.panel', { class: one.healthy ? 'is-good' : 'is-bad' },
        h('h2', icon(one.healthy ? 'check' : 'warn'), `${one.subject}: ${one.reason}.`),
        one.evidence.length > 0 && h('pre', one.evidence.join('\n')), one.fix && h('p.fix', h('strong', 'Fix: '), one.fix))));
    } catch (error) {
      fill(body, h('p.problem', error.message));
    }
  }
  return { node: h('div.pane', h('div.bar', h('div.grow'), button('Look again', { onclick: load }, 'restart')), body), ready: load,
    dispose: () => {} };
}
