/** What the reader should hear of: outbid, won, lost, what became of a command. */
import { store } from '../lib/store.js';
import { load, save } from '../lib/saved.js';

const KEPT = 50;
const SHOWN_MILLIS = 9_000;

/** Newest first: `{id, tone, text, auction, at, seen}`; tone is `good`, `bad` or `plain`. */
export const notices = store(load('notices', []));
/** Those shown over the page at the moment. */
export const toasts = store([]);

let counter = 0;

/**
 * Tells the reader, on the page, and where they allowed it outside of it.
 * @param {{tone: string, text: string, auction?: string, tag?: string}} what `tag` is the same in
 *     all tabs, so that it is told once
 */
export function notify(what) {
  const notice = { id: `${Date.now()}-${counter++}`, at: Date.now(), seen: false, ...what };
  notices.set(before => [notice, ...before].slice(0, KEPT));
  save('notices', notices.value);
  toasts.set(before => [...before.slice(-2), notice]);
  setTimeout(() => dismiss(notice.id), SHOWN_MILLIS);
  if (what.tag && document.hidden && mayNotify()) {
    const shown = new Notification('Gavel', { body: what.text, tag: what.tag, icon: '/page/gavel.svg' });
    shown.onclick = () => {
      focus();
      if (what.auction) location.hash = '/auctions/' + what.auction;
    };
  }
}

/** Takes a toast away. */
export function dismiss(id) {
  toasts.set(before => before.filter(one => one.id !== id));
}

/** All were looked at. */
export function markSeen() {
  notices.set(before => before.map(one => ({ ...one, seen: true })));
  save('notices', notices.value);
}

/** Whether the reader lets us tell them outside of the page. */
export function mayNotify() {
  return 'Notification' in globalThis && Notification.permission === 'granted';
}

/** `granted`, `denied`, `default`, or `missing` where this browser cannot. */
export function notifyPermission() {
  return 'Notification' in globalThis && isSecureContext ? Notification.permission : 'missing';
}
