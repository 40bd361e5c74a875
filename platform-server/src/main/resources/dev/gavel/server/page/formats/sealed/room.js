/** Sealed auctions: secret bids, of which the highest wins and pays what it bid. */
import { oneLot, ONE_LOT_FORM } from '../secret-bids/one-lot.js';
import { leastOf } from '../shared/form.js';

/** @type {import('../rooms.js').Room} */
export const sealed = {
  ...oneLot({ explained: 'The highest wins and pays its own bid.' }),
  name: 'Sealed',
  about: 'Secret bids; the highest wins and pays its own bid.',
  form: {
    ...ONE_LOT_FORM,
    sentence: (values, { show }, what) =>
      `${what} goes to the highest secret bid of at least ${show(leastOf(values))}, which pays what it bid.`,
  },
};
