// An object's YAML: read from the server, edited, and written back; what the server says against it is shown beside it.

import { getYAML, send } from './api.js';
import { toast } from './dialog.js';
import { button, copyText, fill, h, write } from './dom.js';
import { essence, withRevisionOf, withoutManagedFields, yamlEditor } from './yaml.js';

export function yamlView(kind, object) {
  const path = kind.pathOf(object);
  let original = '';
  const problem = h('div.problem', { hidden: true, role: 'alert' });
  const state = h('span.total');
  const save = button('Save', { class: 'primary', disabled: true, onclick: () => write_(false) }, 'check');
  const check = button('Check', { disabled: true, title: 'Ask the server without changing anything', onclick: () => write_(true) });
  const reload = button('Reload', { onclick: () => load() }, 'restart');
  const copy = button('Copy', { onclick: () => copyText(editor.text).then(() => toast('Copied'), (error) => toast(error.message, 'bad')) },
    'copy');
  const editor = yamlEditor('', {
    readOnly: !kind.can('update'),
    onchange: () => changed(),
    onsave: () => !save.disabled && write_(false),
  });

  function changed() {
    const isChanged = editor.text !== original;
    save.disabled = check.disabled = !isChanged;
    write(state, isChanged ? 'changed' : '');
  }

  function complain(error) {
    problem.hidden = !error;
    fill(problem, error ? explain(error.message) : null);
  }

  async function load() {
    try {
      original = withoutManagedFields(await getYAML(path));
      editor.set(original);
      complain(null);
      changed();
    } catch (error) {
      complain(error);
    }
  }

  /** A change of the status alone is no conflict with what somebody edits here. */
  async function put(isTrial, isRetry = false) {
    const trial = isTrial ? '&dryRun=All' : '';
    try {
      await send('PUT', `${path}?fieldManager=coxswain-dashboard&fieldValidation=Strict${trial}`, editor.text, 'application/yaml');
    } catch (error) {
      if (error.code !== 409 || isRetry) throw error;
      const present = withoutManagedFields(await getYAML(path));
      if (essence(present) !== essence(original)) throw error;
      editor.set(withRevisionOf(editor.text, present));
      original = withRevisionOf(original, present);
      await put(isTrial, true);
    }
  }

  async function write_(isTrial) {
    save.disabled = check.disabled = true;
    try {
      await put(isTrial);
      complain(null);
      if (isTrial) toast('The server would accept this');
      else {
        toast(`${kind.kind} ${object.metadata.name} saved`);
        await load();
      }
    } catch (error) {
      complain(error);
    }
    changed();
  }

  const node = h('div.pane', h('div.bar', state, h('div.grow'), copy, reload, kind.can('update') && check, kind.can('update') && save),
    problem, editor.node);
  return { node, ready: load, dispose: () => {}, isChanged: () => editor.text !== original };
}

/** A Status' list of causes as lines. */
export function explain(message) {
  const list = message.match(/^(.*?): \[(.*)\]$/s);
  if (!list) return h('p', message);
  return [h('p', `${list[1]}:`), h('ul', list[2].split(/, (?=[a-zA-Z][\w.[\]()/-]*: )/).map((one) => h('li', one)))];
}
