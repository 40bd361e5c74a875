/** One auction in a list. */
import { html } from '../lib/html.js';
import { FORMATS, count, falls, isSecret, priceOf, priceWord, stateWord } from '../format/words.js';
import { money } from '../format/money.js';
import { Countdown, When } from './countdown.js';
import { Plate } from './icons.js';
import { endFor, isOutbid } from '../store/involvement.js';
import { isOpened } from '../store/openings.js';

/** @param {{view: object, me: string, heading?: string}} props `me` is the reader's name; the heading is one below that of the list */
export function Card({ view, me, heading = 'h3' }) {
  return html`<li class=${'card is-' + view.state}>
    <a class="card-link" href=${'#/auctions/' + view.auction}>
      <${Plate} name=${view.item.name || view.name} />
      <div class="card-body">
        <p class="card-top"><span class="badge">${FORMATS[view.format].name}</span><${Standing} view=${view} me=${me} /></p>
        <${heading} class="card-name">${view.name}<//>
        <p class="card-price"><span class="label">${priceWord(view)}</span><strong>${money(priceOf(view), view.currency)}</strong></p>
        <p class="card-foot"><${Ends} view=${view} /><span>${activity(view)}</span></p>
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
  if (isSecret(view.format)) return secretWord(view);
  if (view.format === 'clock') {
    if (!(me in (view.participants ?? {}))) return null;
    return view.participants[me] ? { tone: 'good', text: 'You are in' } : { tone: 'bad', text: 'You are out' };
  }
  if (view.format === 'dutch') return null;
  if (view.leader === me) return { tone: 'good', text: 'You lead' };
  return isOutbid(view, me) ? { tone: 'bad', text: 'Outbid' } : null;
}

function secretWord(view) {
  if (view.yourBid === undefined) return null;
  if (view.stage !== 'reveal') return { tone: 'good', text: 'Bid placed' };
  return isOpened(view) ? { tone: 'good', text: 'Bid opened' } : { tone: 'bad', text: 'Open your bid' };
}

function Ends({ view }) {
  if (view.state === 'scheduled') return html`<span>opens in <${Countdown} to=${view.opensAt} /></span>`;
  if (view.state === 'open') {
    const end = view.roundEndsAt ?? view.endsAt;
    if (!end) return html`<span>${view.format === 'clock' ? 'running' : 'until closed by hand'}</span>`;
    if (view.roundEndsAt) return html`<span>${view.format === 'dutch' ? 'falls' : 'rises'} in <${Countdown} to=${end} calm over="…" /></span>`;
    return html`<span><${Countdown} to=${end} /></span>`;
  }
  if (view.state === 'closed' || view.state === 'cancelled') {
    return html`<span>${stateWord(view)}${view.endsAt ? html` <${When} at=${view.endsAt} />` : ''}</span>`;
  }
  return html`<span>${stateWord(view)}</span>`;
}

function activity(view) {
  if (view.format === 'clock' && view.participants) {
    return `${Object.values(view.participants).filter(Boolean).length} in`;
  }
  if (view.format === 'dutch' && view.quantity > 1) return `${view.quantityLeft} left`;
  return view.bids === undefined ? 'secret' : count(view.bids, falls(view.format) ? 'offer' : 'bid');
}
