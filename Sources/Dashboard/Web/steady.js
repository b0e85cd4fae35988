// Browsers break off what is under way whenever an address of the machine comes or goes, and on a node one does with every pod.

const readPauses = [100, 400, 1_000]; // ms before a read that got no answer is tried again

/** `fetch` that tries reads again. Whether a write was done nobody knows, so that is said; `changes` tells which it is. */
export async function steadily(url, { changes, ...options } = {}) {
  const isRead = !(changes ?? (options.method ?? 'GET') !== 'GET');
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await fetch(url, options);
    } catch (error) {
      if (error.name === 'AbortError') throw error;
      if (!isRead) throw new Error('The connection broke off before an answer came. Look whether it was done.');
      if (attempt === readPauses.length) throw new Error('The server cannot be reached.');
      await new Promise((resolve) => { setTimeout(resolve, readPauses[attempt]); });
    }
  }
}
