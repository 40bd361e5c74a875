/** The pace of a clock, among the conditions of sale. Pure. */
import { money } from '../../format/money.js';
import { span } from '../../format/time.js';

/** @param {string} name which way the price goes, as `Rises by` */
export function pace(view, name) {
  return view.step !== undefined && { name, text: `${money(view.step, view.currency)} each ${span(view.periodMillis)}` };
}
