/** The panel that fits an auction: that of its kind, for all but its seller. */
import { html } from '../lib/html.js';
import { roomOf } from '../formats/rooms.js';

export function Panel({ view, me, seat, rows }) {
  if (me && me === view.seller) return html`<div class="panel"><p class="quiet">You sell this, so you cannot bid on it.</p></div>`;
  return html`<${roomOf(view).Panel} view=${view} me=${me} seat=${seat} rows=${rows} />`;
}
