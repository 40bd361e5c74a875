/** Yankee auctions: many units and open bids for some of them; each winner pays their own price. */
import { html } from '../../lib/html.js';
import { money } from '../../format/money.js';
import { joinFirst } from '../../panel/join-first.js';
import { conditionsOf, softCloseText } from '../open-bids/conditions.js';
import { byStep, openForm } from '../open-bids/form.js';
import { COMMON_FORM, amount, leastOf, quantity, start } from '../shared/form.js';
import { ChartAndBids } from '../shared/happened.js';
import { OneBid } from '../shared/one-bid.js';
import { COMMON } from '../shared/room.js';
import { units } from '../shared/units.js';

const EACH_PAYS = 'each winner pays their own price.';
const WORDS = { a: 'A', bids: COMMON.bids, step: 'above' };
const { when, timeSentences } = openForm({});

/** @type {import('../rooms.js').Room} */
export const yankee = {
  ...COMMON,
  name: 'Yankee',
  about: 'Many units, open bids; each winner pays their own price.',
  priceWord: view => (view.bids > 0 ? 'Sold from' : 'Starts at'),
  price: view => view.price ?? view.start,
  standing(view) {
    if (view.yourBid === undefined) return null;
    return view.yourStandingQuantity > 0 ? { tone: 'good', text: `You get ${share(view)}` } : { tone: 'bad', text: 'Outbid' };
  },
  softClose: view => (view.softClose ? softCloseText(view, WORDS) : ''),
  conditions: view => [units(view), ...conditionsOf(view, WORDS), { name: 'Taking a bid back', text: 'Not possible: a bid binds.' }],
  afterwards: view => [view.yourBid === undefined ? '' : `Your bid was ${ownBid(view)}.`],
  Panel: joinFirst(Bid),
  Happened: ChartAndBids,
  form: {
    ...COMMON_FORM,
    when,
    timeSentences,
    price: [
      start('The least price of one unit.'), quantity('This many units go to the best bids.'),
      amount('increment', 'Step', 'By how much a price must beat another. Left empty: the smallest unit.'),
    ],
    sentence: (values, say, what) =>
      `${say.number(values.quantity)} units of ${what} go to the highest open bids of at least ${say.show(leastOf(values))} each${byStep(values, say, 'above')}; ${EACH_PAYS}`,
  },
};

function Bid({ view, me }) {
  const open = { standing: `Your bid: ${ownBid(view)}. You get ${share(view)}`, hint: nextOf(view) };
  return html`<${OneBid} view=${view} explained=${`${view.quantity} units go to the highest prices, of equal ones to the larger quantity; ${EACH_PAYS}`} units open=${open} />
    ${view.standingAwards?.length > 0 && html`<ul class="people">${view.standingAwards.map(one => html`<li><span>${one.winner === me ? 'You' : one.winner}</span><span>${one.quantity} × ${money(one.price, view.currency)}</span></li>`)}</ul>`}`;
}

function ownBid(view) {
  return `${money(view.yourBid, view.currency)}${view.yourQuantity > 1 ? ` for ${view.yourQuantity}` : ''}`;
}

function share({ yourStandingQuantity: got, yourQuantity: wanted }) {
  return got === wanted ? `${got}` : `${got ?? 0} of ${wanted}`;
}

function nextOf({ minimumNext: next, minimumNextForMore: more, currency }) {
  if (next === undefined) return '';
  return `At least ${money(next, currency)}${more ? `, or ${money(more.amount, currency)} for ${more.quantity} or more` : ''}`;
}
