/** How an auction ended, and for whom. */
import { html } from '../lib/html.js';
import { money } from '../format/money.js';
import { endFor, takesPart, wonText } from '../store/involvement.js';
import { roomOf } from '../formats/rooms.js';
import { When } from '../ui/countdown.js';

export function Ended({ view, me }) {
  if (view.state === 'cancelled') return html`<div class="panel"><p class="panel-standing">The seller called this off. No bid binds anybody.</p></div>`;
  const won = endFor(view, me) === 'won';
  return html`<div class=${'panel' + (won ? ' is-leading' : '')}>
    <p class="panel-standing" role="status">${verdict(view, me)}</p>
    ${view.toldBySeller && html`<p class="quiet">So says the seller’s program. The house has not confirmed it yet.</p>`}
    ${view.awards && html`<ul class="people">${view.awards.map(one => html`<li><span>${one.winner === me ? 'You' : one.winner}</span><span>${one.quantity} × ${money(one.price, view.currency)}</span></li>`)}</ul>`}
    ${roomOf(view).afterwards(view).filter(Boolean).map(text => html`<p class="quiet">${text}</p>`)}
    ${view.offerUntil && view.result === 'pending' && html`<p class="quiet">Until <${When} at=${view.offerUntil} />.</p>`}
  </div>`;
}

function verdict(view, me) {
  const price = view.hammerPrice === undefined ? '' : ` for ${money(view.hammerPrice, view.currency)}`;
  switch (endFor(view, me)) {
    case 'won': return `You won${wonText(view, me)}.`;
    case 'lost': return `Sold${view.winner ? ` to ${view.winner}` : ''}${price}.${takesPart(view, me) && me !== view.seller ? ' You did not win this time.' : ''}`;
    case 'offered': return 'Below the reserve: the seller decides on your bid.';
    case 'pending': return 'Ended below the reserve; the seller decides on the highest bid.';
    default: return 'Not sold.';
  }
}
