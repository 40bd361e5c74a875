/** One bid in words: the same amounts in the answer, in the receipt and in the history. */
import { money } from './money.js';
import { roomOf } from '../formats/rooms.js';

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

/** Whether a bid bought at once, which ended the auction: then the house's sentence says so. */
export function isEnd({ endsAt, at }) {
  return endsAt !== undefined && at !== undefined && endsAt <= at;
}

const DEEDS = {
  join: 'Joined', leave: 'Left', withdraw: 'Withdrew', confirm: 'Stayed in',
  retract: 'Retracted', commit: 'Sealed bid', reveal: 'Opened bid', consign: 'Consigned', create: 'Created',
  open: 'Opened', pause: 'Paused', resume: 'Resumed', close: 'Closed', cancel: 'Called off',
  acceptOffer: 'Accepted the offer', refuseOffer: 'Refused the offer',
};

/** What was bought off a falling clock, or was to be: the house's answer has the price, and how many. */
function taken({ status, price, quantity, currency }) {
  const many = quantity === undefined || quantity === 1 ? 'it' : quantity.toLocaleString();
  return `Took ${many}${status === 'success' && price !== undefined && currency ? ` at ${money(price, currency)}` : ''}`;
}

/**
 * What somebody asked of the house, as `Bid €31.00, up to €200.00`, `Offer €90.00, down to €80.00`,
 * `Bid €7.00 for 20` or `Took 3 at €35.00`. Of an accepted bid it names what all see of it, the same as the history.
 * @param {object} deed a receipt, or a command that is not sent yet, with the auction's `currency`, `format`
 *     and `proxy`
 */
export function deedText(deed) {
  const { op, amount, quantity, currency, proxy } = deed;
  const { bids } = roomOf(deed);
  const name = op === 'bid' ? bids.deed : DEEDS[op] ?? op;
  if (op === 'accept') return taken(deed);
  if (amount === undefined || !currency) return name;
  if (op === 'bid' && deed.status === 'success' && isEnd(deed)) return `Won at ${money(deed.price, currency)}`;
  const bid = deed.status === 'success' ? shownBid(deed, proxy) : deed;
  const limit = bid.max === undefined || bid.max === bid.amount ? '' : `, ${bids.way} to ${money(bid.max, currency)}`;
  return `${name} ${money(bid.amount, currency)}${limit}${quantity === undefined ? '' : ` for ${quantity}`}`;
}
