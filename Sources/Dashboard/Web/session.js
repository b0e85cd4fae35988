// Who looks at the page, and how requests prove it: a bearer token, or nothing where a proxy between adds credentials.
//
// The token is kept for this tab alone (sessionStorage) and sent as a header, never as a cookie: no other page can make the browser send it.

import { steadily } from './steady.js';

const key = 'coxswain.token';
const channelName = 'coxswain.session';
const askingTime = 250; // ms to wait for another tab that is signed in

let token = sessionStorage.getItem(key);
const listeners = new Set();

/** How the page is served: `{mode: 'local' | 'cluster', why}`. */
export let mode = { mode: 'cluster', why: false };
/** The name of whoever is signed in. */
export let userName = '';

/** The path before `/api` and `/apis`; empty but below a proxy with a prefix of its own. */
export const base = location.pathname.match(/^(.*?)\/(?:dashboard|api\/v1\/namespaces\/[^/]+\/services\/[^/]+\/proxy)\//)?.[1] ?? '';

export function headers() {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** Subprotocols by which a WebSocket carries the token, whose headers scripts cannot set. */
export function socketProtocols() {
  if (!token) return [];
  const bytes = new TextEncoder().encode(token);
  const text = btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return [`base64url.bearer.authorization.k8s.io.${text}`];
}

/** Whether this tab itself proves who is signed in, and not a proxy between. */
export const hasToken = () => token !== null;

export function onSignedOut(listener) {
  listeners.add(listener);
}

export function signOut() {
  token = null;
  sessionStorage.removeItem(key);
  listeners.forEach((listener) => listener());
}

/** Whether a request with what is known was answered as somebody. Throws when the API cannot be reached here. */
async function isSomebody() {
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const answer = await steadily(`${base}/apis/authentication.k8s.io/v1/selfsubjectreviews`, {
    method: 'POST', changes: false, headers: { 'Content-Type': 'application/json', ...headers() }, body: JSON.stringify(review),
  });
  if (answer.status === 404 || answer.status === 405) throw new Error('The API is not served at this address.');
  if (!answer.ok) return false;
  userName = (await answer.json()).status?.userInfo?.username ?? '';
  return userName !== '' && userName !== 'system:anonymous';
}

/** Tries a token; what was kept before stays when it is refused. */
export async function signIn(candidate) {
  const before = token;
  token = candidate.trim();
  if (/^[\x21-\x7e]+$/.test(token) && (await isSomebody())) {
    sessionStorage.setItem(key, token);
    return true;
  }
  token = before;
  return false;
}

/** A link's secret for a session, at the command that made the link. Throws with the server's words. */
export async function openLink(secret) {
  // Asked again it can open nothing twice: a link that was used is refused.
  const answer = await steadily('open', { method: 'POST', changes: false, body: secret });
  if (!answer.ok) throw new Error((await answer.text()).trim());
  if (!(await signIn((await answer.json()).token))) throw new Error('The API server refuses the credentials of the kubeconfig.');
}

/** Another tab of the local dashboard that is signed in shares its session. In a cluster other pages may be of the same origin. */
function askOtherTabs() {
  if (mode.mode !== 'local') return null;
  const channel = new BroadcastChannel(channelName);
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => data.token && resolve(data.token);
    channel.postMessage({ ask: true });
    setTimeout(() => resolve(null), askingTime);
  }).finally(() => channel.close());
}

function answerOtherTabs() {
  if (mode.mode !== 'local') return;
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = ({ data }) => data.ask && token && channel.postMessage({ token });
}

/** Signs in with what there is: a link, this tab's token, another tab's, or a proxy's credentials. Returns whether that was enough. */
export async function begin() {
  mode = await (await steadily('mode.json')).json();
  const secret = location.hash.match(/^#open=([\w-]+)$/)?.[1];
  if (secret) {
    history.replaceState(null, '', '#/');
    await openLink(secret);
  }
  const known = (token !== null || mode.mode === 'cluster') && (await isSomebody());
  if (!known) {
    const shared = await askOtherTabs();
    if (!shared || !(await signIn(shared))) return false;
  }
  answerOtherTabs();
  return true;
}
