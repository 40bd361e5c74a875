/**
 * Keeps the page itself in the browser, so that it opens again while the server it came from is down: its
 * address stays the same, and with it all that the browser keeps under that address. What the server sends
 * comes first, always; nothing but the page's own files is kept.
 */
const KEPT = 'gavel-page';
/** A frozen server takes connections and answers none. */
const PATIENCE_MILLIS = 3_000;
const MAX_FILES = 200;

addEventListener('install', () => skipWaiting());
addEventListener('activate', event => event.waitUntil(clients.claim()));

addEventListener('fetch', event => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (isOurs(new URL(request.url))) event.respondWith(fresh(request, new URL(request.url).pathname));
  else if (request.mode === 'navigate' && isPage(new URL(request.url))) event.respondWith(fresh(request, '/'));
});

/** A page that has just been opened tells what it is made of: that came before this worker was there. */
addEventListener('message', event => event.waitUntil(keepAll(event.data.files)));

function isOurs({ origin, pathname }) {
  return origin === location.origin && (pathname === '/' || pathname.startsWith('/page/'));
}

/** An address of the page without its hash: the start page is what is shown there. */
function isPage({ origin, pathname }) {
  return origin === location.origin && /^\/(auctions|mine|sell|house)(\/|$)/.test(pathname);
}

async function fresh(request, path) {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(path, { ignoreVary: true });
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MILLIS) } : undefined);
    if (answer.ok) await cache.put(path, answer.clone());
    return answer;
  } catch (failure) {
    if (kept) return kept;
    throw failure;
  }
}

/** The start page last: where it is kept, all it needs is kept as well. */
async function keepAll(files) {
  const cache = await caches.open(KEPT);
  for (const file of [...files.slice(0, MAX_FILES), '/']) {
    if (!isOurs(new URL(file, location.origin)) || await cache.match(file, { ignoreVary: true })) continue;
    await cache.add(file);
  }
}
