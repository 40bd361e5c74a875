/** Has the browser keep the page, where it may: on this machine and over TLS, not over plain HTTP from elsewhere. */

/** Loaded by a worker and not by the page. */
const BESIDES = ['/page/net/feed-worker.js'];

export async function keepPage() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register('/page/net/page-keeper.js', { scope: '/' });
    const { active } = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType('resource').map(one => new URL(one.name))
      .filter(url => url.origin === location.origin && url.pathname.startsWith('/page/')).map(url => url.pathname);
    active.postMessage({ files: [...new Set([...files, ...BESIDES])] });
  } catch {
    // then it is fetched each time, as everywhere
  }
}
