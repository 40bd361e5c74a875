/** What is so in most kinds of auction: a room begins with this, and says what is otherwise in it. Pure. */
import { money } from '../../format/money.js';
import { count } from '../../format/words.js';

/** @type {Partial<import('../rooms.js').Room>} */
export const COMMON = {
  falls: false,
  hasRounds: false,
  bids: { deed: 'Bid', title: 'Bids', one: 'bid', way: 'up' },
  priceWord: () => 'Starts at',
  price: view => (view.leader ? view.price ?? view.start : view.start),
  outbid: (before, after, me) => (before.leader === me && after.leader && after.leader !== me && after.bids > before.bids
    ? `You were outbid on ${after.name}: ${money(after.price, after.currency)} by ${after.leader}.` : ''),
  activity: view => activityOf(view, 'bid'),
  next: closing,
  softClose: () => '',
  startName: 'Starts at',
  seenByEverybody: 'Everybody sees the bidders and the price.',
  afterwards: () => [],
  people: { areShown: false, word: 'takes part' },
  whyDropped: () => '',
  afterRound: () => ({}),
};

/** How many bids there are, where that is to be seen. @param {string} one a bid, as it is counted */
export function activityOf({ bids }, one) {
  return bids === undefined ? 'only participants see it' : count(bids, one);
}

/** What is next where it ends at a time, or by hand. @returns {import('../rooms.js').Next} */
export function closing(view) {
  return view.endsAt ? { word: 'Ends in', at: view.endsAt }
    : { word: 'Ends', text: 'when the seller closes it', short: 'until closed by hand' };
}
