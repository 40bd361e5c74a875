/** How an auction with open bids is drawn up. Pure. */
import { LATE } from './conditions.js';
import { COMMON_FORM, OFFER, amount, seconds } from '../shared/form.js';

/**
 * What the forms of open bids have in common.
 * @param {{start: object, reserve: object}} fields in whose labels the kinds differ
 * @param {object} words of which `a`, `bids` and, where it is its own, `late` say which bids move the end
 * @returns {Partial<import('../shared/form.js').Form>}
 */
export function openForm({ start, reserve }, { a, bids: { one }, late = LATE }) {
  return {
    ...COMMON_FORM,
    price: [
      start,
      amount('increment', 'Step', 'By how much the next bid must be better. Left empty: the smallest unit.'),
      amount('buyNow', 'Buy now', 'A bid of this ends it at once, until the first bid. Left empty: not offered.'),
      reserve,
      OFFER,
    ],
    when: [seconds('softClose', 'Soft close, in seconds', 'A bid in the last so many seconds moves the end, so that others can answer. Left empty: the end stays.', {
      first: '30', least: 1, most: 86_400_000, sends: windowMillis => ({ softClose: { windowMillis } }),
    })],
    timeSentences: ({ softClose }, { lasts }) => [softClose && `${a} ${one} ${late.price} in the last ${lasts(softClose)} leaves at least ${lasts(softClose)} after it.`],
  };
}

/** By how much each bid must better the one before, behind how it is sold. */
export function byStep({ increment }, { show }, way, other = 'the one before') {
  return increment === undefined ? '' : `, each at least ${show(increment)} ${way} ${other}`;
}

/** What a price to buy at once means. */
export function buyNowSentence({ buyNow }, { show }) {
  return buyNow !== undefined && `Until the first bid, ${show(buyNow)} ends it at once.`;
}
