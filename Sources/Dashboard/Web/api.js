// Requests to the Kubernetes API, on the page's own origin and with the rights of whoever is signed in.

import { base, headers, signOut, socketProtocols } from './session.js';
import { steadily } from './steady.js';

/** What the server refused, in its own words (meta/v1 Status). */
export class ApiError extends Error {
  constructor(code, status) {
    super(status.message || `HTTP ${code}`);
    this.code = code;
    this.reason = status.reason ?? '';
  }
}

async function failure(answer) {
  const text = await answer.text();
  try {
    return new ApiError(answer.status, JSON.parse(text));
  } catch {
    return new ApiError(answer.status, { message: text.trim().slice(0, 500) });
  }
}

/** The answer itself, for bodies that are read as they come. */
export async function fetchRaw(path, { method = 'GET', body, type, accept = 'application/json', signal } = {}) {
  const answer = await steadily(base + path, {
    method, body, signal, cache: 'no-store',
    headers: { Accept: accept, ...(type ? { 'Content-Type': type } : {}), ...headers() },
  });
  if (answer.ok) return answer;
  const error = await failure(answer);
  if (answer.status === 401) signOut();
  throw error;
}

export const get = async (path, options) => (await fetchRaw(path, options)).json();

export async function getYAML(path) {
  return (await fetchRaw(path, { accept: 'application/yaml' })).text();
}

/** Writes a document; `document` is an object, or text of the media type given. */
export async function send(method, path, document, type = 'application/json') {
  const body = document === undefined || typeof document === 'string' ? document : JSON.stringify(document);
  return (await fetchRaw(path, { method, body, type: body === undefined ? undefined : type })).json();
}

/** A WebSocket of the API. `protocols` are those of the stream itself. */
export function openSocket(path, protocols) {
  const url = new URL(base + path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url, [...socketProtocols(), ...protocols]);
}

export function query(parameters) {
  const pairs = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(pairs).toString();
  return text ? `?${text}` : '';
}
