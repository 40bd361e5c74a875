/** How an auction with rounds is drawn up. Pure. */
import { amount, seconds } from '../shared/form.js';

/** By how much the price moves, and how often. @param {string} label which way it goes, as `Rises by` */
export function pace(label) {
  return [
    amount('step', label, 'At each step of the clock.', { isNeeded: true }),
    seconds('period', 'Every … seconds', 'Time to decide at each price.', {
      first: '5', isNeeded: true, least: 100, most: 100_000_000, sends: periodMillis => ({ periodMillis }),
    }),
  ];
}
