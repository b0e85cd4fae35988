// Questions that have to be answered before something happens, and short messages about what did.

import { button, fill, h, icon } from './dom.js';

const toastTime = 5_000; // ms
const toastLimit = 3;

/** A modal dialog; `content(close)` makes what it holds. Resolves with what `close` is given, undefined when it was dismissed. */
export function openDialog(className, content) {
  return new Promise((resolve) => {
    let answer;
    const dialog = h('dialog', { class: className });
    const close = (value) => {
      answer = value;
      dialog.close();
    };
    dialog.append(content(close));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(answer);
    });
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
    // Another address is another matter.
    addEventListener('hashchange', () => dialog.close(), { once: true });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Asks, does, and shows the server's words when it refuses. `body` may be a function of the form. Returns whether it was done. */
export function ask({ title, body, action, tone = '', perform }) {
  return openDialog('question', (close) => {
    const problem = h('p.problem', { hidden: true, role: 'alert' });
    const confirm = button(action, { type: 'submit', class: `primary ${tone}` });
    const submit = async (event) => {
      event.preventDefault();
      confirm.disabled = true;
      problem.hidden = true;
      try {
        await perform(new FormData(event.target));
        close(true);
      } catch (error) {
        fill(problem, error.message).hidden = false;
        confirm.disabled = false;
      }
    };
    return h('form', { onsubmit: submit }, h('h2', title), body, problem,
      h('div.buttons', button('Cancel', { onclick: () => close(false) }), confirm));
  });
}

let tray = null;

export function toast(text, tone = 'good') {
  tray ??= document.body.appendChild(h('div.toasts', { role: 'status' }));
  const note = h('div.toast', { class: tone }, icon(tone === 'good' ? 'check' : 'warn'), h('span', text));
  tray.append(note);
  while (tray.childElementCount > toastLimit) tray.firstChild.remove();
  setTimeout(() => note.remove(), toastTime);
}
