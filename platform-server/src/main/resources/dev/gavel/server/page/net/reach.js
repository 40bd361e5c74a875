/**
 * Whether this browser reaches the house at all. That it says it has no network is not enough: the house
 * may be on the same machine.
 */
import { store } from '../lib/store.js';

const PROBE_EVERY_MILLIS = 1_000;
const PROBE_PATIENCE_MILLIS = 1_500;

/** There is no network, and no server answers. */
export const offline = store(false);
/** No server has answered the last questions, each of which was asked. */
export const unreached = store(false);

let silent = 0;
let origins = () => [];
let timer = 0;

/** Tells where the servers are, so that they can be tried. */
export function reachThrough(all) {
  origins = all;
}

/** Notes how a question to a server ended. An answer that was on its way as the network went away proves nothing. */
export function noteAnswer(answered) {
  silent = answered ? 0 : silent + 1;
  const none = silent > Math.max(1, origins().length);
  unreached.set(none);
  if (navigator.onLine === false) probe();
  else if (answered) offline.set(false);
}

/** Resolves when some server can be reached, or when `signal` says that nobody waits any more. */
export function online(signal) {
  return new Promise(done => {
    if (!offline.value || signal?.aborted) return done();
    const end = offline.listen(() => {
      end();
      done();
    });
    signal?.addEventListener('abort', () => {
      end();
      done();
    });
    return undefined;
  });
}

/**
 * Tries all servers, again and again until the browser has a network: one that answered as the network went away may
 * be silent a moment later.
 */
async function probe() {
  clearTimeout(timer);
  if (navigator.onLine !== false) return offline.set(false);
  const answers = origins().map(origin => fetch(origin + '/livez', { signal: AbortSignal.timeout(PROBE_PATIENCE_MILLIS), cache: 'no-store' }));
  const reached = await Promise.any(answers).then(() => true, () => false);
  clearTimeout(timer);
  offline.set(!reached && navigator.onLine === false);
  if (navigator.onLine === false) timer = setTimeout(probe, PROBE_EVERY_MILLIS);
  return undefined;
}

addEventListener('offline', probe);
addEventListener('online', () => offline.set(false));
