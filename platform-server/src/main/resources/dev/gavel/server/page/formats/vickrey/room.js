/** Vickrey auctions: secret bids, of which the highest wins and pays what the second highest bid. */
import { oneLot, ONE_LOT_FORM } from '../secret-bids/one-lot.js';
import { SECRET_BIDS } from '../secret-bids/room.js';
import { leastOf } from '../shared/form.js';

const ABOUT = 'Secret bids; the highest wins and pays the second highest.';

/** @type {import('../rooms.js').Room} */
export const vickrey = {
  ...oneLot({ explained: 'The highest wins and pays the second highest bid: say what it is worth to you.' }),
  name: 'Vickrey',
  about: ABOUT,
  afterwards: view => [view.result === 'sold' ? ABOUT : '', ...SECRET_BIDS.afterwards(view)],
  form: {
    ...ONE_LOT_FORM,
    sentence: (values, { show }, what) =>
      `${what} goes to the highest secret bid of at least ${show(leastOf(values))}, which pays what the second highest bid.`,
  },
};
