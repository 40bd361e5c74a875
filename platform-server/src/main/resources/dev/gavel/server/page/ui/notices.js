/** Notices: over the page when they come, and in a list behind the bell. */
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { useStore } from '../lib/store.js';
import { dismiss, markSeen, notices, notifyPermission, toasts } from '../store/notices.js';
import { when } from '../format/time.js';
import { BellIcon } from './icons.js';

export function Toasts() {
  const shown = useStore(toasts);
  return html`<div class="toasts" role="log" aria-live="assertive" aria-label="Notices">
    ${shown.map(one => html`<div key=${one.id} class=${'toast is-' + one.tone}>
      <p>${one.text}${one.auction && html` <a href=${'#/auctions/' + one.auction} onClick=${() => dismiss(one.id)}>Look</a>`}</p>
      <button type="button" class="toast-close" aria-label="Dismiss" onClick=${() => dismiss(one.id)}>×</button>
    </div>`)}
  </div>`;
}

export function Bell() {
  const all = useStore(notices);
  const [open, setOpen] = useState(false);
  const box = useRef();
  const unseen = all.filter(one => !one.seen).length;
  useEffect(() => {
    if (!open) return undefined;
    const away = event => { if (!box.current.contains(event.target)) setOpen(false); };
    const escape = event => { if (event.key === 'Escape') setOpen(false); };
    addEventListener('click', away);
    addEventListener('keydown', escape);
    return () => {
      removeEventListener('click', away);
      removeEventListener('keydown', escape);
    };
  }, [open]);
  const toggle = () => {
    if (!open) markSeen();
    setOpen(!open);
  };
  return html`<div class="bell" ref=${box}>
    <button type="button" class="icon-button" aria-expanded=${open ? 'true' : 'false'} onClick=${toggle}
        aria-label=${unseen ? `Notices, ${unseen} new` : 'Notices'}>
      <${BellIcon} />${unseen > 0 && html`<span class="bell-count" aria-hidden="true">${unseen}</span>`}
    </button>
    ${open && html`<div class="popover" role="region" aria-label="Notices"><${Permission} /><${List} all=${all} close=${() => setOpen(false)} /></div>`}
  </div>`;
}

function List({ all, close }) {
  if (all.length === 0) return html`<p class="quiet">Nothing yet. You hear here when you are outbid, and when you win.</p>`;
  return html`<ul class="notice-list">${all.map(one => html`<li key=${one.id} class=${'is-' + one.tone}>
    ${one.auction ? html`<a href=${'#/auctions/' + one.auction} onClick=${close}>${one.text}</a>` : one.text}
    <time datetime=${new Date(one.at).toISOString()}>${when(one.at, Date.now())}</time>
  </li>`)}</ul>`;
}

function Permission() {
  const [state, setState] = useState(notifyPermission());
  if (state !== 'default') return null;
  return html`<button type="button" class="button is-small" onClick=${async () => setState(await Notification.requestPermission())}>
    Tell me also when this page is in the background</button>`;
}
