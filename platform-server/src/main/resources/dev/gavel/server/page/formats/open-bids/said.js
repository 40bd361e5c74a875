/** What the house said of an accepted bid, in the page's words. Pure. */
import { isEnd, shownBid } from '../../format/bid-words.js';
import { inReadersWords } from '../../format/house-words.js';
import { money } from '../../format/money.js';

/**
 * The answer in a sentence, with the amounts that stand in receipt and history.
 * @param {object} answer of the house, with the auction's `currency`
 * @param {import('./room.js').Words} words
 * @param {string | undefined} proxy as in the conditions of sale
 */
export function saidOfBid(answer, words, proxy) {
  if (answer.leading === undefined || answer.currency === undefined) return answer.message;
  if (isEnd(answer)) return inReadersWords(answer.message);
  const bid = shownBid(answer, proxy);
  const price = money(answer.price, answer.currency);
  const upTo = bid.max === undefined ? '' : `, ${words.bids.way} to ${money(bid.max, answer.currency)}`;
  if (answer.leading) return `Accepted: ${words.saidLeads} at ${price}${upTo}.`;
  const own = money(bid.amount, answer.currency);
  const beats = answer.price === bid.amount
    ? `${words.somebodys}, which came first, is as good as your ${own}` // of equal ones the earlier leads
    : `${words.somebodys} is ${words.beats} than your ${own}`;
  return `Accepted, but ${beats}: the price is ${price}.`;
}
