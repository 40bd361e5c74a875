/** Who bid what, and when. */
import { html, useState } from '../lib/html.js';
import { money } from '../format/money.js';
import { span } from '../format/time.js';
import { count, falls } from '../format/words.js';
import { bidsIn, standingRow } from '../store/bid-rows.js';
import { When } from './countdown.js';
import { Failed } from './empty.js';

const SHOWN = 12;

export function History({ view, rows, trouble, more, moments, me }) {
  const [all, setAll] = useState(false);
  if (trouble && !rows) return html`<section class="box"><h2>${falls(view.format) ? 'Offers' : 'Bids'}</h2><${Failed} trouble=${trouble} /></section>`;
  if (view.format === 'clock') return html`<${Rounds} view=${view} moments=${moments} />`;
  const lines = lineUp(rows ?? [], moments);
  const standing = view.state === 'closed' ? undefined : standingRow(rows ?? [], view);
  const shown = all ? lines : lines.slice(0, SHOWN);
  return html`<section class="box"><h2>${falls(view.format) ? 'Offers' : 'Bids'} ${rows && rows.length > 0 && html`<span class="quiet">${bidsIn(rows).toLocaleString()}${more ? '+' : ''}</span>`}</h2>
    ${rows && lines.length === 0 && html`<p class="quiet">No bids yet.</p>`}
    ${lines.length > 0 && html`<div class="table-scroll" tabindex="0" role="group" aria-label="Bid history"><table class="history">
      <thead><tr><th scope="col">Bidder</th><th scope="col" class="number">Amount</th><th scope="col">Time</th><th scope="col" class="number wide">Log index</th></tr></thead>
      <tbody>${shown.map(line => (line.bidder ? html`<${Row} key=${line.index + line.bidder + (line.automatic ? ' house' : '')} row=${line} stands=${line === standing} view=${view} me=${me} />` : html`<${Moment} key=${line.position} event=${line} />`))}</tbody>
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

const indexOf = line => line.index ?? Number(line.position.split('.')[0]);

function Row({ row, stands, view, me }) {
  return html`<tr class=${(stands ? 'is-standing ' : '') + (row.automatic ? 'is-automatic ' : '') + (row.retracted ? 'is-retracted' : '')}>
    <td>${row.bidder === me ? html`<strong>you</strong>` : row.bidder}${row.automatic && html` <span class="tag is-plain">automatic</span>`}${stands && html` <span class="tag">${row.bidder === me ? 'lead' : 'leads'}</span>`}${row.retracted && html` <span class="tag">retracted</span>`}</td>
    <td class="number">${row.opened === false ? 'not opened' : money(row.amount, view.currency)}${row.quantity > 1 ? ` × ${row.quantity}` : ''}${row.max !== undefined && row.max !== row.amount && html`<small>${falls(view.format) ? 'down' : 'up'} to ${money(row.max, view.currency)}</small>`}</td>
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

const ROUND_TEXTS = {
  auctionOpened: () => 'The clock started',
  participantJoined: e => `${e.user} joined`,
  participantLeft: e => `${e.user} left before the start`,
  participantWithdrawn: (e, view, isAtRoundsEnd) => (isAtRoundsEnd ? `${e.user} is out: not confirmed in time` : `${e.user} left`),
  auctionClosed: e => (e.winner ? `${e.winner} is the last one in` : 'It ended'),
};

function Rounds({ view, moments }) {
  const told = moments.filter(one => ROUND_TEXTS[one.type]).reverse();
  const indexOfRound = new Set(moments.filter(one => one.type === 'roundStarted').map(indexOf));
  const isAtRoundsEnd = one => view.confirm === 'confirm' && indexOfRound.has(indexOf(one));
  return html`<section class="box"><h2>What happened</h2>
    ${told.length === 0 ? html`<p class="quiet">${view.participants ? 'Who joins and leaves appears here as it happens.' : 'Only those who joined see who is in.'}</p>`
      : html`<ul class="events">${told.map(one => html`<li key=${one.position}><span>${ROUND_TEXTS[one.type](one, view, isAtRoundsEnd(one))}</span><span class="quiet"><${When} at=${one.at} /></span></li>`)}</ul>`}
  </section>`;
}
