/** Yankee auctions: many units and open bids for some of them; each winner pays their own price. */
import { joinFirst } from '../../panel/join-first.js';
import { History } from '../../ui/history.js';
import { conditionsOf, softCloseText } from '../open-bids/conditions.js';
import { byStep, openForm } from '../open-bids/form.js';
import { COMMON_FORM, amount, leastOf, quantity, start } from '../shared/form.js';
import { COMMON } from '../shared/room.js';
import { units, unitsAnd } from '../shared/units.js';
import { Bid, EACH_PAYS, ownBid, share } from './panel.js';

const TAKES = 'takes units from somebody else';
const WORDS = {
  a: 'A', bids: COMMON.bids, step: 'above', of: 'the bid that must be beaten',
  late: { price: `that moves the price or ${TAKES}`, lead: `that ${TAKES}` },
};
/** Whether a bidder who comes now gets units below the price of others. */
const hasUnitsLeft = view => view.minimumNext < view.price;
const { when, timeSentences } = openForm({}, WORDS);

/** @type {import('../rooms.js').Room} */
export const yankee = {
  ...COMMON,
  name: 'Yankee',
  about: 'Many units, open bids; each winner pays their own price.',
  priceWord: view => (view.bids === 0 ? 'Starts at' : hasUnitsLeft(view) ? 'Units from' : 'Sold from'),
  price: view => (hasUnitsLeft(view) ? view.minimumNext : view.price ?? view.start),
  standing(view) {
    if (view.yourBid === undefined) return null;
    return view.yourStandingQuantity > 0 ? { tone: 'good', text: `You get ${share(view)}` } : { tone: 'bad', text: 'Outbid' };
  },
  outbid(before, after) {
    if (!(after.yourStandingQuantity < before.yourStandingQuantity)) return '';
    return after.yourStandingQuantity > 0 ? `You get ${share(after)} now in ${after.name}: others bid better.`
      : `You were outbid on ${after.name}: you get nothing now.`;
  },
  activity: view => unitsAnd(view, COMMON.activity(view)),
  softClose: view => (view.softClose ? softCloseText(view, WORDS) : ''),
  conditions: view => [units(view), ...conditionsOf(view, WORDS), { name: 'Taking a bid back', text: 'Not possible: a bid binds.' }],
  afterwards: view => [view.yourBid === undefined ? '' : `Your bid was ${ownBid(view)}.`],
  Panel: joinFirst(Bid),
  Happened: History, // which does not tell how the price went: that is the lowest served
  form: {
    ...COMMON_FORM,
    when,
    timeSentences,
    price: [
      start('The least price of one unit.'), quantity('This many units go to the best bids.'),
      amount('increment', 'Step', 'By how much a price must beat another. Left empty: the smallest unit.'),
    ],
    sentence: (values, say, what) =>
      `${say.number(values.quantity)} units of ${what} go to the highest open bids of at least ${say.show(leastOf(values))} each${byStep(values, say, 'above', 'the one it beats')}; ${EACH_PAYS}`,
  },
};
