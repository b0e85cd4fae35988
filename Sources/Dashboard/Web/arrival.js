// Sees to it that the page's other files arrive. steady.js tells why they may not; without them the page would stay blank.

(() => {
  const pauses = [200, 500, 1_000, 2_000, 4_000]; // ms before what did not arrive is asked for again
  let isWhole = true;

  function giveUp() {
    history.replaceState(null, '');
    document.body.textContent = 'Files of the dashboard did not arrive. Is what serves it still there? Load the page again to try once more.';
  }

  /** Scripts are known to need all of each other: the whole page begins anew, and nothing of it has run. */
  function loadAgain() {
    if (!isWhole) return;
    isWhole = false;
    const attempt = history.state?.arrivals ?? 0;
    if (attempt >= pauses.length) {
      giveUp();
      return;
    }
    history.replaceState({ arrivals: attempt + 1 }, '');
    setTimeout(() => location.reload(), pauses[attempt]);
  }

  /** A style is asked for again by itself, because the page may be at work by now. */
  function styleAgain(link) {
    const attempt = Number(link.dataset.attempt ?? 0);
    if (attempt >= pauses.length) return;
    const next = link.cloneNode();
    next.dataset.attempt = attempt + 1;
    setTimeout(() => link.replaceWith(next), pauses[attempt]);
  }

  addEventListener('error', ({ target }) => {
    if (target instanceof HTMLScriptElement) loadAgain();
    else if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') styleAgain(target);
  }, true);
  addEventListener('load', () => { if (isWhole && history.state?.arrivals) history.replaceState(null, ''); });
})();
