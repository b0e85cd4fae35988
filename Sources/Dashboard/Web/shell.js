// A shell in a container: the API's exec over a WebSocket, each message beginning with the number of its channel
// (v5.channel.k8s.io, or v4 where the server knows no newer).

import { get, openSocket, query } from './api.js';
import { button, h, write } from './dom.js';
import { byId } from './kinds.js';
import { Terminal } from './terminal.js';

const channels = { input: 0, output: 1, errors: 2, status: 3, size: 4 };
const protocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const command = ['/bin/sh', '-c', 'TERM=xterm-256color; export TERM; if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi'];

export function shellView(pod) {
  const running = (pod.status?.containerStatuses ?? []).filter((one) => one.state?.running).map((one) => one.name);
  const containers = pod.spec.containers.map((one) => one.name);
  const chosen = h('select', { 'aria-label': 'Container', onchange: () => connect() },
    containers.map((name) => h('option', { value: name }, name)));
  chosen.value = pod.metadata.annotations?.['kubectl.kubernetes.io/default-container'] ?? running[0] ?? containers[0];
  const state = h('span.total');
  const encoder = new TextEncoder();
  let socket = null;
  let size = null;

  const sendOn = (channel, bytes) => {
    if (socket?.readyState !== WebSocket.OPEN) return;
    const message = new Uint8Array(bytes.length + 1);
    message[0] = channel;
    message.set(bytes, 1);
    socket.send(message);
  };
  const tellSize = () => size && sendOn(channels.size, encoder.encode(JSON.stringify({ Width: size[0], Height: size[1] })));
  const terminal = new Terminal({
    input: (text) => (socket?.readyState === WebSocket.OPEN ? sendOn(channels.input, encoder.encode(text)) : text === '\r' && connect()),
    resized: (...now) => { size = now; tellSize(); },
  });
  const again = button('Reconnect', { onclick: () => connect(), hidden: true }, 'restart');

  function connect() {
    if (socket) socket.onclose = null;
    socket?.close();
    terminal.screen.reset();
    write(state, 'connecting …');
    again.hidden = true;
    const parameters = new URLSearchParams({ container: chosen.value, stdin: true, stdout: true, tty: true });
    command.forEach((word) => parameters.append('command', word));
    const path = byId('pods').pathOf(pod, 'exec');
    const opened = openSocket(`${path}?${parameters}`, protocols);
    opened.binaryType = 'arraybuffer';
    socket = opened;
    let ending = '';
    let isOpen = false;
    opened.onopen = () => {
      isOpen = true;
      write(state, 'connected');
      tellSize();
      terminal.focus();
    };
    opened.onmessage = ({ data }) => {
      const bytes = new Uint8Array(data);
      if (bytes[0] === channels.output || bytes[0] === channels.errors) terminal.write(bytes.subarray(1));
      if (bytes[0] === channels.status) ending = endingText(new TextDecoder().decode(bytes.subarray(1)));
    };
    opened.onclose = async () => {
      if (socket !== opened) return;
      if (!isOpen) ending = await refusal(pod);
      write(state, 'ended');
      again.hidden = false;
      terminal.write(`\r\n\x1b[2m[${ending || 'the connection was lost'}; Enter starts another shell]\x1b[0m\r\n`);
    };
  }

  const node = h('div.pane', h('div.bar', containers.length > 1 ? chosen : h('span.total', chosen.value), state, h('div.grow'), again),
    terminal.node);
  return {
    node,
    ready: () => { terminal.measure(); connect(); },
    dispose: () => {
      if (socket) socket.onclose = null;
      socket?.close();
      terminal.dispose();
    },
  };
}

function endingText(text) {
  try {
    const status = JSON.parse(text);
    if (status.status === 'Success') return 'the shell has ended';
    const code = status.details?.causes?.find((one) => one.reason === 'ExitCode')?.message;
    return code ? `the shell has ended with ${code}` : status.message;
  } catch {
    return text;
  }
}

/** Browsers do not say why a WebSocket was refused; asking whether this user may, and whether the pod is there, usually tells. */
async function refusal(pod) {
  const { namespace, name } = pod.metadata;
  try {
    await get(byId('pods').pathOf(pod));
    await get(byId('pods').pathOf(pod, 'exec') + query({ command: 'true', stdout: true }));
  } catch (error) {
    if (error.code === 403 && !error.reason) return 'a proxy between refuses exec; kubectl proxy lets it pass with --reject-paths=^$';
    if (error.code !== 400) return error.message;
  }
  return `the server refused a shell in ${namespace}/${name}`;
}
