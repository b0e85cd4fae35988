// Objects made from YAML that somebody writes, pastes or opens: each document is sent to where its kind is served.

import { send } from './api.js';
import { kindOf } from './discovery.js';
import { toast } from './dialog.js';
import { button, fill, h } from './dom.js';
import { namespace } from './prefs.js';
import { go } from './router.js';
import { yamlEditor } from './yaml.js';
import { explain } from './yamlview.js';

const example = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: hello
spec:
  replicas: 2
  selector:
    matchLabels:
      app: hello
  template:
    metadata:
      labels:
        app: hello
    spec:
      containers:
      - name: hello
        image: localhost:5000/hello
`;

/** The documents of a stream, each with what has to be known to send it. */
export function documents(text) {
  return text.split(/^---(?:\s.*)?$/m).filter((one) => /^\s*[^\s#]/m.test(one)).map((body) => {
    const top = (key) => body.match(new RegExp(`^"?${key}"?:\\s*["']?([^"'\\s#]+)`, 'm'))?.[1];
    const metadata = body.match(/^metadata:[ \t]*\n((?:[ \t]+.*\n?|\s*\n)*)/m)?.[1] ?? '';
    const inner = (key) => metadata.match(new RegExp(`^ {1,4}${key}:\\s*["']?([^"'\\s#]+)`, 'm'))?.[1];
    return { body, apiVersion: top('apiVersion'), kind: top('kind'), namespace: inner('namespace'), name: inner('name') };
  });
}

export function createView() {
  const problem = h('div.problem', { hidden: true, role: 'alert' });
  const editor = yamlEditor(example, { onsave: () => create(false) });
  const file = h('input',
    { type: 'file', accept: '.yaml,.yml,.json', hidden: true, onchange: async () => editor.set(await file.files[0].text()) });
  const complain = (text) => {
    problem.hidden = !text;
    fill(problem, text);
  };

  async function create(isTrial) {
    const made = [];
    try {
      const all = documents(editor.text);
      if (all.length === 0) throw new Error('There is nothing to create.');
      for (const one of all) {
        if (!one.apiVersion || !one.kind) throw new Error('Every document needs apiVersion and kind.');
        const kind = await kindOf(one.apiVersion, one.kind);
        const path = kind.path(kind.namespaced ? one.namespace || namespace() || 'default' : '');
        const object = await send('POST', `${path}?fieldManager=coxswain-dashboard&fieldValidation=Strict${isTrial ? '&dryRun=All' : ''}`,
          one.body, 'application/yaml');
        made.push({ kind, object });
      }
      complain(null);
      if (isTrial) return toast('The server would accept this');
      toast(made.map(({ kind, object }) => `${kind.kind} ${object.metadata.name} created`).join(', '));
      return go(made.length === 1 ? made[0].kind.link(made[0].object) : made[0].kind.link());
    } catch (error) {
      const before = made.map(({ kind, object }) => `${kind.kind} ${object.metadata.name}`).join(', ');
      return complain([explain(error.message), made.length > 0 && !isTrial && h('p', `Created before that: ${before}.`)]);
    }
  }

  const node = h('section.page.create-page', h('header.page-head', h('h1', 'Create'), h('div.grow'), file,
    button('Open a file', { onclick: () => file.click() }), button('Check', { onclick: () => create(true) }),
    button('Create', { class: 'primary', onclick: () => create(false) }, 'check')),
  h('div.pane', problem, editor.node));
  return { node, title: 'Create', ready: () => editor.focus(), dispose: () => {} };
}
