/** English auctions: bids rise, and the highest at the end wins. */
import { buyNowSentence, byStep, openForm } from '../open-bids/form.js';
import { openBids } from '../open-bids/room.js';
import { leastOf, reserve, reserveSentence, start } from '../shared/form.js';
import { WORDS } from './words.js';

/** @type {import('../rooms.js').Room} */
export const english = {
  ...openBids(WORDS),
  name: 'English',
  about: 'Bids rise; the highest at the end wins.',
  form: {
    ...openForm({ start: start('The smallest first bid.'), reserve: reserve() }, WORDS),
    sentence: (values, say, what) => `${what} goes to the highest bid, from ${say.show(leastOf(values))}${byStep(values, say, 'above')}.`,
    priceSentences: (values, say) => [reserveSentence(values, say), buyNowSentence(values, say)],
  },
};
