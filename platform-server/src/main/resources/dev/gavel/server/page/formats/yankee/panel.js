/** Bids for many units, in the open: the own one, and as it stands who gets how many. */
import { html, useEffect, useState } from '../../lib/html.js';
import { money } from '../../format/money.js';
import { read, Trouble } from '../../net/api.js';
import { OneBid } from '../shared/one-bid.js';
import { priceOf } from '../../format/words.js';

export const EACH_PAYS = 'each winner pays their own price.';

export function Bid({ view, me, rows }) {
  const next = useNext(view, me);
  const own = rows?.findLast(row => row.bidder === me);
  const open = {
    standing: `Your bid: ${ownBid(view)}. You get ${share(view)}`,
    hint: view.yourBid === undefined ? nextOf(view) : next,
    takesPart: own !== undefined && !own.allOrNothing,
    price: priceOf(view),
  };
  return html`<${OneBid} view=${view} explained=${`${view.quantity} units go to the highest prices, of equal ones to the larger quantity; ${EACH_PAYS}`} units open=${open} />
    ${view.standingAwards?.length > 0 && html`<section class="box"><h2>As it stands</h2>
      <ul class="people">${view.standingAwards.map(one => html`<li><span>${one.winner === me ? 'You' : one.winner}</span><span>${one.quantity} × ${money(one.price, view.currency)}</span></li>`)}</ul></section>`}`;
}

/** What the house asks of the next bid of somebody who has one, in words; empty while that is not known. */
function useNext(view, me) {
  const [told, setTold] = useState(null);
  const { auction, state, yourBid } = view;
  const has = state === 'open' && yourBid !== undefined;
  useEffect(() => {
    if (!has) return undefined;
    let gone = false;
    read(`/v1/auctions/${encodeURIComponent(auction)}/can-bid`, me).then(
      answer => gone || setTold(answer),
      trouble => { if (!(trouble instanceof Trouble)) throw trouble; });
    return () => { gone = true; };
  }, [has, auction, me, view.index]);
  if (!has || told?.auction !== auction || told.user !== me || told.minimumNext === undefined) return '';
  return `To better your bid: at least ${money(told.minimumNext, view.currency)} for ${told.quantity ?? 1}`;
}

export function ownBid(view) {
  return `${money(view.yourBid, view.currency)}${view.yourQuantity > 1 ? ` for ${view.yourQuantity}` : ''}`;
}

/** How many units the own bid gets, of as many as it is for. */
export function share({ yourStandingQuantity: got, yourQuantity: wanted }) {
  return got === wanted ? `${got}` : `${got ?? 0} of ${wanted}`;
}

function nextOf({ minimumNext: next, minimumNextForMore: more, currency }) {
  if (next === undefined) return '';
  return `At least ${money(next, currency)}${more ? `, or ${money(more.amount, currency)} for ${more.quantity} or more` : ''}`;
}
