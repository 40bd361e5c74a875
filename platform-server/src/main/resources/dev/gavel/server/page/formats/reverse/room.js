/** Reverse auctions: somebody buys, offers fall, and the lowest at the end gets the order. */
import { LEAST } from '../../format/money.js';
import { buyNowSentence, byStep, openForm } from '../open-bids/form.js';
import { openBids } from '../open-bids/room.js';
import { reserve, start } from '../shared/form.js';
import { WORDS } from './words.js';

/** @type {import('../rooms.js').Room} */
export const reverse = {
  ...openBids(WORDS),
  name: 'Reverse',
  about: 'Offers fall; the lowest at the end gets the order.',
  falls: true,
  startName: 'Starts at, at most',
  form: {
    ...openForm({
      start: start('Offers start here and fall.', { label: 'Most you would pay', isNeeded: true, least: LEAST }),
      reserve: reserve('Secret: above it nothing is bought.'),
    }, WORDS),
    sentence: (values, say, what) => `${what} goes to the lowest offer, from ${say.show(values.start)} down${byStep(values, say, 'below')}.`,
    priceSentences: (values, say) => [reserveSentence(values, say), buyNowSentence(values, say)],
  },
};

function reserveSentence({ reserve: most }, { show }) {
  return most !== undefined && `Above ${show(most)}, which only you know, nothing is bought.`;
}
