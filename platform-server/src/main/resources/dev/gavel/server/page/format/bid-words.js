/** One bid in words: the same amounts in the answer, in the receipt and in the history. */
import { money } from './money.js';
import { falls } from './words.js';

/**
 * What a bid is worth to all who look, and up to what it goes for who placed it.
 * @param {{amount: number, max?: number, leading?: boolean, price?: number}} receipt an accepted bid
 * @param {string | undefined} proxy as in the conditions of sale
 * @returns {{amount: number, max?: number}}
 */
export function shownBid({ amount, max, leading, price }, proxy) {
  const limit = max ?? amount;
  const isPlain = limit === amount && proxy !== 'always';
  if (isPlain || price === undefined) return { amount };
  return leading ? { amount: price, ...(limit === price ? {} : { max: limit }) } : { amount: limit };
}

/** As `€31.00, up to €200.00`. */
export function bidText(bid, currency) {
  return money(bid.amount, currency) + (bid.max === undefined || bid.max === bid.amount ? '' : `, up to ${money(bid.max, currency)}`);
}

/** What the house said of an accepted bid, in the page's words. */
export function saidOfBid(answer, format, proxy) {
  if (answer.leading === undefined || answer.currency === undefined) return answer.message;
  const down = falls(format);
  const bid = shownBid(answer, proxy);
  const price = money(answer.price, answer.currency);
  const upTo = bid.max === undefined ? '' : `, ${down ? 'down' : 'up'} to ${money(bid.max, answer.currency)}`;
  if (answer.leading) return `Accepted: ${down ? 'yours is the lowest' : 'you lead'} at ${price}${upTo}.`;
  const own = money(bid.amount, answer.currency);
  return `Accepted, but ${down ? `somebody goes lower than your ${own}` : `somebody's maximum is higher than your ${own}`}: the price is ${price}.`;
}
