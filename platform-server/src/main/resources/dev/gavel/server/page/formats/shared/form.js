/** Fields of the form for a new auction, as the rooms declare them: what is typed, what it means, what is sent. Pure. */
import { LEAST } from '../../format/money.js';

/**
 * How an auction of a kind is drawn up. Only what stands in one of the lists is shown, read and sent.
 * @typedef {object} Form
 * @property {FormField[]} price fields about the price, in their order
 * @property {FormField[]} when fields about the time
 * @property {FormField[]} who fields about the bidders
 * @property {string} [note] what is to be known about its time
 * @property {string} [usuallySeen] who sees one where its seller says nothing, if that is not everybody
 * @property {boolean} opensAtOnce whether it can be opened as soon as it is created
 * @property {(values: object, show: (minor: number) => string) => Record<string, string>} [check] what is wrong with
 *     values that are right each by itself, by field
 * @property {(values: object, say: Say, what: string) => string} sentence how `what` is sold, in words
 * @property {(values: object, say: Say) => (string | false | undefined)[]} timeSentences what follows for the time
 * @property {(values: object, say: Say) => (string | false | undefined)[]} priceSentences and for the price
 */

/**
 * One field. `kind` says how what is typed is read, and `first` is what stands there at first. Left empty, an amount
 * or a length of time is a fault where it `isNeeded`, and a count where no `usual` one is meant. `least` and `most` are
 * the bounds that the house keeps, in minor units or milliseconds. `sends` gives what the field adds to the command.
 * @typedef {{name: string, kind: 'amount' | 'seconds' | 'count' | 'choice', label: string, hint?: string,
 *     mode?: string, first: string | boolean, isNeeded?: boolean, usual?: number, least?: number, most?: number,
 *     isShown?: (draft: object) => boolean, sends: (value: any, values: object) => object}} FormField
 */

/**
 * How values are said: `…` where one is missing or not yet understood.
 * @typedef {{show: (minor: any) => string, lasts: (millis: any) => string, number: (count: any) => string}} Say
 */

/** What is so in most forms. @type {Partial<Form>} */
export const COMMON_FORM = { when: [], who: [], opensAtOnce: true, timeSentences: () => [], priceSentences: () => [] };

/** An amount in minor units. */
export function amount(name, label, hint, more = {}) {
  return { name, kind: 'amount', label, hint, first: '', least: LEAST, sends: value => ({ [name]: value }), ...more };
}

/** A length of time that is typed in seconds, and is worth milliseconds. */
export function seconds(name, label, hint, more = {}) {
  return { name, kind: 'seconds', mode: 'decimal', label, hint, first: '', sends: value => ({ [name]: value }), ...more };
}

/** A box to tick. */
export function choice(name, label, more = {}) {
  return { name, kind: 'choice', label, first: false, sends: () => ({ [name]: true }), ...more };
}

/** The price at which it begins; it may be nothing. */
export function start(hint, { label = 'Start', ...more } = {}) {
  return amount('start', label, hint, { least: 0, ...more });
}

/** How many units there are. */
export function quantity(hint, more = {}) {
  return { name: 'quantity', kind: 'count', mode: 'numeric', label: 'How many units', hint, first: '', sends: value => ({ quantity: value }), ...more };
}

/** The secret lowest price. */
export function reserve(hint = 'Secret: below it the lot is not sold. Left empty: none.') {
  return amount('reserve', 'Reserve', hint);
}

/** That the seller decides on a best bid below the reserve. */
export const OFFER = choice('offer', 'If the reserve is not met, let me decide on the highest bid', {
  isShown: draft => Boolean(draft.reserve),
  sends: (value, { reserve: least }) => (least === undefined ? {} : { belowReserve: 'offer' }),
});

/** What a reserve means to somebody who sells. */
export function reserveSentence({ reserve: least, offer }, { show }) {
  return least !== undefined && `Below ${show(least)}, which only you know, ${offer ? 'you decide on the highest bid' : 'it is not sold'}.`;
}

/** The least that a first bid may be: a start of 0 takes the smallest unit, and no bid is of nothing. */
export function leastOf({ start: least = LEAST }) {
  return typeof least === 'number' ? Math.max(least, LEAST) : least;
}
