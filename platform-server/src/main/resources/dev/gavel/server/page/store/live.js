/** What comes over the feed: how the connection stands, the cluster, the house's time, and events. */
import { store } from '../lib/store.js';
import { load, save } from '../lib/saved.js';
import { connectFeed } from '../net/feed-link.js';
import { originsOf } from '../net/servers.js';
import { servers } from '../net/api.js';
import { user } from './identity.js';

/** `{state, origin}`: `connecting`, `live` or `reconnecting`. */
export const connection = store({ state: 'connecting', origin: '' });
/** The last answer of `/v1/cluster`, and `asked`, the id of the server that gave it, at `askedAt`. */
export const cluster = store(null);
/** How far off the shown time may be, in ms; null before the first measurement. */
export const clockError = store(null);

const eventListeners = new Set();
const freshListeners = new Set();
let houseAtZero = null;

/** House time in ms since 1970, from the measured offset; the reader's clock plays no part. */
export function houseNow() {
  return houseAtZero === null ? null : houseAtZero + performance.now();
}

/** By how many ms the reader's own clock is ahead of the house's; null before the first measurement. */
export function readerAhead() {
  return houseAtZero === null ? null : Date.now() - houseNow();
}

/** Hears batches of events, in order. @returns {() => void} ends it */
export function onEvents(heard) {
  eventListeners.add(heard);
  return () => eventListeners.delete(heard);
}

/** Hears that views must be read again. @returns {() => void} ends it */
export function onFresh(heard) {
  freshListeners.add(heard);
  return () => freshListeners.delete(heard);
}

/** Connects, and connects anew whenever the reader takes another name. */
export function goLive() {
  const remembered = load('servers', []);
  servers.learn(remembered);
  let end = connectFeed([location.origin, ...remembered], user.value, take);
  user.listen(name => {
    end();
    end = connectFeed([connection.value.origin || location.origin, ...servers.all], name, take);
  });
}

function take(news) {
  if (news.status) connection.set(news.status);
  if (news.clock) {
    houseAtZero = news.clock.houseMillis - performance.now();
    clockError.set(news.clock.errorMillis);
  }
  if (news.cluster) {
    cluster.set(news.cluster);
    const origins = originsOf(news.cluster, connection.value.origin || location.origin);
    servers.learn(origins);
    save('servers', origins);
  }
  if (news.fresh) for (const heard of [...freshListeners]) heard();
  if (news.events) for (const heard of [...eventListeners]) heard(news.events);
}
