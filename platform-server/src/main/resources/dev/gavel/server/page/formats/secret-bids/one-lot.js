/** What kinds have in common in which secret bids are for one lot as a whole; they may be sealed by a fingerprint. */
import { html } from '../../lib/html.js';
import { span } from '../../format/time.js';
import { COMMON_FORM, OFFER, choice, reserve as reserveField, reserveSentence, start } from '../shared/form.js';
import { OneBid } from '../shared/one-bid.js';
import { reserve } from '../shared/reserve.js';
import { Commitment } from './commitment.js';
import { SECRET_BIDS } from './room.js';

/**
 * What a room of them begins with.
 * @param {{explained: string}} words what a bidder is told of how it is sold
 * @returns {Partial<import('../rooms.js').Room>}
 */
export function oneLot({ explained }) {
  return {
    ...SECRET_BIDS,
    conditions: view => [reserve(view), sealedBy(view)],
    Panel: ({ view, me }) => (view.stage ? html`<${Commitment} view=${view} me=${me} />` : html`<${OneBid} view=${view} explained=${explained} />`),
  };
}

function sealedBy(view) {
  return view.commit === true && { name: 'Sealed by', text: `A fingerprint. After the end each bid is opened by its bidder${view.revealMillis ? `, within ${span(view.revealMillis)}` : ''}; what is not opened is void.` };
}

/** What the forms of them have in common. @type {Partial<import('../shared/form.js').Form>} */
export const ONE_LOT_FORM = {
  ...COMMON_FORM,
  price: [start('The smallest first bid.'), reserveField(), OFFER],
  who: [choice('commit', 'Sealed even before the house: bidders post a fingerprint and open it after the end')],
  priceSentences: (values, say) => [reserveSentence(values, say)],
};
