/** Uniform price: many units and secret bids for some of them; all winners pay the price of the last one served. */
import { html } from '../../lib/html.js';
import { SECRET_BIDS } from '../secret-bids/room.js';
import { COMMON_FORM, leastOf, quantity, reserve as reserveField, reserveSentence, start } from '../shared/form.js';
import { OneBid } from '../shared/one-bid.js';
import { reserve } from '../shared/reserve.js';
import { units, unitsAnd } from '../shared/units.js';

const ALL_PAY = 'all winners pay the price of the last one served.';

/** @type {import('../rooms.js').Room} */
export const uniform = {
  ...SECRET_BIDS,
  name: 'Uniform price',
  about: 'Many units, secret bids; all winners pay the same price.',
  activity: view => unitsAnd(view, SECRET_BIDS.activity(view)),
  conditions: view => [reserve(view), units(view), margin(view)],
  Panel: ({ view }) => html`<${OneBid} view=${view} explained=${explained(view)} units />`,
  form: {
    ...COMMON_FORM,
    price: [start('The smallest first bid.'), reserveField(), quantity('This many units go to the highest bids.')],
    sentence: (values, { show, number }, what) =>
      `${number(values.quantity)} units of ${what} go to the highest secret bids of at least ${show(leastOf(values))} each; ${ALL_PAY}`,
    priceSentences: (values, say) => [reserveSentence(values, say)],
  },
};

function explained({ quantity: all }) {
  return `${all} units go to the highest bids; ${ALL_PAY}`;
}

function margin({ margin: how }) {
  if (how === undefined) return null;
  return { name: 'Last price', text: how === 'proRata' ? 'Bids at the last price share what is left.' : 'Of bids at the last price the earliest is served first.' };
}
