/** A secret reserve, among the conditions of sale. Pure. */
import { span } from '../../format/time.js';

/** Where the best bid is the highest. */
export const SELLING = { best: 'bid', bestBuys: 'the highest bid buys', short: 'Below it', nothing: 'nothing is sold' };

/** @param {typeof SELLING} words as of somebody who sells, or who buys from the lowest offer */
export function reserve(view, words = SELLING) {
  return view.hasReserve !== undefined && { name: 'Reserve', text: reserveText(view, words) };
}

function reserveText(view, { best, bestBuys, short, nothing }) {
  if (!view.hasReserve && view.quantity > 1) return 'None: the highest bids buy.';
  if (!view.hasReserve) return `None: ${bestBuys}.`;
  const decides = view.belowReserve === 'offer'
    ? `the seller may take the best ${best} all the same${view.offerMillis ? `, within ${span(view.offerMillis)}` : ''}` : nothing;
  const jump = view.reserveMode === 'jump' ? ' Until it is met, a bid stands at its maximum.' : '';
  return `There is a secret one. ${short}, ${decides}.${jump}`;
}
