/** The house's words: how formats and states are called and explained. */

/** By format: name, one sentence, and a letter for its badge. */
export const FORMATS = {
  english: { name: 'English', about: 'Bids rise; the highest at the end wins.' },
  clock: { name: 'Rising clock', about: 'The price rises by itself; stay in or leave. The last one in wins.' },
  dutch: { name: 'Dutch', about: 'The price falls by itself; the first to take it wins.' },
  sealed: { name: 'Sealed', about: 'Secret bids; the highest wins and pays its own bid.' },
  vickrey: { name: 'Vickrey', about: 'Secret bids; the highest wins and pays the second highest.' },
  reverse: { name: 'Reverse', about: 'Offers fall; the lowest at the end gets the order.' },
  uniform: { name: 'Uniform price', about: 'Many units, secret bids; all winners pay the same price.' },
};

/** Whether amounts fall. */
export const falls = format => format === 'reverse';

/** Whether bids are secret until the close. */
export const isSecret = format => format === 'sealed' || format === 'vickrey' || format === 'uniform';

/** How an auction stands, in a word or two. */
export function stateWord(view) {
  switch (view.state) {
    case 'draft': return 'Not opened';
    case 'scheduled': return 'Upcoming';
    case 'open': return 'Open';
    case 'paused': return 'Paused';
    case 'cancelled': return 'Called off';
    default: return { sold: 'Sold', unsold: 'Not sold', pending: 'Seller decides' }[view.result] ?? 'Closed';
  }
}

/** What the shown price is called. */
export function priceWord(view) {
  if (view.state === 'closed') return view.result === 'sold' ? 'Hammer price' : view.leader ? 'Last price' : 'Started at';
  if (isSecret(view.format)) return 'Starts at';
  if (view.format === 'clock' || view.format === 'dutch') return view.state === 'open' && view.price !== undefined ? 'Price now' : 'Starts at';
  if (!view.leader) return falls(view.format) ? 'At most' : 'Starts at';
  return falls(view.format) ? 'Lowest offer' : 'Current bid';
}

/** The price to show; where there is none to be seen, or nobody bid one, the start. */
export function priceOf(view) {
  if (view.state === 'closed') return view.result === 'sold' ? view.hammerPrice ?? view.price ?? view.start : view.leader ? view.price ?? view.start : view.start;
  return view.leader || view.format === 'clock' || view.format === 'dutch' ? view.price ?? view.start : view.start;
}

/** A size such as `640 kB`, `1.3 GB`, as the reader's locale writes numbers. */
export function bytes(size) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const number = size / 1000 ** step;
  return `${number.toLocaleString(undefined, { maximumFractionDigits: number < 10 && step > 0 ? 1 : 0 })} ${units[step]}`;
}

/** A measured number such as `3.4` or `1,250`: with a decimal only where it tells something. */
export function short(number) {
  return number.toLocaleString(undefined, number < 100 ? { minimumFractionDigits: 1, maximumFractionDigits: 1 } : { maximumFractionDigits: 0 });
}

/** `1 bid`, `3 bids`. */
export function count(number, word) {
  return `${number.toLocaleString()} ${word}${number === 1 ? '' : 's'}`;
}
