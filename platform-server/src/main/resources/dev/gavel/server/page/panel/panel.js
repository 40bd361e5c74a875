/** The panel that fits an auction's format. */
import { html } from '../lib/html.js';
import { isSecret } from '../format/words.js';
import { OpenBids } from './open-bids.js';
import { RisingClock } from './rising-clock.js';
import { SellerClock } from './seller-clock.js';
import { Dutch } from './dutch.js';
import { SecretBid } from './secret-bid.js';
import { JoinFirst, isKeptFrom } from './join-first.js';
import { Commitment } from './commitment.js';

export function Panel({ view, me, seat }) {
  if (me && me === view.seller) return html`<div class="panel"><p class="quiet">You sell this, so you cannot bid on it.</p></div>`;
  if (view.format !== 'clock' && !isSecret(view.format) && isKeptFrom(view)) return html`<${JoinFirst} view=${view} />`;
  switch (view.format) {
    case 'clock': return view.runBy === 'seller' ? html`<${SellerClock} view=${view} me=${me} seat=${seat} />` : html`<${RisingClock} view=${view} me=${me} />`;
    case 'dutch': return html`<${Dutch} view=${view} me=${me} />`;
    case 'sealed':
    case 'vickrey':
      return view.stage ? html`<${Commitment} view=${view} me=${me} />` : html`<${SecretBid} view=${view} me=${me} />`;
    case 'uniform': return html`<${SecretBid} view=${view} me=${me} units />`;
    default: return html`<${OpenBids} view=${view} me=${me} />`;
  }
}
