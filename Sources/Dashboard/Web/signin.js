// The page before anybody is signed in.

import { fill, h, button, logo } from './dom.js';
import { mode, openLink, signIn } from './session.js';

/** Resolves once somebody is signed in. `problem` is told first. */
export function askToSignIn(root, problem) {
  return new Promise((resolve) => {
    const isLocal = mode.mode === 'local';
    const field = isLocal
      ? h('input', { name: 'secret', type: 'url', placeholder: 'http://127.0.0.1:…', required: true, autocomplete: 'off', autofocus: true })
      : h('textarea', { name: 'secret', rows: 5, required: true, autocomplete: 'off', spellcheck: 'false', autofocus: true });
    const note = h('p.problem', { role: 'alert', hidden: !problem }, problem);
    const submit = async (event) => {
      event.preventDefault();
      try {
        const secret = field.value.trim();
        if (isLocal) await openLink(secret.split('#open=').pop());
        else if (!(await signIn(secret))) throw new Error('The server does not know this token.');
        resolve();
      } catch (error) {
        fill(note, error.message).hidden = false;
      }
    };
    const help = isLocal
      ? ['The terminal in which ', h('code', 'coxswain dashboard'), ' runs shows a link, which works once.']
      : ['A token of a ServiceAccount, say: ', h('code', 'kubectl create token NAME'), '. It is kept for this tab alone.'];
    fill(root, h('main.sign-in', h('form', { onsubmit: submit }, logo(), h('h1', 'Coxswain'), note,
      h('label.field', h('span', isLocal ? 'Link' : 'Token'), field), h('p.faint', help),
        button('Sign in', { type: 'submit', class: 'primary' }))));
    field.focus();
  });
}
