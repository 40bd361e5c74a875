/** One auction in a list. */
import { html } from '../lib/html.js';
import { priceText, priceWord, stateWord } from '../format/words.js';
import { roomOf } from '../formats/rooms.js';
import { Countdown, When } from './countdown.js';
import { Plate } from './icons.js';
import { endFor } from '../store/involvement.js';

/** @param {{view: object, me: string, heading?: string}} props `me` is the reader's name; the heading is one below that of the list */
export function Card({ view, me, heading = 'h3' }) {
  return html`<li class=${'card is-' + view.state}>
    <a class="card-link" href=${'#/auctions/' + view.auction}>
      <${Plate} name=${view.item.name || view.name} />
      <div class="card-body">
        <p class="card-top"><span class="badge">${roomOf(view).name}</span><${Standing} view=${view} me=${me} /></p>
        <${heading} class="card-name">${view.name}<//>
        <p class="card-price"><span class="label">${priceWord(view)}</span><strong>${priceText(view)}</strong></p>
        <p class="card-foot"><${Ends} view=${view} /><span>${roomOf(view).activity(view)}</span></p>
      </div>
    </a>
  </li>`;
}

/** How the reader stands there, in words and colour; nothing where they do not take part. */
export function Standing({ view, me }) {
  const word = standingWord(view, me);
  return word && html`<span class=${'standing is-' + word.tone}>${word.text}</span>`;
}

export function standingWord(view, me) {
  if (!me) return null;
  if (view.state === 'closed') {
    const end = endFor(view, me);
    if (end === 'won') return { tone: 'good', text: 'Won' };
    if (end === 'offered') return { tone: 'plain', text: 'Seller decides on your bid' };
    return end === 'lost' && me in (view.participants ?? {}) ? { tone: 'plain', text: 'Lost' } : null;
  }
  if (view.seller === me) return { tone: 'plain', text: 'Yours' };
  return roomOf(view).standing(view, me);
}

function Ends({ view }) {
  if (view.state === 'scheduled') return html`<span>opens in <${Countdown} to=${view.opensAt} /></span>`;
  if (view.state === 'open') {
    const { at, short, isRound } = roomOf(view).next(view);
    if (!at) return html`<span>${short}</span>`;
    return isRound ? html`<span>${short} in <${Countdown} to=${at} calm over="…" /></span>` : html`<span><${Countdown} to=${at} /></span>`;
  }
  if (view.state === 'closed' || view.state === 'cancelled') {
    return html`<span>${stateWord(view)}${view.endsAt ? html` <${When} at=${view.endsAt} />` : ''}</span>`;
  }
  return html`<span>${stateWord(view)}</span>`;
}
