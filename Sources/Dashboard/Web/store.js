// A live copy of some objects of one kind: listed by pages, then kept by a watch. Everybody who shows them shares the copy.
//
// Watches are WebSockets: browsers hold only six plain connections to a server, and the overview alone watches more kinds.

import { ApiError, get, openSocket, query } from './api.js';

const pageSize = 500;
const keepTime = 30_000; // ms a copy is kept when nobody looks
const longestPause = 20_000; // ms between attempts
const steadyTime = 5_000; // ms after which an ended watch was no failure
const watchProtocol = 'base64.binary.k8s.io';

const stores = new Map();
const stateListeners = new Set();

/** The copy for a kind, in a namespace or everywhere, perhaps only what a field selector matches. */
export function store(kind, namespace = '', fieldSelector = '') {
  const path = kind.path(kind.namespaced ? namespace : '');
  const key = `${path}?${fieldSelector}`;
  if (!stores.has(key)) stores.set(key, new Store(kind, path, fieldSelector, () => stores.delete(key)));
  return stores.get(key);
}

/** Calls back when any copy goes live or is lost, with whether all are live. */
export function onConnection(listener) {
  stateListeners.add(listener);
}

function tellConnection() {
  const isLost = [...stores.values()].some((one) => one.state === 'lost');
  stateListeners.forEach((listener) => listener(!isLost));
}

class Store {
  constructor(kind, path, fieldSelector, forget) {
    Object.assign(this, { kind, path, fieldSelector, forget });
    this.items = new Map();
    this.state = 'loading'; // live, lost (tries again), denied
    this.error = null;
    this.version = 0;
    this.listeners = new Set();
    this.failures = 0;
    this.isRunning = false;
  }

  get list() {
    if (this.listVersion !== this.version) {
      this.cachedList = [...this.items.values()];
      this.listVersion = this.version;
    }
    return this.cachedList;
  }

  /** Calls `listener` soon, and after every change; returns how to stop. */
  subscribe(listener) {
    this.listeners.add(listener);
    clearTimeout(this.expiry);
    if (!this.isRunning) this.run();
    else if (this.state !== 'loading') queueMicrotask(() => this.listeners.has(listener) && listener(this));
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.expiry = setTimeout(() => this.stop(), keepTime);
    };
  }

  stop() {
    this.isRunning = false;
    clearTimeout(this.retry);
    this.abort?.abort();
    this.socket?.close();
    this.forget();
  }

  run() {
    this.isRunning = true;
    this.relist();
  }

  set(state, error = null) {
    this.state = state;
    this.error = error;
    this.changed();
    tellConnection();
  }

  /** Tells listeners at most once a frame, however many events come. */
  changed() {
    this.version += 1;
    if (this.isPending) return;
    this.isPending = true;
    const tell = () => {
      this.isPending = false;
      this.listeners.forEach((listener) => listener(this));
    };
    if (document.hidden) setTimeout(tell, 500);
    else requestAnimationFrame(tell);
  }

  async relist() {
    this.abort = new AbortController();
    try {
      const items = new Map();
      let position = '';
      do {
        const page = await get(this.path + query({ limit: pageSize, continue: position, fieldSelector: this.fieldSelector }),
          { signal: this.abort.signal });
        for (const item of page.items ?? []) items.set(item.metadata.uid ?? item.metadata.name, item);
        position = page.metadata.continue ?? '';
        this.revision = page.metadata.resourceVersion;
        if (this.state === 'loading' && position && this.isRunning) {
          this.items = items; // what has come so far
          this.changed();
        }
      } while (position);
      if (!this.isRunning) return;
      this.items = items;
      this.set('live');
      this.watch();
    } catch (error) {
      if (!this.isRunning || error.name === 'AbortError') return;
      const isRefused = error instanceof ApiError && [401, 403, 404, 405].includes(error.code);
      this.set(isRefused ? 'denied' : 'lost', error);
      if (!isRefused || error.code === 403) this.later(() => this.relist());
    }
  }

  later(work) {
    const pause = Math.min(longestPause, 500 * 2 ** this.failures) * (0.75 + Math.random() / 2);
    this.failures += 1;
    this.retry = setTimeout(() => this.isRunning && work(), this.state === 'denied' ? longestPause : pause);
  }

  watch() {
    const began = performance.now();
    let mustList = true; // a watch that was never opened does not say why: the list will
    const parameters = { watch: 1, resourceVersion: this.revision, allowWatchBookmarks: true, fieldSelector: this.fieldSelector };
    const socket = openSocket(this.path + query(parameters), [watchProtocol]);
    this.socket = socket;
    socket.onopen = () => {
      mustList = false;
      if (this.state !== 'live') this.set('live');
    };
    socket.onmessage = async ({ data }) => {
      const event = JSON.parse(data);
      if (event.type === 'ERROR') {
        mustList = true;
        socket.close();
      } else {
        this.apply(event);
      }
    };
    socket.onclose = () => {
      if (!this.isRunning || this.socket !== socket) return;
      if (performance.now() - began > steadyTime) this.failures = 0;
      const next = () => (mustList ? this.relist() : this.watch());
      if (!mustList && this.failures === 0) return this.later(next);
      if (this.failures > 0) this.set('lost', new Error('The connection to the server was lost.'));
      this.later(next);
    };
  }

  apply({ type, object }) {
    this.revision = object.metadata.resourceVersion;
    if (type === 'BOOKMARK') return;
    const key = object.metadata.uid ?? object.metadata.name;
    if (type === 'DELETED') this.items.delete(key);
    else this.items.set(key, object);
    this.changed();
  }
}
