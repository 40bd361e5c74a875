/** How a Dutch auction is drawn up: without a floor it would sell for next to nothing. Pure. */
import { LEAST } from '../../format/money.js';
import { span } from '../../format/time.js';
import { pace } from '../rounds/form.js';
import { COMMON_FORM, amount, quantity, start } from '../shared/form.js';

/** @type {import('../shared/form.js').Form} */
export const form = {
  ...COMMON_FORM,
  price: [
    start('The clock begins at this price and falls.', { isNeeded: true, least: LEAST + 1 }),
    ...pace('Falls by'),
    amount('floor', 'Down to', 'The floor: when nobody takes it at this price, it is not sold.', { isNeeded: true }),
    quantity('Left empty: one.', { usual: 1 }),
  ],
  check: (values, show) => (values.floor >= values.start ? { floor: `Below the start, ${show(values.start)}.` } : {}),
  sentence: (values, say, what) => `The price of ${what} starts at ${say.show(values.start)} and falls by ${say.show(values.step)} every ${say.lasts(values.period)} down to ${say.show(values.floor)}; the first to take it has it${reaches(values)}${several(values, say)}.`,
};

/** How long the clock takes to its floor, where all that tells is understood. */
function reaches({ start: from, floor, step, period }) {
  if ([from, floor, step, period].some(one => !one || typeof one !== 'number') || floor >= from) return '';
  return ` (it is at its floor after ${span(Math.ceil((from - floor) / step) * period)})`;
}

function several({ quantity: all }, { number }) {
  return all === 1 ? '' : `, until all ${number(all)} units are gone`;
}
