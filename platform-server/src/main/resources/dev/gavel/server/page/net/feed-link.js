/** A tab's end of the feed: a worker shared by all tabs, or a stream of its own while it is seen. */
import { Feed } from './feed.js';

/** How long a hidden tab without a worker keeps its stream. */
const HIDDEN_MILLIS = 20_000;

/**
 * Connects, and tells what the feed tells.
 * @param {string[]} origins servers, the one this page came from first
 * @param {string} user who watches
 * @returns {() => void} ends it
 */
export function connectFeed(origins, user, tell) {
  return typeof SharedWorker === 'function'
    ? throughWorker(origins, user, tell) : onOurOwn(origins, user, tell);
}

function throughWorker(origins, user, tell) {
  let own = null;
  const worker = new SharedWorker('/page/net/feed-worker.js', { type: 'module', name: 'gavel ' + user });
  const hello = () => worker.port.postMessage({ origins, user });
  const bye = () => worker.port.postMessage({ bye: true });
  const back = event => event.persisted && hello();
  const again = () => worker.port.postMessage({ again: true });
  worker.port.onmessage = ({ data }) => tell(data);
  worker.onerror = () => { own ??= onOurOwn(origins, user, tell); };
  hello();
  addEventListener('pagehide', bye);
  addEventListener('pageshow', back);
  addEventListener('online', again);
  return () => {
    bye();
    own?.();
    worker.port.onmessage = null;
    removeEventListener('pagehide', bye);
    removeEventListener('pageshow', back);
    removeEventListener('online', again);
  };
}

function onOurOwn(origins, user, tell) {
  const feed = new Feed(origins, user, tell);
  let timer = 0;
  const seen = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(() => feed.stop(), HIDDEN_MILLIS);
    else feed.start();
  };
  const again = () => feed.again();
  document.addEventListener('visibilitychange', seen);
  addEventListener('online', again);
  feed.start();
  return () => {
    removeEventListener('online', again);
    document.removeEventListener('visibilitychange', seen);
    clearTimeout(timer);
    feed.stop();
  };
}
