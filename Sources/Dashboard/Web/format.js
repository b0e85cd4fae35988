// Ages, sizes and quantities as people read them.

/** `90s`, `12m`, `3h20m`, `5d`: as kubectl writes ages. */
export function age(time, now = Date.now()) {
  if (!time) return '';
  const seconds = Math.max(0, Math.floor((now - Date.parse(time)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return `${minutes}m${seconds % 60 ? `${seconds % 60}s` : ''}`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return `${hours}h${minutes % 60 ? `${minutes % 60}m` : ''}`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return `${days}d${hours % 24 ? `${hours % 24}h` : ''}`;
  return days < 730 ? `${days}d` : `${Math.floor(days / 365)}y`;
}

export function moment(time) {
  return time ? new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' }) : '';
}

const suffixes = { n: 1e-9, u: 1e-6, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30,
  Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60 };

/** The number a quantity stands for; 0 for what is none. */
export function quantity(text) {
  const match = String(text ?? '').match(/^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([a-zA-Z]*)$/);
  return match ? Number(match[1]) * (match[2] ? (suffixes[match[2]] ?? 0) : 1) : 0;
}

export function cores(number) {
  if (number === 0) return '0';
  return number < 1 ? `${Math.round(number * 1000)}m` : `${Number(number.toFixed(number < 10 ? 2 : 1))}`;
}

export function bytes(number) {
  let unit = 0;
  while (number >= 1024 && unit < 5) {
    number /= 1024;
    unit += 1;
  }
  return `${Number(number.toFixed(number < 10 ? 1 : 0))} ${['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'][unit]}`;
}

export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

export function labelText(labels) {
  return Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`).join(', ');
}

/** A comparison that reads digits as numbers: `web-2` before `web-10`. */
export const compareText = new Intl.Collator('en', { numeric: true }).compare;
