/** A rising clock is run by the house, or by the program of its seller. */
import { html } from '../../lib/html.js';
import { RisingClock } from './rising-clock.js';
import { SellerClock } from './seller-clock.js';

export function Panel({ view, me, seat }) {
  return view.runBy === 'seller' ? html`<${SellerClock} view=${view} me=${me} seat=${seat} />` : html`<${RisingClock} view=${view} me=${me} />`;
}
