/** Whether this browser reaches the house at all. */
import { store } from '../lib/store.js';

/** The browser says that it has no network. */
export const offline = store(navigator.onLine === false);
/** No server has answered the last questions, each of which was asked. */
export const unreached = store(false);

let silent = 0;

addEventListener('offline', () => offline.set(true));
addEventListener('online', () => offline.set(false));

/** Notes how a question ended; `all` is how many servers there are to ask. */
export function noteAnswer(answered, all) {
  silent = answered ? 0 : silent + 1;
  unreached.set(silent > Math.max(1, all));
}

/** Resolves when the browser has a network, or when `signal` says that nobody waits any more. */
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
