/** Who bid what, and when. */
import { html, useState } from '../lib/html.js';
import { money } from '../format/money.js';
import { span } from '../format/time.js';
import { count } from '../format/words.js';
import { roomOf } from '../formats/rooms.js';
import { bidsIn, standingRows } from '../store/bid-rows.js';
import { When } from './countdown.js';
import { Failed } from './empty.js';

const SHOWN = 12;
/** Then nobody leads any more: somebody has won, or nobody will. */
const OVER = new Set(['closed', 'cancelled']);

export function History({ view, rows, trouble, more, moments, me }) {
  const [all, setAll] = useState(false);
  const { title, one } = roomOf(view).bids;
  if (trouble && !rows) return html`<section class="box"><h2>${title}</h2><${Failed} trouble=${trouble} /></section>`;
  const lines = lineUp(rows ?? [], moments);
  const standing = OVER.has(view.state) ? [] : standingRows(rows ?? [], view);
  const shown = all ? lines : lines.slice(0, SHOWN);
  return html`<section class="box"><h2>${title} ${rows && rows.length > 0 && html`<span class="quiet">${bidsIn(rows).toLocaleString()}${more ? '+' : ''}</span>`}</h2>
    ${rows && lines.length === 0 && html`<p class="quiet">${OVER.has(view.state) ? `No ${one}s.` : `No ${one}s yet.`}</p>`}
    ${lines.length > 0 && html`<div class="table-scroll" tabindex="0" role="group" aria-label="Bid history"><table class="history">
      <thead><tr><th scope="col">Bidder</th><th scope="col" class="number">Amount</th><th scope="col">Time</th><th scope="col" class="number wide">Log index</th></tr></thead>
      <tbody>${shown.map(line => (line.bidder ? html`<${Row} key=${line.index + line.bidder + (line.automatic ? ' house' : '')} row=${line} stands=${standing.includes(line)} view=${view} me=${me} />` : html`<${Moment} key=${line.position} event=${line} />`))}</tbody>
    </table></div>`}
    ${lines.length > SHOWN && html`<p><button class="button is-small" type="button" onClick=${() => setAll(!all)}>${all ? 'Show fewer' : `Show all ${count(lines.length, 'line')}`}</button></p>`}
  </section>`;
}

/** Bids and what happened besides, newest first: of one bid, what the house answered to it comes after it. */
function lineUp(rows, moments) {
  const told = moments.filter(one => TEXTS[one.type]);
  return [...rows, ...told].sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || indexOf(b) - indexOf(a)
    || Number(b.automatic ?? false) - Number(a.automatic ?? false));
}

/** The log index of a row or an event. */
export const indexOf = line => line.index ?? Number(line.position.split('.')[0]);

function Row({ row, stands, view, me }) {
  return html`<tr class=${(stands ? 'is-standing ' : '') + (row.automatic ? 'is-automatic ' : '') + (row.retracted ? 'is-retracted' : '')}>
    <td>${row.bidder === me ? html`<strong>you</strong>` : row.bidder}${row.automatic && html` <span class="tag is-plain">automatic</span>`}${stands && html` <span class="tag">${view.standingAwards ? `${row.bidder === me ? 'get' : 'gets'} units` : row.bidder === me ? 'lead' : 'leads'}</span>`}${row.allOrNothing && html` <span class="tag is-plain">all or none</span>`}${row.retracted && html` <span class="tag">${roomOf(view).bids.takenBack ?? 'retracted'}</span>`}</td>
    <td class="number">${row.opened === false ? 'not opened' : money(row.amount, view.currency)}${row.quantity > 1 ? ` × ${row.quantity}` : ''}${row.max !== undefined && row.max !== row.amount && html`<small>${roomOf(view).bids.way} to ${money(row.max, view.currency)}</small>`}</td>
    <td><${When} at=${row.at} /></td><td class="number wide quiet">${row.index}</td></tr>`;
}

const TEXTS = {
  auctionExtended: e => `Extended by ${span(Date.parse(e.endsAt) - Date.parse(e.formerEndsAt))}`,
  auctionPaused: () => 'Paused by the seller',
  auctionResumed: () => 'Resumed',
};

function Moment({ event }) {
  return html`<tr class="is-moment"><td colspan="2">${TEXTS[event.type](event)}</td><td><${When} at=${event.at} /></td><td class="wide"></td></tr>`;
}
