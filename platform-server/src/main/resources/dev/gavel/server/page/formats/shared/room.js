/** What is so in most kinds of auction: a room begins with this, and says what is otherwise in it. Pure. */
import { count } from '../../format/words.js';

/** @type {Partial<import('../rooms.js').Room>} */
export const COMMON = {
  falls: false,
  hasRounds: false,
  bids: { deed: 'Bid', title: 'Bids', one: 'bid', way: 'up' },
  priceWord: () => 'Starts at',
  price: view => (view.leader ? view.price ?? view.start : view.start),
  activity: view => (view.bids === undefined ? 'secret' : count(view.bids, 'bid')),
  next: closing,
  softClose: () => '',
  startName: 'Starts at',
  seenByEverybody: 'Everybody sees the bidders and the price.',
  afterwards: () => [],
  people: { areShown: false, word: 'takes part' },
  whyDropped: () => '',
  afterRound: () => ({}),
};

/** What is next where it ends at a time, or by hand. @returns {import('../rooms.js').Next} */
export function closing(view) {
  return view.endsAt ? { word: 'Ends in', at: view.endsAt }
    : { word: 'Ends', text: 'when the seller closes it', short: 'until closed by hand' };
}
