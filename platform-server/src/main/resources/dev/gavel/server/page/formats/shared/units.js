/** Several units of a lot, among the conditions of sale and on a card. Pure. */
import { count } from '../../format/words.js';

export function units(view) {
  return view.quantity !== undefined && { name: 'Units', text: view.quantity.toLocaleString() };
}

/** How many there are, and what goes on. */
export function unitsAnd(view, activity) {
  return `${count(view.quantity, 'unit')}, ${activity}`;
}
